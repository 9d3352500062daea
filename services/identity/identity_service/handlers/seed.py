"""The seeded ministry: tenants and API clients, for practice also people; safe to repeat. And
`republish`."""

from importlib.resources import files
from typing import Any

import yaml
from chassis import tenants as tenant_store
from chassis.database import Database
from chassis.outbox import Relay, add_events
from chassis.tenant_tree import store_tenants

from identity_service.config import IdentitySettings
from identity_service.domain.organisation import tenants
from identity_service.handlers import demo
from identity_service.handlers.events import tenant_event

DATA = files("identity_service") / "data"


def seed(settings: IdentitySettings) -> int:
    """Store and publish what is new; write the demo facts. Return the number of events sent.

    Demo people need DEMO_PASSWORD, the client of the score rebuild SCORING_CLIENT_ID and _SECRET.
    """
    worker = Database(settings.database_worker_url)
    states = tenants(_data("organisation.yaml"))
    _store(worker, states)
    _add_accounts(settings, states)
    return _drain(worker, settings)


def republish(settings: IdentitySettings) -> int:
    """All tenants once more, from the database."""
    worker = Database(settings.database_worker_url)
    with worker.unbound() as connection:
        known = tenant_store.states(connection).values()
        add_events(connection, [tenant_event(state) for state in known])
    return _drain(worker, settings)


def _store(worker: Database, states: list[dict[str, Any]]) -> None:
    with worker.unbound() as connection:
        known = tenant_store.states(connection)
        # What is there belongs to its administrators: a start of the stack takes no change back.
        new = [state for state in states if state["tenant_id"] not in known]
        store_tenants(connection, new)
        add_events(connection, [tenant_event(state) for state in new])


def _add_accounts(settings: IdentitySettings, states: list[dict[str, Any]]) -> None:
    ministry = states[0]["tenant_id"]
    wanted = _data("demo.yaml") if settings.demo_password else {"people": [], "clients": []}
    clients = demo.demo_clients(settings, wanted["clients"])
    if settings.scoring_client_id and settings.scoring_client_secret:
        clients.append(demo.rebuild_client(settings, ministry))
    demo.add_people(settings, ministry, wanted["people"])
    demo.add_clients(settings, ministry, clients)
    if settings.demo_file:
        names = {state["tenant_id"]: state["names"][-1]["short_name"] for state in states}
        demo.write_facts(settings.demo_file, settings, wanted["people"], clients, names)


def _drain(worker: Database, settings: IdentitySettings) -> int:
    relay = Relay("identity", worker, settings.kafka_bootstrap, settings.kafka_topic_prefix)
    return relay.drain()


def _data(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return found
