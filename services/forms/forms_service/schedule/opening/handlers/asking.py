"""What an opening would do, in numbers, and the run that somebody asks for."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis import clock, tenants
from chassis.audit import audit
from chassis.bell import ring
from chassis.database import Database
from chassis.fields import Fields
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import NotFound, invalid
from sqlalchemy import Connection, Row

from forms_service.schedule.handlers import schedules
from forms_service.schedule.opening import store
from forms_service.schedule.opening.handlers.opening import BELL
from forms_service.schedule.opening.rules import RUNS_SHOWN
from forms_service.schedule.rules import Due, Skipped, asked_in, due
from forms_service.shared.events import as_state
from forms_service.shared.tables import surveys

State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What opening `period` does: surveys due, those there already, and why units get none."""

    period: str
    tenants: int
    due: int
    existing: int
    skipped: dict[str, int]

    @property
    def opens(self) -> int:
        return self.due - self.existing


def forecast(connection: Connection, period: str, now: datetime) -> Forecast:
    """Raise Invalid for what is no period."""
    units = tenants.counted(tenants.states(connection).values())
    try:
        asked = asked_in(schedules(connection), period)
    except ValueError as fault:
        raise invalid("period", str(fault)) from fault
    found = [due(schedule, unit, each, now) for unit in units for schedule, each in asked]
    wanted = {
        (each.tenant_id, each.instrument, each.period) for each in found if isinstance(each, Due)
    }
    there = surveys.known_keys(connection, {each for _, each in asked})
    reasons = Counter(each.why for each in found if isinstance(each, Skipped))
    return Forecast(period, len(units), len(wanted), len(wanted & there), dict(reasons))


def ask_opening(database: Database, by: Principal, body: State) -> State:
    """A run of the background process; one that waits for this period already is returned.

    Raise Invalid for what is no period, or one in which nothing is scheduled.
    """
    fields = Fields(body, ("period",))
    period = fields.text("period")
    fields.done()
    with database.scope(by.scope) as connection:
        if not forecast(connection, period, clock.now()).due:
            raise invalid("period", "has nothing to open by the national schedule")
        tenants.write_as(connection, by.tenant_id)
        ring(connection, BELL)
        made = as_state(
            store.ask_opening(
                connection,
                {
                    "opening_id": str(uuid.uuid4()),
                    "tenant_id": by.tenant_id,
                    "period": period,
                    "requested_by": by.subject,
                },
            )
        )
        entry = audit(by, "forms.opening.ask", made["opening_id"], by.tenant_id, period=period)
        add_events(connection, [entry])
    return made


def find_opening(database: Database, by: Principal, opening_id: str) -> State:
    """Raise NotFound outside the scope."""
    with database.scope(by.scope) as connection:
        found = store.opening(connection, opening_id)
    if found is None:
        raise NotFound
    return as_state(found)


def last_openings(connection: Connection) -> list[Row[Any]]:
    """The newest first."""
    return store.last_openings(connection, RUNS_SHOWN)
