"""`seed`: publishes what ships with the service and opens this month for the seeded ministry.

With DEMO_FILE also what practice needs; a real ministry makes its own points and populations."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from chassis import tenants
from chassis.database import Database
from chassis.kafka import Tail
from chassis.outbox import add_events
from chassis.tenant_tree import TOPIC, short_name, store_tenants
from contracts.codec import Event
from sqlalchemy import Connection, Row

from forms_service.config import FormsSettings
from forms_service.schedule.handlers import begin_schedules
from forms_service.schedule.opening.handlers.opening import open_due
from forms_service.seeding.handlers.official import publish_forms, publish_formulas
from forms_service.seeding.practice import handlers as practice
from forms_service.seeding.practice.rules import DEMO_UNITS
from forms_service.shared.commands import CommandError, drain, ministry_id
from forms_service.shared.definitions.formula_files import load_formulas
from forms_service.shared.definitions.seed_files import load_instruments
from forms_service.shared.events import own_audit
from forms_service.shared.ids import seed_id
from forms_service.shared.period import period_of
from forms_service.shared.tables import rows

State = dict[str, Any]


def seed(settings: FormsSettings) -> int:
    """Only what is new is stored and published; return the number of events sent.

    Raise CommandError when there are no tenants yet.
    """
    states, now = read_tenants(settings), datetime.now(UTC)
    with closing(Database(settings.database_worker_url)) as worker:
        with worker.unbound() as connection:
            known = tenants.states(connection)
            changed = [state for key, state in states.items() if known.get(key) != state]
            store_tenants(connection, changed)
            owner = ministry_id(states)
            events = publish_forms(connection, owner, load_instruments(), now)
            events += publish_formulas(connection, owner, load_formulas())
            begin_schedules(connection, owner)
            if settings.demo_file:
                events += practice.start(connection, list(states.values()), now)
            if events:
                events.append(own_audit("forms.seed.run", "seed", owner, events=len(events)))
            add_events(connection, events)
        sent = drain(settings, worker) if open_due(worker, now) or events else 0
        if settings.demo_file:
            with worker.unbound() as connection:
                facts = {"surveys": demo_surveys(connection, states, now)}
                written = orjson.dumps(facts, option=orjson.OPT_INDENT_2)
                Path(settings.demo_file).write_bytes(written)
        return sent


def read_tenants(settings: FormsSettings, seconds: float = 30) -> dict[str, State]:
    """All tenants as their topic has them; raise CommandError when it cannot be read."""
    states: dict[str, State] = {}

    def keep(event: Event) -> None:
        states[event.payload["tenant_id"]] = event.payload

    tail = Tail(settings.kafka_bootstrap, settings.kafka_topic_prefix, [TOPIC], keep).start()
    try:
        if not tail.ready.wait(seconds):
            raise CommandError(f"{TOPIC} could not be read to its end in {seconds:.0f} s")
    finally:
        tail.stop()
    return states


def demo_surveys(connection: Connection, states: dict[str, State], now: datetime) -> list[State]:
    """The demo units' surveys; those of the current month first, the main unit before others."""
    points = {str(row.point_id): row.code for row in rows.all_rows(connection, "collection_points")}
    order = {code: place for place, code in enumerate(DEMO_UNITS)}

    def place(row: State) -> tuple[bool, int, str]:
        zone = states[row["tenant"]]["time_zone"]
        current = row["period"] == period_of("SPKP-SPAK", now, zone)
        return not current, order[row["tenant_code"]], row["period"]

    found = [
        _fact(row, states[str(row.tenant_id)], points)
        for row in rows.all_rows(connection, "surveys")
        if states[str(row.tenant_id)]["code"] in order
    ]
    return sorted(found, key=place)


def _fact(row: Row[Any], tenant: State, points: dict[str, str]) -> State:
    return {
        "code": points[seed_id("point", tenant["code"])],
        "tenant": tenant["tenant_id"],
        "tenant_code": tenant["code"],
        "tenant_name": short_name(tenant),
        "instrument": row.instrument,
        "period": row.period,
        "survey_id": str(row.survey_id),
        "status": row.status,
    }
