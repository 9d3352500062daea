"""What pages and answers say of follow-ups, each read in one transaction of the caller's scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from chassis.database import Database
from chassis.principal import Principal
from chassis.problems import NotFound
from chassis.tenants import State, some
from chassis.tenants import tenant as tenant_of
from sqlalchemy import Row

from reporting_service.follow_ups import store
from reporting_service.follow_ups.handlers.own import actor_of, found, today_in
from reporting_service.follow_ups.rules.life import Step, steps_for
from reporting_service.follow_ups.rules.limits import LINES
from reporting_service.follow_ups.rules.tally import Tally
from reporting_service.shared.tenants import named, tenants_below


@dataclass(frozen=True)
class Group:
    """Follow-ups of one office (`units` empty), or of all below one, of which `rows` are those of
    this page and `following` where the next begins."""

    tally: Tally
    rows: Sequence[Row[Any]]
    units: dict[str, State]
    following: str | None = None


@dataclass(frozen=True)
class UnitList:
    """`below` is None for an office without units below it; `today` is the day there."""

    unit: State
    today: date
    own: Group
    below: Group | None


@dataclass(frozen=True)
class Told:
    """One follow-up with its history, the newest step first, and the steps that the reader may
    take."""

    row: Row[Any]
    unit: State
    today: date
    history: Sequence[Row[Any]]
    files: Sequence[Row[Any]]
    steps: Sequence[Step]


def list_of(database: Database, by: Principal, code: str, after: str | None) -> UnitList:
    """Raise NotFound outside the scope."""
    with database.scope(by.scope) as connection:
        unit = named(connection, code)
        today, own = today_in(unit), [unit["tenant_id"]]
        mine = store.by_need(connection, own, None, LINES)
        its = Group(store.tally(connection, own, today), mine, {})
        lower = {each["tenant_id"]: each for each in tenants_below(connection, unit)}
        if not lower:
            return UnitList(unit, today, its, None)
        rows = store.by_need(connection, lower.keys(), after, LINES + 1)
        following = str(rows[LINES - 1].follow_up_id) if len(rows) > LINES else None
        tally = store.tally(connection, lower.keys(), today)
        return UnitList(unit, today, its, Group(tally, rows[:LINES], lower, following))


def tables_of(
    database: Database, by: Principal, code: str
) -> tuple[State, list[tuple[tuple[str, str], list[Row[Any]]]]]:
    """The office, and by (instrument, period), the newest first, what it does about that result,
    from the lowest statement on."""
    with database.scope(by.scope) as connection:
        unit = named(connection, code)
        rows = store.by_priority(connection, unit["tenant_id"])
    groups = groupby(rows, key=lambda row: (row.instrument, row.period))
    return unit, [(of, list(members)) for of, members in groups]


def told(database: Database, by: Principal, follow_up_id: str, code: str | None = None) -> Told:
    with database.scope(by.scope) as connection:
        row = found(connection, follow_up_id, code)
        unit = tenant_of(connection, str(row.tenant_id))
        if unit is None:
            raise NotFound
        return Told(
            row=row,
            unit=unit,
            today=today_in(unit),
            history=store.steps(connection, follow_up_id),
            files=store.files(connection, follow_up_id),
            steps=steps_for(row.state, actor_of(by, row.tenant_id, row.asked_hand)),
        )


def file_of(
    database: Database, by: Principal, follow_up_id: str, file_id: str, code: str | None = None
) -> Row[Any]:
    """name, kind and content of a file of evidence."""
    with database.scope(by.scope) as connection:
        found(connection, follow_up_id, code)
        row = store.file(connection, follow_up_id, file_id)
    if row is None:
        raise NotFound
    return row


def page_of(
    database: Database,
    by: Principal,
    after: str,
    limit: int,
    wanted: dict[str, str | None],
) -> list[tuple[Row[Any], State]]:
    """By id, each with its office. `wanted`: tenant_id, state, instrument, period. Practice offices
    stand in the lists of their own, and where one is asked for."""
    practice = by.practice or wanted["tenant_id"] is not None
    with database.scope(by.scope) as connection:
        rows = store.by_id(connection, after, limit, wanted, practice=practice)
        units = some(connection, {str(row.tenant_id) for row in rows})
    return [(row, units[str(row.tenant_id)]) for row in rows]
