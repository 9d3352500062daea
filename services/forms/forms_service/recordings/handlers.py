"""Statements read aloud: the ministry's for official items, a unit's for its own questions."""

import hashlib
from typing import Any

from chassis import tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import NotFound, invalid
from contracts.codec import Event
from contracts.form_shapes import Item
from sqlalchemy import Connection, Row

from forms_service.recordings import store
from forms_service.recordings.rules import LARGEST, kind_of
from forms_service.shared.definitions.reading import LANGUAGES
from forms_service.shared.events import as_state, row_event
from forms_service.shared.ids import seed_id
from forms_service.shared.offices import is_ministry
from forms_service.shared.tables import versions
from forms_service.shared.tables.rows import all_rows
from forms_service.shared.units import owner
from forms_service.shared.wording import kilobytes

RECORDINGS = "forms.recordings.v1"
State = dict[str, Any]


def recordable(connection: Connection, by: Principal) -> dict[str, list[Item]]:
    """Items by instrument that the caller may read aloud, of the newest versions."""
    national = is_ministry(tenants.tenant(connection, by.tenant_id) or {})
    found: dict[str, list[Item]] = {}
    for state in versions.form_versions(connection):
        theirs = not state.get("own_of") if national else state["owner_tenant_id"] == by.tenant_id
        if theirs and state["instrument"] not in found:
            items = state["definition"]["items"]
            found[state["instrument"]] = [
                each for each in items if bool(each.get("own")) != national
            ]
    return {code: items for code, items in found.items() if items}


def listed(connection: Connection, by: Principal) -> list[State]:
    return [as_state(row) for row in store.of_tenant(connection, by.tenant_id)]


def add(database: Database, by: Principal, wish: State, data: bytes) -> State:
    """`wish`: instrument, item, language. Raise Invalid; a sound of the same item is replaced."""
    kind = kind_of(data)
    if kind is None:
        raise invalid("file", "must be a sound file: Opus in Ogg, MP3 or WAV")
    if len(data) > LARGEST:
        raise invalid("file", f"must be at most {kilobytes(LARGEST)} kB")
    with database.scope(by.scope) as connection:
        known = recordable(connection, by).get(wish["instrument"], [])
        if wish["item"] not in [item["key"] for item in known]:
            raise invalid("item", "is no item that you may read aloud")
        if wish["language"] not in LANGUAGES:
            raise invalid("language", f"must be one of {', '.join(LANGUAGES)}")
        tenant = owner(connection, by.tenant_id)
        digest = hashlib.sha256(data).hexdigest()
        store.add_file(connection, digest, kind, data)
        key = ":".join((by.tenant_id, wish["instrument"], wish["item"], wish["language"]))
        recording = {
            "instrument": wish["instrument"],
            "item": wish["item"],
            "language": wish["language"],
            "recording_id": seed_id("recording", key),
            "tenant_id": by.tenant_id,
            "official": is_ministry(tenant),
            "sha256": digest,
            "kind": kind,
            "size": len(data),
            "status": "active",
        }
        return _published(connection, by, "add", store.keep(connection, recording))


def withdraw(database: Database, by: Principal, recording_id: str) -> State:
    """Raise NotFound for one that is not there or not the caller's."""
    with database.scope(by.scope) as connection:
        owner(connection, by.tenant_id)
        row = store.withdraw(connection, recording_id)
        if row is None:
            raise NotFound
        return _published(connection, by, "withdraw", row)


def file(database: Database, sha256: str, kind: str) -> bytes:
    """For anybody who knows its name. Raise NotFound."""
    with database.unbound() as connection:
        sound = store.file(connection, sha256, kind)
    if sound is None:
        raise NotFound
    return sound


def every_event(connection: Connection) -> list[Event]:
    """Every recording as it stands."""
    return [
        row_event(RECORDINGS, row) for row in all_rows(connection, "recordings", store.RECORDING)
    ]


def _published(connection: Connection, by: Principal, verb: str, row: Row[Any]) -> State:
    state = as_state(row)
    about = {name: state[name] for name in ("instrument", "item", "language", "sha256")}
    entry = audit(by, f"forms.recording.{verb}", state["recording_id"], state["tenant_id"], **about)
    add_events(connection, [row_event(RECORDINGS, row), entry])
    return state
