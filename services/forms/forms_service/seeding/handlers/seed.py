"""`seed`: publishes what ships with the service and opens this month for the ministry."""

from contextlib import closing
from typing import Any

from chassis import clock, tenants
from chassis.database import Database
from chassis.kafka import Tail
from chassis.outbox import add_events
from chassis.tenant_tree import TOPIC, store_tenants
from contracts.codec import Event

from forms_service.config import FormsSettings
from forms_service.schedule.handlers import begin_schedules
from forms_service.schedule.opening.handlers.opening import open_due
from forms_service.seeding.handlers.official import publish_forms, publish_formulas
from forms_service.shared.commands import CommandError, drain, ministry_id
from forms_service.shared.definitions.formula_files import load_formulas
from forms_service.shared.definitions.seed_files import load_instruments
from forms_service.shared.events import own_audit

State = dict[str, Any]


def seed(settings: FormsSettings) -> int:
    """Only what is new is stored and published; return the number of events sent.

    Raise CommandError when there are no tenants yet.
    """
    states, now = published_tenants(settings), clock.now()
    with closing(Database(settings.database_worker_url)) as worker:
        with worker.unbound() as connection:
            known = tenants.states(connection)
            changed = [state for key, state in states.items() if known.get(key) != state]
            store_tenants(connection, changed)
            owner = ministry_id(states)
            events = publish_forms(connection, owner, load_instruments(), now)
            events += publish_formulas(connection, owner, load_formulas())
            begin_schedules(connection, owner)
            if events:
                events.append(own_audit("forms.seed.run", "seed", owner, events=len(events)))
            add_events(connection, events)
        return drain(settings, worker) if open_due(worker, now) or events else 0


def published_tenants(settings: FormsSettings, seconds: float = 30) -> dict[str, State]:
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
