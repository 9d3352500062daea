"""Enter populations and add collection points, for the API."""

import uuid
from typing import Any

from chassis.audit import audit
from chassis.auth import Principal
from chassis.database import Database
from chassis.outbox import add_events
from contracts.typed_code import random_code
from sqlalchemy import Connection, Row

from forms_service.domain.period import bounds
from forms_service.handlers.events import POINTS, POPULATIONS, as_state, row_event
from forms_service.handlers.fields import Fields, invalid
from forms_service.handlers.surveys import owner
from forms_service.store import collection as store

CHANNELS = ("qr", "link", "kiosk", "paper")
STAGES = ("provisional", "final")
MOST = 10_000_000


def enter_population(database: Database, by: Principal, body: dict[str, Any]) -> dict[str, Any]:
    """How many people a service had in a period: N of the sample target (PermenPANRB 14/2017).

    A provisional number is corrected by entering it again; a final one stands. Raise Invalid.
    """
    fields = Fields(body, ("tenant", "period", "service", "recipients", "stage"))
    row: dict[str, Any] = {
        "population_id": str(uuid.uuid4()),
        "tenant_id": fields.id("tenant"),
        "period": fields.text("period"),
        "service": fields.text("service"),
        "recipients": fields.number("recipients", 0, MOST),
        "stage": fields.choice("stage", STAGES, STAGES[0]),
        "status": "active",
    }
    fields.done()
    with database.scope(by.scope) as connection:
        tenant = owner(connection, row["tenant_id"])
        try:
            bounds(row["period"], tenant["time_zone"])
        except ValueError as fault:
            raise invalid("period", str(fault)) from fault
        entered = store.enter_population(connection, row)
        if entered is None:
            raise invalid("stage", "is final for this service and period; it stays as it is")
        state = as_state(entered)
        entry = audit(
            by,
            "forms.population.enter",
            state["population_id"],
            state["tenant_id"],
            recipients=state["recipients"],
            stage=state["stage"],
        )
        add_events(connection, [row_event(POPULATIONS, entered), entry])
    return state


def add_point(database: Database, by: Principal, body: dict[str, Any]) -> dict[str, Any]:
    """A place or channel with a new code of its own. Raise Invalid."""
    fields = Fields(body, ("tenant", "name", "channel"))
    tenant_id, name = fields.id("tenant"), fields.text("name")
    channel = fields.choice("channel", CHANNELS, CHANNELS[0])
    fields.done()
    with database.scope(by.scope) as connection:
        owner(connection, tenant_id)
        made = _with_free_code(connection, tenant_id, name, channel)
        state = as_state(made)
        entry = audit(by, "forms.point.add", state["point_id"], tenant_id, code=state["code"])
        add_events(connection, [row_event(POINTS, made), entry])
    return state


def _with_free_code(connection: Connection, tenant_id: str, name: str, channel: str) -> Row[Any]:
    """A drawn code is taken about once in half a million draws: then draw again."""
    while True:
        row = {
            "point_id": str(uuid.uuid4()),
            "tenant_id": tenant_id,
            "code": random_code(),
            "name": name,
            "channel": channel,
            "status": "active",
        }
        if made := store.add_points(connection, [row]):
            return made[0]
