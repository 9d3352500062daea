"""What a ministry begins with: its tenants, and the client of the score rebuild; safe to repeat.
And `republish`."""

from contextlib import closing
from importlib.resources import files
from typing import Any

import yaml
from chassis import tenants as tenant_store
from chassis.database import Database, Scope
from chassis.outbox import Relay, add_events
from chassis.tenant_tree import store_tenants

from identity_service.config import IdentitySettings
from identity_service.domain.organisation import tenants
from identity_service.domain.roles import REBUILD_SCOPES
from identity_service.handlers.clients import seed_client
from identity_service.handlers.events import tenant_event

DATA = files("identity_service") / "data"


def seed(settings: IdentitySettings) -> int:
    """Store and publish what is new. Return the number of events sent.

    The client of the score rebuild needs SCORING_CLIENT_ID and _SECRET.
    """
    with closing(Database(settings.database_worker_url)) as worker:
        states = organisation()
        _store(worker, states)
        if settings.scoring_client_id and settings.scoring_client_secret:
            _add_rebuild_client(settings, states[0]["tenant_id"])
        return drain(worker, settings)


def republish(settings: IdentitySettings) -> int:
    """All tenants once more, from the database."""
    with closing(Database(settings.database_worker_url)) as worker:
        with worker.unbound() as connection:
            known = tenant_store.states(connection).values()
            add_events(connection, [tenant_event(state) for state in known])
        return drain(worker, settings)


def organisation() -> list[dict[str, Any]]:
    """The states of all tenants, the ministry first."""
    return tenants(yaml.safe_load((DATA / "organisation.yaml").read_text(encoding="utf-8")))


def drain(worker: Database, settings: IdentitySettings) -> int:
    relay = Relay("identity", worker, settings.kafka_bootstrap, settings.kafka_topic_prefix)
    return relay.drain()


def _store(worker: Database, states: list[dict[str, Any]]) -> None:
    with worker.unbound() as connection:
        known = tenant_store.states(connection)
        # What is there belongs to its administrators: a start of the stack takes no change back.
        new = [state for state in states if state["tenant_id"] not in known]
        store_tenants(connection, new)
        add_events(connection, [tenant_event(state) for state in new])


def _add_rebuild_client(settings: IdentitySettings, ministry: str) -> None:
    """The scoring service itself: the one client that reads the raw record."""
    row = {
        "client_id": settings.scoring_client_id,
        "client_secret": settings.scoring_client_secret,
        "name": "Rebuild of scores from the record",
        "scope": " ".join(REBUILD_SCOPES),
        "tenant_id": ministry,
    }
    with (
        closing(Database(settings.database_web_url)) as web,
        web.scope(Scope(ministry)) as connection,
    ):
        seed_client(connection, row)
