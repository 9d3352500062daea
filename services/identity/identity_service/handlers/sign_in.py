"""Sign-in and sessions of people: argon2, rotating refresh tokens, one hat at a time."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error
from chassis.audit import TOPIC as AUDIT
from chassis.database import Database
from chassis.outbox import add_events
from chassis.problems import Unauthenticated
from chassis.revocations import TOPIC as REVOCATIONS
from contracts.codec import Event, new_event
from sqlalchemy import Connection, Row

from identity_service.domain.roles import PERMISSIONS
from identity_service.handlers.tokens import Issuer, Subject
from identity_service.store import sessions

SESSION_DAYS = 1
HASHER = PasswordHasher()
# Verified when the username is unknown, so that the time taken tells nothing.
NOBODY = HASHER.hash(secrets.token_urlsafe(16))


@dataclass(frozen=True)
class Signed:
    """What a browser gets: both tokens, and how many hats the person may choose from."""

    access: str
    refresh: str
    hats: int


def sign_in(database: Database, issuer: Issuer, username: str, password: str) -> Signed | None:
    """None for a wrong name or password, for a revoked person, and for one without a grant."""
    with database.unbound() as connection:
        row = sessions.credentials(connection, username.strip().lower())
        if not _matches(row.password_hash if row else NOBODY, password) or row is None:
            return None
        hats = sessions.hats(connection, str(row.person_id))
        if not hats:
            return None
        session_id, refresh, csrf = str(uuid.uuid4()), secrets.token_urlsafe(32), _csrf()
        sessions.begin(
            connection,
            {
                "session_id": session_id,
                "person_id": row.person_id,
                "grant_id": hats[0].grant_id,
                "refresh_hash": _hash(refresh),
                "csrf": csrf,
                "expires_at": _ends(),
            },
        )
        add_events(connection, [_entry("sign-in", str(row.person_id), hats[0])])
    subject = _subject(str(row.person_id), session_id, hats[0], csrf)
    return Signed(issuer.token(subject), refresh, len(hats))


def refresh(database: Database, issuer: Issuer, token: str) -> Signed | None:
    """New tokens for a living session; a refresh token used twice ends the session."""
    with database.unbound() as connection:
        row = sessions.by_refresh(connection, _hash(token))
        if row is None:
            return None
        hats = sessions.hats(connection, str(row.person_id))
        worn = next((hat for hat in hats if hat.grant_id == row.grant_id), None)
        if worn is None or not (row.current or row.fresh):
            _end(connection, str(row.session_id), str(worn.tenant_id) if worn else None)
            return None
        renewed = token
        # Two tabs may come at once: the second one, within seconds, keeps what the first made.
        if row.current:
            renewed = secrets.token_urlsafe(32)
            sessions.rotate(connection, str(row.session_id), _hash(renewed), _ends())
    subject = _subject(str(row.person_id), str(row.session_id), worn, row.csrf)
    return Signed(issuer.token(subject), renewed, len(hats))


def hats_of(database: Database, person_id: str) -> list[Row[Any]]:
    with database.unbound() as connection:
        return sessions.hats(connection, person_id)


def wear(database: Database, issuer: Issuer, person_id: str, session: str, grant_id: str) -> str:
    """A new access token under another hat; raise Unauthenticated when it is not theirs."""
    with database.unbound() as connection:
        hats = sessions.hats(connection, person_id)
        worn = next((hat for hat in hats if str(hat.grant_id) == grant_id), None)
        if worn is None:
            raise Unauthenticated
        sessions.wear(connection, session, grant_id)
        csrf = sessions.csrf(connection, session)
    return issuer.token(_subject(person_id, session, worn, csrf))


def sign_out(database: Database, session_id: str, tenant_id: str) -> None:
    with database.unbound() as connection:
        _end(connection, session_id, tenant_id)


def revocation(kind: str, identifier: str, tenant_id: str) -> Event:
    payload = {"kind": kind, "id": identifier, "revoked_at": datetime.now(UTC).isoformat()}
    return new_event(REVOCATIONS, tenant_id, payload)


def _end(connection: Connection, session_id: str, tenant_id: str | None) -> None:
    sessions.end(connection, session_id)
    add_events(connection, [revocation("session", session_id, tenant_id or session_id)])


def _matches(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except Argon2Error:
        return False


def _subject(person_id: str, session_id: str, hat: Row[Any], csrf: str) -> Subject:
    return Subject(
        person_id,
        session_id,
        "person",
        hat.name,
        hat.role,
        str(hat.tenant_id),
        PERMISSIONS[hat.role],
        hat.unit_types,
        csrf,
    )


def _entry(verb: str, person_id: str, hat: Row[Any]) -> Event:
    payload = {
        "entry_id": str(uuid.uuid4()),
        "actor": person_id,
        "actor_kind": "person",
        "action": f"identity.session.{verb}",
        "subject": person_id,
        "detail": {"role": hat.role},
    }
    return new_event(AUDIT, str(hat.tenant_id), payload)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _csrf() -> str:
    return secrets.token_urlsafe(16)


def _ends() -> datetime:
    return datetime.now(UTC) + timedelta(days=SESSION_DAYS)
