"""Populations of the caller's scope, or of everybody for the worker: the row holds what stands now,
the entries beside it everything that was ever entered, confirmed or returned."""

from collections.abc import Collection, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Row, text

from forms_service.shared.tables.rows import alone, page

POPULATION = (
    "population_id, tenant_id, period, service, recipients, stage, status, state, entered_by,"
    " decided_by, reason, confirmed_recipients, fell_from, unit_services"
)


def held(connection: Connection, tenant_id: str, periods: Collection[str]) -> list[Row[Any]]:
    """What one tenant has for these periods, locked for a change; a first number has no row to
    lock."""
    known = {"tenant": tenant_id, "periods": sorted(periods)}
    alone(connection, *(f"numbers of {tenant_id} {period}" for period in periods))
    return list(
        connection.execute(
            text(
                f"SELECT {POPULATION} FROM populations WHERE tenant_id = :tenant"
                " AND period = ANY (:periods) AND status = 'active'"
                " ORDER BY period, service FOR UPDATE"
            ),
            known,
        )
    )


def keep(connection: Connection, rows: Sequence[dict[str, Any]], person: str) -> list[Row[Any]]:
    """Store the rows of one tenant as they stand now, each once, and the entries that made them
    so."""
    kept = connection.execute(
        text(
            f"INSERT INTO populations ({POPULATION}) SELECT {POPULATION}"
            " FROM jsonb_populate_recordset(NULL::populations, CAST(:rows AS jsonb))"
            " ON CONFLICT (tenant_id, period, service, stage) DO UPDATE SET"
            " (recipients, state, entered_by, decided_by, reason, confirmed_recipients, fell_from,"
            " unit_services)"
            " = (excluded.recipients, excluded.state, excluded.entered_by, excluded.decided_by,"
            " excluded.reason, excluded.confirmed_recipients, excluded.fell_from,"
            " excluded.unit_services)"
            f" RETURNING {POPULATION}"
        ),
        {"rows": orjson.dumps(rows).decode()},
    ).all()
    connection.execute(
        text(
            "INSERT INTO population_entries"
            " (population_id, tenant_id, recipients, state, person, reason)"
            " VALUES (:population_id, :tenant_id, :recipients, :state, :person, :reason)"
        ),
        [{**row._mapping, "person": person} for row in kept],
    )
    return list(kept)


def population(
    connection: Connection, population_id: str, *, lock: bool = False
) -> Row[Any] | None:
    """`lock` is for the one tenant that is bound for writing."""
    ending = " FOR UPDATE" if lock else ""
    return connection.execute(
        text(f"SELECT {POPULATION} FROM populations WHERE population_id = :id{ending}"),
        {"id": population_id},
    ).one_or_none()


def entries(connection: Connection, population_id: str) -> list[Row[Any]]:
    """The history of one number, oldest first."""
    query = (
        "SELECT recipients, state, person, reason, at FROM population_entries"
        " WHERE population_id = :id ORDER BY entry_id"
    )
    return list(connection.execute(text(query), {"id": population_id}))


def of_periods(connection: Connection, periods: list[str]) -> list[Row[Any]]:
    """Everything in scope for these periods, by tenant and service."""
    query = (
        f"SELECT {POPULATION} FROM populations WHERE period = ANY(:periods)"
        " AND status = 'active' ORDER BY tenant_id, service, period"
    )
    return list(connection.execute(text(query), {"periods": periods}))


def waiting(connection: Connection) -> list[Row[Any]]:
    """(period, tenant_id, entered_by) of everything in scope that nobody has decided on."""
    query = (
        "SELECT DISTINCT period, tenant_id, entered_by FROM populations WHERE state = 'entered'"
        " AND status = 'active' ORDER BY period, tenant_id"
    )
    return list(connection.execute(text(query)))


def of_tenant(connection: Connection, tenant_id: str, periods: list[str]) -> list[Row[Any]]:
    query = (
        f"SELECT {POPULATION} FROM populations WHERE tenant_id = :tenant"
        " AND period = ANY(:periods) AND status = 'active' ORDER BY service, period"
    )
    return list(connection.execute(text(query), {"tenant": tenant_id, "periods": periods}))


def populations(
    connection: Connection, after: str, limit: int, tenant: str | None, period: str | None
) -> list[Row[Any]]:
    """By id, the `limit` after `after`."""
    query, wanted = f"SELECT {POPULATION} FROM populations", {"tenant_id": tenant, "period": period}
    return page(connection, query, "population_id", after, limit, **wanted)
