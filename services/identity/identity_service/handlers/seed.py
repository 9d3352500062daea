"""The seeded ministry: tenants, one demo person per role, API clients; safe to repeat."""

import uuid
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
import yaml
from chassis.database import Database, Scope
from chassis.outbox import Relay, add_events
from chassis.tenant_tree import TOPIC, store_tenants
from contracts.codec import Event, new_event

from identity_service.config import IdentitySettings
from identity_service.domain.organisation import NAMESPACE, tenant_id, tenants
from identity_service.handlers.sign_in import HASHER
from identity_service.store import clients, people
from identity_service.store import tenants as tenant_store

DATA = files("identity_service") / "data"


def seed(settings: IdentitySettings) -> int:
    """Store and publish what is new; write the demo facts. Return the number of events sent."""
    worker = Database(settings.database_worker_url)
    states = tenants(_read("organisation.yaml"))
    with worker.unbound() as connection:
        known = tenant_store.states(connection)
        changed = [state for state in states if known.get(state["tenant_id"]) != state]
        if changed:
            store_tenants(connection, changed)
        add_events(connection, [tenant_event(state) for state in changed])
    demo = _read("demo.yaml")
    if settings.demo_password:
        _add_demo(settings, demo, states[0]["tenant_id"])
    if settings.demo_file:
        names = {state["tenant_id"]: state["names"][-1]["short_name"] for state in states}
        facts = _facts(settings, demo, names)
        Path(settings.demo_file).write_bytes(orjson.dumps(facts, option=orjson.OPT_INDENT_2))
    return Relay("identity", worker, settings.kafka_bootstrap, settings.kafka_topic_prefix).drain()


def tenant_event(state: dict[str, Any]) -> Event:
    return new_event(TOPIC, state["tenant_id"], state)


def republish(settings: IdentitySettings) -> int:
    """All tenants once more, from the database."""
    worker = Database(settings.database_worker_url)
    with worker.unbound() as connection:
        states = tenant_store.states(connection).values()
        add_events(connection, [tenant_event(state) for state in states])
    return Relay("identity", worker, settings.kafka_bootstrap, settings.kafka_topic_prefix).drain()


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return found


def _add_demo(settings: IdentitySettings, demo: dict[str, Any], ministry: str) -> None:
    database = Database(settings.database_web_url)
    with database.scope(Scope(ministry)) as connection:
        known = people.known_usernames(connection)
        password_hash = HASHER.hash(settings.demo_password)
        for person in demo["people"]:
            if person["username"] not in known:
                _add_person(connection, person, password_hash)
        for row in _clients(settings, demo):
            secret_hash = HASHER.hash(row["client_secret"])
            clients.add_client(connection, {**row, "secret_hash": secret_hash})


def _add_person(connection: Any, person: dict[str, Any], password_hash: str) -> None:
    person_id = str(uuid.uuid5(NAMESPACE, f"person:{person['username']}"))
    people.add_person(
        connection,
        {
            "person_id": person_id,
            "tenant_id": tenant_id(person["tenant"]),
            "username": person["username"],
            "name": person["name"],
            "password_hash": password_hash,
        },
    )
    for number, grant in enumerate(person.get("grants") or [person]):
        people.add_grant(
            connection,
            {
                "grant_id": str(uuid.uuid5(NAMESPACE, f"grant:{person['username']}:{number}")),
                "person_id": person_id,
                "tenant_id": tenant_id(grant["tenant"]),
                "role": grant["role"],
                "unit_types": grant.get("unit_types", []),
                "valid_from": date(2026, 1, 1),
            },
        )


def _clients(settings: IdentitySettings, demo: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [
        {
            "client_id": row["client_id"],
            "client_secret": f"{settings.demo_password}-{row['client_id']}",
            "name": row["name"],
            "scope": row["scope"],
            "tenant_id": tenant_id(row["tenant"]),
        }
        for row in demo["clients"]
    ]
    if settings.scoring_client_id:
        rebuild = {
            "client_id": settings.scoring_client_id,
            "client_secret": settings.scoring_client_secret,
            "name": "Rebuild of scores from the record",
            "scope": "records.read",
            "tenant_id": tenant_id("KEMENKUMHAM"),
        }
        rows.append(rebuild)
    return rows


def _facts(
    settings: IdentitySettings, demo: dict[str, Any], names: dict[str, str]
) -> dict[str, Any]:
    return {
        "people": [
            {
                "role": person["role"],
                "username": person["username"],
                "password": settings.demo_password,
                "tenant": tenant_id(person["tenant"]),
                "tenant_code": person["tenant"],
                "tenant_name": names[tenant_id(person["tenant"])],
            }
            for person in demo["people"]
        ],
        "clients": [
            {
                "client_id": row["client_id"],
                "client_secret": row["client_secret"],
                "scope": row["scope"],
                "tenant": row["tenant_id"],
            }
            for row in _clients(settings, demo)
        ],
    }
