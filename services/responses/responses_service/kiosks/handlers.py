"""A key locks a browser to one collection point; whoever holds it answers there as a kiosk."""

import hashlib
import secrets
import uuid
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from chassis.audit import audit
from chassis.auth import Principal
from chassis.database import Database, Scope
from chassis.outbox import Relay, add_events
from chassis.problems import FieldFault, Invalid, NotFound
from chassis.reading import bounded
from contracts.codec import Event, new_event

from responses_service.assisted.handlers import point_for
from responses_service.config import ResponsesSettings
from responses_service.intake.handlers.taking import Intake
from responses_service.kiosks import store as kiosks
from responses_service.shared import tenants
from responses_service.shared.form_rules import is_label
from responses_service.shared.units import State

DEVICES = "responses.devices.v1"
NAMES = ("device_id", "point_id", "key_hash", "name", "status")
MOST_WAITING = 1_000_000


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def register(database: Database, intake: Intake, by: Principal, wish: Mapping[str, Any]) -> State:
    """A new kiosk: device_id, point (its state), name, key; the key is told this once.

    Raise NotFound, Invalid.
    """
    name = str(wish.get("name", "")).strip()
    faults = [] if wish.get("point") else [FieldFault("point", "is required")]
    if not name or not is_label(name):
        faults.append(FieldFault("name", "must be text of at most 120 printable characters"))
    if faults:
        raise Invalid(faults=faults)
    point = point_for(database, intake, by, wish["point"])
    key, tenant = secrets.token_urlsafe(32), point["tenant_id"]
    row = {
        **{"device_id": str(uuid.uuid4()), "point_id": point["point_id"], "tenant_id": tenant},
        **{"name": name, "key_hash": hash_of(key), "status": "active"},
    }
    with database.scope(by.scope) as connection:
        tenants.write_as(connection, tenant)
        kiosks.add(connection, row)
        entry = audit(by, "responses.kiosks.register", row["device_id"], tenant, name=name)
        add_events(connection, [_event(row), entry])
    return {"device_id": row["device_id"], "point": point, "name": name, "key": key}


def revoke(database: Database, by: Principal, device_id: str) -> None:
    """Its browser answers as any other from now on. Raise NotFound."""
    with database.scope(by.scope) as connection:
        row = kiosks.revoke(connection, device_id)
        if row is None:
            raise NotFound
        entry = audit(by, "responses.kiosks.revoke", device_id, str(row.tenant_id))
        add_events(connection, [_event({**row._mapping}), entry])


def report(database: Database, intake: Intake, kiosk: State, waiting: int | None) -> None:
    """What a kiosk says of its queue, now; None: no number. Raise Invalid, NotFound."""
    number = bounded("waiting", waiting, 0, MOST_WAITING)
    point = point_of(intake, kiosk)
    if point is None:
        raise NotFound
    with database.scope(Scope(point["tenant_id"])) as connection:
        kiosks.report(connection, kiosk["device_id"], number)


def point_of(intake: Intake, kiosk: State) -> State | None:
    found: State | None = intake.projection.states["forms.collection-points.v1"].get(
        kiosk["point_id"]
    )
    return found


def republish(settings: ResponsesSettings) -> int:
    """Every kiosk once more, from the database; return the number of events sent."""
    with closing(Database(settings.database_worker_url)) as worker:
        with worker.unbound() as connection:
            rows = kiosks.everywhere(connection)
            add_events(connection, [_event({**row._mapping}) for row in rows])
        relay = Relay("responses", worker, settings.kafka_bootstrap, settings.kafka_topic_prefix)
        return relay.drain()


def _event(row: Mapping[str, Any]) -> Event:
    return new_event(DEVICES, str(row["tenant_id"]), {name: str(row[name]) for name in NAMES})
