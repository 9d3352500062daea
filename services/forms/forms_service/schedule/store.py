"""The national schedule."""

from typing import Any

import orjson
from sqlalchemy import Connection, Row, text

from forms_service.shared.tables.rows import insert
from forms_service.shared.tables.versions import not_offered

SCHEDULE = (
    "schedule_id, tenant_id, instrument, period_kind, opens_day, opens_time, late_days, place,"
    " unit_types, from_period, to_period, release_step, status"
)
CHANGED = "opens_day, opens_time, late_days, place, unit_types, to_period, release_step, status"


def schedules(connection: Connection) -> list[dict[str, Any]]:
    """Of the instruments that are offered; the others' stay stored and speak for nothing."""
    rows = connection.execute(
        text(f"SELECT {SCHEDULE} FROM schedules ORDER BY instrument, from_period")
    )
    waiting = not_offered(connection)
    return [dict(row._mapping) for row in rows if row.instrument not in waiting]


def add_schedules(connection: Connection, rows: list[dict[str, Any]]) -> list[Row[Any]]:
    """Only those of an instrument and first period that are not there; return the new ones."""
    return insert(connection, "schedules", SCHEDULE, rows)


def change_schedule(
    connection: Connection, schedule_id: str, values: dict[str, Any]
) -> Row[Any] | None:
    """Set every changeable column; None when there is no such schedule."""
    return connection.execute(
        text(
            f"UPDATE schedules SET ({CHANGED}) = (SELECT {CHANGED}"
            " FROM jsonb_populate_record(NULL::schedules, CAST(:row AS jsonb)))"
            f" WHERE schedule_id = :id RETURNING {SCHEDULE}"
        ),
        {"id": schedule_id, "row": orjson.dumps(values).decode()},
    ).one_or_none()
