"""Demo people and API clients of the seed, and the file of facts that tells how to sign in."""

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from chassis.audit import entry
from chassis.database import Database, Scope
from chassis.outbox import add_events
from sqlalchemy import Connection

from identity_service.config import IdentitySettings
from identity_service.domain.organisation import NAMESPACE, tenant_id
from identity_service.domain.roles import REBUILD_SCOPES
from identity_service.handlers.passwords import HASHER
from identity_service.store import clients, grants, people

# Long past, so that the demo works whatever the clock says.
SINCE = date(2020, 1, 1)
SEED = "identity-seed"
Rows = list[dict[str, Any]]


def add_people(settings: IdentitySettings, ministry: str, wanted: Rows) -> None:
    """Those of `wanted` who are not yet there; argon2 is paid for these alone."""
    with _as_ministry(settings, ministry) as connection:
        known = people.known_usernames(connection)
        for person in wanted:
            if person["username"] not in known:
                _add_person(connection, person, settings.demo_password)


def add_clients(settings: IdentitySettings, ministry: str, wanted: Rows) -> None:
    """Those of `wanted` that are not yet there; rows as `demo_clients` gives them."""
    with _as_ministry(settings, ministry) as connection:
        known = clients.known_clients(connection)
        for row in wanted:
            if row["client_id"] not in known:
                secret_hash = HASHER.hash(row["client_secret"])
                clients.add_client(connection, {**row, "secret_hash": secret_hash})
                _note(connection, "identity.client.add", row["client_id"], row["tenant_id"])


def demo_clients(settings: IdentitySettings, wanted: Rows) -> Rows:
    return [
        {
            "client_id": row["client_id"],
            "client_secret": f"{settings.demo_password}-{row['client_id']}",
            "name": row["name"],
            "scope": row["scope"],
            "tenant_id": tenant_id(row["tenant"]),
        }
        for row in wanted
    ]


def rebuild_client(settings: IdentitySettings, ministry: str) -> dict[str, Any]:
    """The scoring service itself: the one client that reads the raw record."""
    return {
        "client_id": settings.scoring_client_id,
        "client_secret": settings.scoring_client_secret,
        "name": "Rebuild of scores from the record",
        "scope": " ".join(REBUILD_SCOPES),
        "tenant_id": ministry,
    }


def write_facts(
    path: str, settings: IdentitySettings, persons: Rows, clients_: Rows, names: dict[str, str]
) -> None:
    """For the owner of the demo alone: the file holds passwords."""
    facts = {
        "people": [_person_facts(person, settings.demo_password, names) for person in persons],
        "clients": [
            {
                "client_id": row["client_id"],
                "client_secret": row["client_secret"],
                "scope": row["scope"],
                "tenant": row["tenant_id"],
            }
            for row in clients_
        ],
    }
    file = Path(path)
    file.touch(mode=0o600)
    file.write_bytes(orjson.dumps(facts, option=orjson.OPT_INDENT_2))


def _as_ministry(settings: IdentitySettings, ministry: str) -> Any:
    return Database(settings.database_web_url).scope(Scope(ministry))


def _person_facts(person: dict[str, Any], password: str, names: dict[str, str]) -> dict[str, Any]:
    home = tenant_id(person["tenant"])
    return {
        "role": person["role"],
        "username": person["username"],
        "password": password,
        "tenant": home,
        "tenant_code": person["tenant"],
        "tenant_name": names[home],
    }


def _add_person(connection: Connection, person: dict[str, Any], password: str) -> None:
    username, home = person["username"], tenant_id(person["tenant"])
    person_id = str(uuid.uuid5(NAMESPACE, f"person:{username}"))
    row = {
        "person_id": person_id,
        "tenant_id": home,
        "username": username,
        "name": person["name"],
        "division": person.get("division", ""),
        "password_hash": HASHER.hash(password),
    }
    people.add_person(connection, row)
    _note(connection, "identity.person.add", person_id, home)
    for number, grant in enumerate(person.get("grants") or [person]):
        row = {
            "grant_id": str(uuid.uuid5(NAMESPACE, f"grant:{username}:{number}")),
            "person_id": person_id,
            "tenant_id": tenant_id(grant["tenant"]),
            "role": grant["role"],
            "unit_types": grant.get("unit_types", []),
            "valid_from": SINCE,
            "valid_to": None,
        }
        grants.add_grant(connection, row)
        _note(connection, "identity.grant.add", person_id, row["tenant_id"], role=grant["role"])


def _note(connection: Connection, action: str, subject: str, tenant: str, **detail: Any) -> None:
    add_events(connection, [entry(SEED, "service", action, subject, tenant, **detail)])
