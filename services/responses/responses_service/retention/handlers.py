"""Erases what is kept no longer, by the schedule, and logs every run."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chassis.audit import audit
from chassis.database import Database
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import FieldFault, Invalid
from chassis.reading import is_whole
from sqlalchemy import Connection, Row

from responses_service.exports.handlers.withdrawing import withdraw_periods
from responses_service.retention import store
from responses_service.retention.rules import (
    BETWEEN,
    EVERY,
    FEWEST,
    MOST,
    NEWEST,
    Key,
    applied,
    erased_from,
    periods_over,
    shown,
)
from responses_service.retention.store import Part
from responses_service.shared.amendments import amendment


def run_when_due(database: Database, now: datetime) -> None:
    """For a timer: once a day, also after a night without a process."""
    with database.unbound() as connection:
        last = store.last_run(connection)
        if last is None or now - last >= BETWEEN:
            run(connection, now)


def run(connection: Connection, now: datetime) -> dict[Key, int]:
    """How many were erased by (instrument, kind); idempotent."""
    changed = store.changed(connection)
    erased: dict[Key, int] = {}
    rows: list[dict[str, Any]] = []
    for (instrument, kind), months in applied(changed).items():
        apart = [name for name, other in changed if other == kind and name != EVERY]
        part = Part(kind, instrument, apart, periods_over(now.date(), months))
        # The topic of amendments forgets them too, so that no replay brings them back.
        gone = store.corrected(connection, part)
        add_events(
            connection,
            [amendment(str(row.tenant_id), str(row.subject_id), kind, None) for row in gone],
        )
        erased[instrument, kind] = store.erase(connection, part)
        if kind == "text" and erased[instrument, kind]:
            withdraw_periods(connection, part.periods)
        row = {"ran_at": now, "instrument": instrument, "kind": kind, "months": months}
        rows.append({**row, "erased": erased[instrument, kind]})
    store.add_runs(connection, rows)
    return erased


def kept_until(connection: Connection, instrument: str, period: str) -> str:
    """The month (2028-12) from which the texts of a period are kept no longer."""
    months = shown(store.changed(connection), [instrument])[instrument, "text"]
    return f"{erased_from(period, months):%Y-%m}"


def schedule(
    database: Database, by: Principal, instruments: list[str]
) -> tuple[dict[Key, int], Sequence[Row[Any]], datetime | None]:
    """Months by rule, the newest runs, and when the last one was."""
    with database.scope(by.scope) as connection:
        return (
            shown(store.changed(connection), instruments),
            store.runs(connection, NEWEST),
            store.last_run(connection),
        )


def change(database: Database, by: Principal, instruments: list[str], wish: dict[Key, Any]) -> int:
    """How many rules changed. Raise Invalid with every fault, by `instrument.kind`."""
    with database.scope(by.scope) as connection:
        current = shown(store.changed(connection), instruments)
        faults = [
            FieldFault(f"{instrument}.{kind}", f"must be a whole number from {FEWEST} to {MOST}")
            if (instrument, kind) in current
            else FieldFault(f"{instrument}.{kind}", "is no rule of the schedule")
            for (instrument, kind), months in wish.items()
            if (instrument, kind) not in current or not is_whole(months, FEWEST, MOST)
        ]
        if faults:
            raise Invalid("Nothing was changed. Correct the fields.", faults=faults)
        new = {key: months for key, months in wish.items() if months != current[key]}
        common = {"changed_by": by.subject, "changer": by.name}
        rows = [
            {"instrument": key[0], "kind": key[1], "months": months, **common}
            for key, months in new.items()
        ]
        if rows:
            store.add_rules(connection, rows)
            detail = {f"{key[0]}.{key[1]}": [current[key], months] for key, months in new.items()}
            entry = audit(by, "responses.retention.change", "schedule", by.tenant_id, rules=detail)
            add_events(connection, [entry])
        return len(new)
