"""Opens what the national schedule asks for: by the clock, by a command, or by one click."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from chassis import tenants
from chassis.database import Database
from chassis.logging import get_logger
from chassis.outbox import add_events
from contracts.codec import Event
from sqlalchemy import Connection

from forms_service.schedule.handlers import schedules
from forms_service.schedule.opening import store
from forms_service.schedule.rules import Due, Skipped, applies, asked_in, current_period, due
from forms_service.services.handlers import services_event, services_of
from forms_service.shared.events import SURVEYS, own_audit, row_event
from forms_service.shared.pairing.pairing import NoSurveyError, Versions
from forms_service.shared.tables import surveys, versions

State = dict[str, Any]
T = TypeVar("T")
# Tenants of one transaction: a crash loses little, and the outbox is never held for long.
BATCH = 100
# Rung by who asks for a run.
BELL = "openings"
SKIPPED = ("tenant_id", "code", "instrument", "why")


@dataclass
class Progress:
    """How far an opening is; `skipped` names every survey that was not opened, with the reason."""

    total: int
    done: int = 0
    opened: int = 0
    existing: int = 0
    skipped: list[dict[str, Any]] = field(default_factory=list)


def open_period(
    database: Database, period: str, now: datetime, heard: Callable[[Connection, Progress], None]
) -> Progress:
    """Every survey due in `period`, for a month those of its semester too; a repetition opens only
    what is missing. Practice tenants open their own, when they like.

    `heard` hears of the progress within each batch's transaction. Raise ValueError for no period.
    """
    with database.unbound() as connection:
        close_not_offered(connection, now)
        units = tenants.counted(tenants.states(connection).values())
        asked = asked_in(schedules(connection), period)
    progress = Progress(total=len(units))
    for some in _batches(units):
        wanted = [due(schedule, unit, each, now) for unit in some for schedule, each in asked]
        with database.unbound() as connection:
            progress.done += len(some)
            _open(connection, wanted, progress)
            heard(connection, progress)
    return progress


def open_due(database: Database, now: datetime) -> int:
    """What the clock asks for: each unit's present period, at its own midnight. How many opened."""
    opened = 0
    with database.unbound() as connection:
        close_not_offered(connection, now)
        units = tenants.counted(tenants.states(connection).values())
        asked = schedules(connection)
        present = list(_present(units, asked, now))
        known = surveys.known_keys(connection, {each.period for each in present})
    wanted = [each for each in present if _key(each) not in known]
    for some in _batches(wanted):
        progress = Progress(total=len(some))
        with database.unbound() as connection:
            _open(connection, some, progress)
        for each in progress.skipped:
            not_opened(each["code"], each["instrument"], each["why"], *each["problems"])
        opened += progress.opened
    return opened


@cache
def not_opened(code: str, instrument: str, why: str, *problems: str) -> None:
    """Once in the life of a process: the clock asks every few seconds."""
    get_logger().warning(
        "survey_not_opened", unit=code, instrument=instrument, why=why, problems=problems
    )


def close_not_offered(connection: Connection, now: datetime) -> None:
    """Surveys that an earlier release opened of what is offered to nobody: closed like any other,
    with their answers and figures, so that nothing goes on asking for what nobody can give."""
    for row in surveys.close_not_offered(connection, now):
        key, tenant = str(row.survey_id), str(row.tenant_id)
        entry = own_audit("forms.survey.close", key, tenant, why="not_offered")
        add_events(connection, [row_event(SURVEYS, row), entry])


def work_off(database: Database, now: datetime) -> bool:
    """Take up the run that somebody asked for on a page; return whether there was one."""
    with database.unbound() as connection:
        row = store.take_opening(connection)
    if row is None:
        return False

    def note(connection: Connection, progress: Progress) -> None:
        store.note_progress(connection, str(row.opening_id), asdict(progress))

    open_period(database, row.period, now, note)
    return True


def _batches(things: Sequence[T]) -> Iterator[Sequence[T]]:
    return (things[start : start + BATCH] for start in range(0, len(things), BATCH))


def _present(units: list[State], asked: list[State], now: datetime) -> Iterator[Due]:
    for unit in units:
        for schedule in asked:
            period = current_period(schedule, unit, now)
            found = due(schedule, unit, period, now) if applies(schedule, period) else None
            if isinstance(found, Due) and found.opens_at <= now:
                yield found


def _key(each: Due) -> tuple[str, str, str]:
    return each.tenant_id, each.instrument, each.period


def _open(connection: Connection, wanted: Sequence[Due | Skipped], progress: Progress) -> None:
    """Store what is missing and send its events, in the transaction of the caller."""
    known = Versions(versions.form_versions(connection), versions.formula_versions(connection))
    rows = []
    for each in wanted:
        if isinstance(each, Skipped):
            progress.skipped.append({name: getattr(each, name) for name in SKIPPED})
            continue
        try:
            rows.append(_row(each, known))
        except NoSurveyError as fault:
            what = {name: getattr(each, name) for name in SKIPPED if name != "why"}
            progress.skipped.append(
                {**what, "why": fault.why, "formula": fault.formula, "problems": fault.problems}
            )
    made = surveys.add_missing(connection, rows)
    progress.opened += len(made)
    progress.existing += len(rows) - len(made)
    add_events(connection, [event for row in made for event in _events(row)])
    add_events(connection, _services(connection, {str(row.tenant_id) for row in made}))


def _services(connection: Connection, tenant_ids: set[str]) -> list[Event]:
    """The units' kinds of service go along: a new unit's, and what a release has changed."""
    units = [
        each for each in tenants.states(connection).values() if each["tenant_id"] in tenant_ids
    ]
    return [services_event(each["tenant_id"], services_of(connection, each)) for each in units]


def _events(row: Any) -> list[Event]:
    key, tenant = str(row.survey_id), str(row.tenant_id)
    entry = own_audit("forms.survey.open", key, tenant, instrument=row.instrument)
    return [row_event(SURVEYS, row), entry]


def _row(each: Due, known: Versions) -> State:
    """A row of `surveys`; raise NoSurveyError."""
    return {
        "survey_id": str(uuid.uuid4()),
        "tenant_id": each.tenant_id,
        "instrument": each.instrument,
        "period": each.period,
        **known.pair(each.instrument, each.tenant_id, each.day),
        "opens_at": each.opens_at,
        "closes_at": each.closes_at,
        "late_days": each.late_days,
        "release_step": each.release_step,
        "status": "open",
    }
