"""Opening a follow-up on a statement of a final result of the own office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.database import Database
from chassis.principal import Principal
from chassis.problems import FieldFault, Invalid, invalid
from chassis.second_person import hand
from chassis.tenants import State
from sqlalchemy import Connection, Row

from reporting_service.follow_ups import store
from reporting_service.follow_ups.handlers.own import actor_of, own_unit, today_in
from reporting_service.follow_ups.handlers.telling import tell
from reporting_service.follow_ups.rules.choice import Choice, choices, is_final
from reporting_service.follow_ups.rules.life import Step, first_step
from reporting_service.follow_ups.rules.plan import Plan, read_plan, usual_due


@dataclass(frozen=True)
class Offer:
    """What may be chosen of one final result of `unit`: each statement, from the lowest on, with
    the follow-up that goes on about it, if any. Without a final result `period` is empty."""

    unit: State
    instrument: str
    period: str
    choices: list[tuple[Choice, Row[Any] | None]]
    due: date
    step: Step

    def of(self, statement: str) -> tuple[Choice, Row[Any] | None] | None:
        return next((each for each in self.choices if each[0].key == statement), None)


def offer(
    database: Database, by: Principal, code: str, instrument: str | None, period: str | None
) -> Offer:
    """Of the newest final result where none is named. Raise NotFound, Forbidden or Invalid as
    `own_unit` does, and Invalid where what is named is not final."""
    with database.scope(by.scope) as connection:
        unit = own_unit(connection, by, code)
        wanted = _wanted(connection, unit, instrument, period)
        found: list[Choice] = []
        if wanted:
            _, found = _result(connection, unit, *wanted)
        held = store.going(connection, by.tenant_id, wanted[0]) if wanted else {}
        step = first_step(actor_of(by, unit["tenant_id"]))
    return Offer(
        unit=unit,
        instrument=wanted[0] if wanted else "",
        period=wanted[1] if wanted else "",
        choices=[(each, held.get(each.key)) for each in found],
        due=usual_due(today_in(unit)),
        step=step,
    )


def open_one(
    database: Database, by: Principal, identifier: str, given: Mapping[str, object]
) -> Row[Any]:
    """Of `given` instrument, period, statement, program, owner and due. Raise Invalid with one word
    a field, and what `own_unit` raises."""
    with database.scope(by.scope) as connection:
        unit = own_unit(connection, by, identifier)
        plan, faults = read_plan(given, today_in(unit))
        instrument, period, statement = (
            str(given.get(name) or "") for name in ("instrument", "period", "statement")
        )
        if not (instrument and period and statement):
            names = {"instrument": instrument, "period": period, "statement": statement}
            faults = [*((name, "required") for name, value in names.items() if not value), *faults]
        if faults:
            raise Invalid(faults=[FieldFault(*each) for each in faults])
        survey_id, offered = _result(connection, unit, instrument, period)
        chosen = next((each for each in offered if each.key == statement), None)
        if chosen is None:
            raise invalid("statement", "unknown" if offered else "none")
        row = _add(connection, by, unit, plan, chosen, survey_id, (instrument, period))
        if row is None:
            raise invalid("statement", "going")
        return row


def _add(
    connection: Connection,
    by: Principal,
    unit: State,
    plan: Plan,
    chosen: Choice,
    survey_id: str,
    of: tuple[str, str],
) -> Row[Any] | None:
    step = first_step(actor_of(by, unit["tenant_id"]))
    runs = step == "open"
    row = store.add(
        connection,
        {
            **vars(plan),
            "tenant_id": by.tenant_id,
            "survey_id": survey_id,
            "instrument": of[0],
            "period": of[1],
            "statement": chosen.key,
            "index_code": chosen.index,
            "words": chosen.words,
            "priority": chosen.priority,
            "state": "running" if runs else "proposed",
            "asked_by": by.subject,
            "asked_hand": hand(by),
            "opened_on": today_in(unit) if runs else None,
        },
    )
    if row is not None:
        tell(connection, by, row, step)
    return row


def _wanted(
    connection: Connection, unit: State, instrument: str | None, period: str | None
) -> tuple[str, str] | None:
    """The instrument and period that are named, else the newest final ones of what is."""
    if instrument and period:
        return instrument, period
    return next(
        (
            (code, when)
            for code, when in store.final_periods(connection, unit["tenant_id"])
            if instrument in (None, code) and period in (None, when)
        ),
        None,
    )


def _result(
    connection: Connection, unit: State, instrument: str, period: str
) -> tuple[str, list[Choice]]:
    """The survey, and the statements that its final result shows, from the lowest on."""
    found = store.result(connection, unit["tenant_id"], instrument, period)
    if found is None or not is_final(found.score):
        raise invalid("period", "not_final")
    return str(found.survey_id), choices(found.score, found.form, found.formula)
