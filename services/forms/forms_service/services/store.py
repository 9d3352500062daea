"""Kinds of service of the units in the caller's scope."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, text

from forms_service.shared.tables.rows import alone, insert

SERVICE = "service_id, tenant_id, key, name, name_en, place, active"


def change_alone(connection: Connection, tenant_ids: Collection[str]) -> None:
    """Until the end of the transaction: two at once would add the same service or retire the last
    two."""
    alone(connection, *(f"services of {tenant_id}" for tenant_id in tenant_ids))


def services(connection: Connection, tenant_id: str) -> list[Row[Any]]:
    """All of one tenant, retired ones too, in the order in which they are shown."""
    query = f"SELECT {SERVICE} FROM services WHERE tenant_id = :tenant ORDER BY place, name"
    return list(connection.execute(text(query), {"tenant": tenant_id}))


def names(connection: Connection) -> dict[tuple[str, str], tuple[str, str]]:
    """(Indonesian, English) name by (tenant, key) of all that was ever changed in scope."""
    rows = connection.execute(text("SELECT tenant_id, key, name, name_en FROM services"))
    return {(str(tenant), key): (name, name_en) for tenant, key, name, name_en in rows}


def add_services(connection: Connection, rows: list[dict[str, Any]]) -> list[Row[Any]]:
    """Only those whose key the tenant does not have; return the new ones."""
    return insert(connection, "services", SERVICE, rows)


def change_service(connection: Connection, service: dict[str, Any]) -> Row[Any]:
    """Everything but the key may change."""
    return connection.execute(
        text(
            "UPDATE services SET name = :name, name_en = :name_en, place = :place,"
            f" active = :active WHERE service_id = :service_id RETURNING {SERVICE}"
        ),
        service,
    ).one()
