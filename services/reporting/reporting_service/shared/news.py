"""How open dashboards hear that something has changed: by the database, within its transaction."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

CHANNEL = "suara_live"


def tell(connection: Connection, tenant_ids: Iterable[str]) -> None:
    """Wake the open dashboards of these tenants once this transaction commits: keys only."""
    for tenant_id in sorted(set(tenant_ids)):
        connection.execute(
            text("SELECT pg_notify(:channel, :tenant)"), {"channel": CHANNEL, "tenant": tenant_id}
        )
