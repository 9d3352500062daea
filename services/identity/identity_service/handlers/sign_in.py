"""Sign-in and sessions of people: rotating refresh tokens, one hat at a time."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chassis import clock
from chassis.audit import entry
from chassis.auth import repeats
from chassis.database import Database
from chassis.outbox import add_events
from chassis.problems import NotFound
from chassis.second_person import shortened
from chassis.tenant_tree import is_practice, name_on
from contracts.codec import Event
from sqlalchemy import Connection, Row

from identity_service.domain.roles import PERMISSIONS
from identity_service.domain.sign_in_times import SESSION_DAYS
from identity_service.domain.usernames import is_username, normal
from identity_service.handlers.events import revocation
from identity_service.handlers.passwords import matches
from identity_service.handlers.tokens import Issuer, Subject
from identity_service.store import sessions


@dataclass(frozen=True)
class Signed:
    """What a browser gets: its tokens, and how many hats the person may choose from.

    `refresh` is empty when the browser has the newest one already.
    """

    access: str
    refresh: str
    hats: int


@dataclass(frozen=True)
class Hat:
    """One grant as the page of the choice shows it."""

    grant_id: str
    role: str
    tenant_id: str
    tenant_name: str
    tenant_code: str


def sign_in(database: Database, issuer: Issuer, username: str, password: str) -> Signed | None:
    """None for a wrong name or password, for a revoked person, and for one without a grant."""
    with database.unbound() as connection:
        name = normal(username)
        row = sessions.credentials(connection, name) if is_username(name) else None
        if not matches(row.password_hash if row else None, password) or row is None:
            return None
        person_id = str(row.person_id)
        hats = sessions.hats(connection, person_id)
        if not hats:
            return None
        session_id, refresh, csrf = str(uuid.uuid4()), _token(), _token()
        sessions.begin(
            connection,
            {
                "session_id": session_id,
                "person_id": person_id,
                "grant_id": hats[0].grant_id,
                "refresh_hash": _hash(refresh),
                "csrf": csrf,
                "expires_at": _ends(),
            },
        )
        add_events(connection, [_entry("begin", person_id, hats[0])])
    subject = _subject(person_id, session_id, hats[0], csrf, len(hats))
    return Signed(issuer.token(subject), refresh, len(hats))


def refresh(database: Database, issuer: Issuer, token: str) -> Signed | None:
    """New tokens for a living session; a refresh token used long after its turn ends the session.

    Two tabs may come at once: the later one, within seconds, keeps the token the first was given.
    """
    with database.unbound() as connection:
        row = sessions.by_refresh(connection, _hash(token))
        if row is None:
            return None
        hats = sessions.hats(connection, str(row.person_id))
        worn = next((hat for hat in hats if hat.grant_id == row.grant_id), None)
        if worn is None or not (row.current or row.fresh):
            _end(connection, row)
            return None
        renewed = _token() if row.current else ""
        if renewed:
            sessions.rotate(connection, str(row.session_id), _hash(renewed), _ends())
    subject = _subject(str(row.person_id), str(row.session_id), worn, row.csrf, len(hats))
    return Signed(issuer.token(subject), renewed, len(hats))


def hats_of(database: Database, person_id: str) -> list[Hat]:
    with database.unbound() as connection:
        return [
            Hat(str(hat.grant_id), hat.role, str(hat.tenant_id), _unit(hat), hat.tenant["code"])
            for hat in sessions.hats(connection, person_id)
        ]


def wear(database: Database, issuer: Issuer, person_id: str, session: str, grant_id: str) -> str:
    """A new access token under another hat; raise NotFound when hat or session is not theirs."""
    with database.unbound() as connection:
        hats = sessions.hats(connection, person_id)
        worn = next((hat for hat in hats if str(hat.grant_id) == grant_id), None)
        csrf = sessions.living(connection, session, person_id)
        if worn is None or csrf is None:
            raise NotFound
        sessions.wear(connection, session, grant_id)
        add_events(connection, [_entry("wear", person_id, worn)])
    return issuer.token(_subject(person_id, session, worn, csrf, len(hats)))


def sign_out(database: Database, token: str, csrf: str) -> bool:
    """End the session of this refresh token, however long its access token has been dead.

    False when `csrf` is not the secret of the living session: another site's form.
    """
    with database.unbound() as connection:
        row = sessions.by_refresh(connection, _hash(token))
        if row is None:
            return True
        if not repeats(csrf, row.csrf):
            return False
        _end(connection, row)
    return True


def _end(connection: Connection, session: Row[Any]) -> None:
    session_id, person_id = str(session.session_id), str(session.person_id)
    home = str(session.home)
    sessions.end(connection, session_id)
    ended = entry(person_id, "person", "identity.session.end", person_id, home)
    add_events(connection, [revocation("session", session_id, home), ended])


def _unit(hat: Row[Any]) -> str:
    """The name of the hat's tenant as it is today."""
    return str(name_on(hat.tenant, hat.today)["short_name"])


def _subject(person_id: str, session_id: str, hat: Row[Any], csrf: str, hats: int) -> Subject:
    return Subject(
        person_id,
        session_id,
        "person",
        hat.name,
        hat.role,
        str(hat.tenant_id),
        PERMISSIONS[hat.role],
        hat.unit_types,
        _unit(hat),
        hat.tenant["code"],
        hats,
        csrf,
        hat.division,
        shortened(hat.makers),
        is_practice(hat.tenant),
    )


def _entry(verb: str, person_id: str, hat: Row[Any]) -> Event:
    action, tenant_id = f"identity.session.{verb}", str(hat.tenant_id)
    return entry(person_id, "person", action, person_id, tenant_id, role=hat.role)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _token() -> str:
    return secrets.token_urlsafe(32)


def _ends() -> datetime:
    return clock.now() + timedelta(days=SESSION_DAYS)
