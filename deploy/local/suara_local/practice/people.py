"""People of the practice ministry, one for each role, and two other systems that ask: after `seed`
of identity; safe to repeat."""

import uuid
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from chassis.config import read_settings
from chassis.database import Database, Scope
from chassis.outbox import add_events
from identity_service.config import IdentitySettings
from identity_service.domain.accounts import Account, Grant
from identity_service.domain.organisation import NAMESPACE, tenant_id
from identity_service.handlers.clients import seed_client
from identity_service.handlers.events import seed_entry
from identity_service.handlers.passwords import HASHER
from identity_service.handlers.seed import drain, organisation
from identity_service.store import grants, people
from sqlalchemy import Connection, text

WANTED = Path(__file__).with_name("people.yaml")
# Long past, so that the demo works whatever the clock says.
SINCE = date(2020, 1, 1)
Facts = dict[str, Any]


def begin(environment: Mapping[str, str], password: str) -> Facts:
    """Add those who are not there yet, all with one password; `environment` is that of identity.
    Return how they sign in."""
    settings = read_settings(IdentitySettings, environment)
    wanted, states = yaml.safe_load(WANTED.read_text(encoding="utf-8")), organisation()
    clients = [_client(row, password) for row in wanted["clients"]]
    with (
        closing(Database(settings.database_web_url)) as web,
        web.scope(Scope(states[0]["tenant_id"])) as connection,
    ):
        _add_people(connection, wanted["people"], password)
        for row in clients:
            seed_client(connection, row)
    with closing(Database(settings.database_worker_url)) as worker:
        drain(worker, settings)
    names = {state["tenant_id"]: state["names"][-1]["short_name"] for state in states}
    return {
        "people": [_person_facts(person, password, names) for person in wanted["people"]],
        "clients": [_client_facts(row) for row in clients],
    }


def _client(row: dict[str, Any], password: str) -> dict[str, Any]:
    secret = f"{password}-{row['client_id']}"
    return {**row, "client_secret": secret, "tenant_id": tenant_id(row["tenant"])}


def _client_facts(row: dict[str, Any]) -> Facts:
    told = ("client_id", "client_secret", "scope")
    return {**{name: row[name] for name in told}, "tenant": row["tenant_id"]}


def _person_facts(person: dict[str, Any], password: str, names: dict[str, str]) -> Facts:
    home = tenant_id(person["tenant"])
    return {
        "role": person["role"],
        "username": person["username"],
        "password": password,
        "tenant": home,
        "tenant_code": person["tenant"],
        "tenant_name": names[home],
    }


def _add_people(connection: Connection, wanted: list[dict[str, Any]], password: str) -> None:
    """argon2 is paid once for all who are not there yet: they have one password."""
    known = {*connection.execute(text("SELECT username FROM people")).scalars()}
    missing = [person for person in wanted if person["username"] not in known]
    password_hash = HASHER.hash(password) if missing else ""
    for person in missing:
        _add_person(connection, person, password_hash)


def _add_person(connection: Connection, person: dict[str, Any], password_hash: str) -> None:
    username, home = person["username"], tenant_id(person["tenant"])
    person_id = str(uuid.uuid5(NAMESPACE, f"person:{username}"))
    row: Account = {
        "person_id": person_id,
        "tenant_id": home,
        "username": username,
        "name": person["name"],
        "division": person.get("division", ""),
        "password_hash": password_hash,
    }
    people.add_person(connection, row)
    entries = [seed_entry("identity.person.add", person_id, home)]
    for number, grant in enumerate(person.get("grants") or [person]):
        held: Grant = {
            "grant_id": str(uuid.uuid5(NAMESPACE, f"grant:{username}:{number}")),
            "person_id": person_id,
            "tenant_id": tenant_id(grant["tenant"]),
            "role": grant["role"],
            "unit_types": grant.get("unit_types", []),
            "valid_from": SINCE,
            "valid_to": None,
        }
        grants.add_grant(connection, held)
        action, where = "identity.grant.add", held["tenant_id"]
        entries.append(seed_entry(action, person_id, where, role=grant["role"]))
    add_events(connection, entries)
