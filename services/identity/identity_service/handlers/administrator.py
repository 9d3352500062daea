"""`administrator`: makes the ministry's first holder of a role that only its own holders give: the
administrator, from whom other people come, or the statistician."""

import uuid
from contextlib import closing

from chassis import clock
from chassis.audit import entry
from chassis.database import Database, Scope
from chassis.outbox import add_events
from chassis.tenants import states

from identity_service.config import IdentitySettings
from identity_service.domain.accounts import LONGEST_LINE, Account, Grant
from identity_service.domain.passwords import LONGEST, SHORTEST
from identity_service.domain.roles import kept_by_its_own
from identity_service.domain.usernames import HELP, is_username, normal
from identity_service.handlers.passwords import HASHER
from identity_service.store import grants, people, tenants

ROLES = sorted(kept_by_its_own())
ACTOR = "identity-administrator"


class CommandError(Exception):
    """Nothing was made; the message says why and what to do."""


def make_administrator(
    settings: IdentitySettings,
    username: str,
    name: str,
    password: str,
    *,
    role: str,
    beside_others: bool,
) -> None:
    """`role` is one of ROLES. Who runs this holds the server; the audit trail
    says that it was done so.

    Raise CommandError for a name or password that cannot be, before the seed, and while somebody
    holds the role already, unless `beside_others` says that they cannot help.
    """
    username, name = normal(username), name.strip()
    if not is_username(username):
        raise CommandError(f"the username must have {HELP}")
    if not (name and name.isprintable() and len(name) <= LONGEST_LINE):
        raise CommandError(f"the name must be one line of at most {LONGEST_LINE} characters")
    if not SHORTEST <= len(password) <= LONGEST:
        raise CommandError(f"the password must have {SHORTEST} to {LONGEST} characters")
    ministry = _ministry(settings)
    person: Account = {
        "person_id": str(uuid.uuid4()),
        "tenant_id": ministry,
        "username": username,
        "name": name,
        "division": "",
        "password_hash": HASHER.hash(password),
    }
    with (
        closing(Database(settings.database_web_url)) as web,
        web.scope(Scope(ministry)) as connection,
    ):
        # Of two who run this at once, one waits and then finds the other's.
        tenants.lock(connection)
        if people.holders(connection, role) and not beside_others:
            raise CommandError(
                f"there is a {role} already, who can make others on the page 'Organisasi'."
                " When none of them can sign in any more: --beside-others"
            )
        if not people.add_person(connection, person):
            raise CommandError(f"the username {username} is taken; choose another")
        grants.add_grant(connection, _grant(person, role))
        told = {"username": username, "role": role, "beside_others": beside_others}
        action = "identity.administrator.make"
        made = entry(ACTOR, "service", action, person["person_id"], ministry, **told)
        add_events(connection, [made])


def _ministry(settings: IdentitySettings) -> str:
    with (
        closing(Database(settings.database_worker_url)) as worker,
        worker.unbound() as connection,
    ):
        for state in states(connection).values():
            if state["kind"] == "ministry":
                return str(state["tenant_id"])
    raise CommandError("there is no ministry yet: run `seed` first")


def _grant(person: Account, role: str) -> Grant:
    return {
        "grant_id": str(uuid.uuid4()),
        "person_id": person["person_id"],
        "tenant_id": person["tenant_id"],
        "role": role,
        "unit_types": [],
        "valid_from": clock.today(),
        "valid_to": None,
    }
