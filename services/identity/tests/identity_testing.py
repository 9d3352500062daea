"""For tests: people and grants put into the database as the seed does it, by no administrator."""

import uuid
from datetime import date
from importlib.resources import files
from typing import Any

import yaml
from chassis.database import Database, Scope
from chassis.principal import Principal
from identity_service.domain.organisation import tenant_id, tenants
from identity_service.domain.roles import PERMISSIONS
from identity_service.handlers.passwords import RANDOM_HASHER
from identity_service.store import grants, people, sessions

MINISTRY = tenant_id("KEMENKUMHAM")
_ORGANISATION = (files("identity_service") / "data" / "organisation.yaml").read_text("utf-8")
# The codes of the seed's tenants; tests of imports add others.
SEEDED = {state["code"] for state in tenants(yaml.safe_load(_ORGANISATION))}
PASSWORD = "the password of a made account"  # noqa: S105
HASH = RANDOM_HASHER.hash(PASSWORD)


def account(
    home: str, *hats: tuple[str, str], status: str = "active", **dates: date
) -> dict[str, Any]:
    """To be stored: `hats` are (role, code of the tenant)."""
    person_id = str(uuid.uuid4())
    grant = {"person_id": person_id, "unit_types": [], "valid_from": date(2020, 1, 1)}
    return {
        "person_id": person_id,
        "tenant_id": tenant_id(home),
        "username": f"made.{person_id[:13]}",
        "name": "Orang Uji",
        "division": "",
        "password_hash": HASH,
        "status": status,
        "grants": [
            {
                **grant,
                "grant_id": str(uuid.uuid4()),
                "role": role,
                "tenant_id": tenant_id(code),
                "valid_to": None,
                **dates,
            }
            for role, code in hats
        ],
    }


def store(web: Database, *made: dict[str, Any]) -> None:
    """As the web role."""
    with web.scope(Scope(MINISTRY)) as connection:
        people.add_people(connection, list(made))
        for each in made:
            for grant in each["grants"]:
                grants.add_grant(connection, grant)
            if each["status"] != "active":
                people.set_status(connection, each["person_id"], each["status"])


def principal_of(signin: Database, person_id: str) -> Principal:
    """As a token under their newest hat would tell of them now."""
    with signin.unbound() as connection:
        hat = sessions.hats(connection, person_id)[0]
    known = (person_id, "s", "person", hat.name, hat.role, str(hat.tenant_id), ())
    return Principal(*known, PERMISSIONS[hat.role], made_by=tuple(hat.makers))
