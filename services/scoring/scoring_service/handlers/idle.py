"""Months of which the kanwil has confirmed that nobody was served."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from scoring_service.domain.recipients import recipients
from scoring_service.store import states


def idle_months(
    connection: Connection, tenant_ids: Sequence[str], months: Sequence[str]
) -> dict[str, set[str]]:
    """By tenant, of these months."""
    by_tenant = defaultdict[str, list[dict[str, Any]]](list)
    for row in states.populations(connection, tenant_ids, months, employees=False):
        by_tenant[row["tenant_id"]].append(row)
    return {
        tenant: {
            month for month in months if (known := recipients(rows, month)) and known.completed == 0
        }
        for tenant, rows in by_tenant.items()
    }
