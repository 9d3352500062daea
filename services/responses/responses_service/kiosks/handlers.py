"""A key locks a browser to one collection point; whoever holds it answers there as a kiosk."""

import secrets
import uuid
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from chassis import tenants
from chassis.audit import audit
from chassis.database import Database, Scope
from chassis.events import new_event
from chassis.outbox import Relay, add_events
from chassis.principal import Principal
from chassis.problems import FieldFault, Invalid, NotFound
from chassis.reading import bounded
from contracts.codec import Event
from sqlalchemy import Row

from responses_service.config import ResponsesSettings
from responses_service.kiosks import store
from responses_service.kiosks.rules import MOST_WAITING, SHOWN
from responses_service.shared.addresses import KIOSK
from responses_service.shared.arrival import kiosk_hash
from responses_service.shared.context import Context
from responses_service.shared.projection import State
from responses_service.shared.submission_rules import NO_LABEL, is_label
from responses_service.shared.units import point_for, unit_of

DEVICES = "responses.devices.v1"
NAMES = ("device_id", "point_id", "key_hash", "name", "status")


def register(database: Database, context: Context, by: Principal, wish: Mapping[str, Any]) -> State:
    """A new kiosk: device_id, point (its state), name, key; the key is told this once.

    Raise NotFound, Invalid.
    """
    name = str(wish.get("name", "")).strip()
    faults = [] if wish.get("point") else [FieldFault("point", "is required")]
    if not name or not is_label(name):
        faults.append(FieldFault("name", NO_LABEL))
    if faults:
        raise Invalid(faults=faults)
    point = point_for(database, context, by, wish["point"])
    key, tenant = secrets.token_urlsafe(32), point["tenant_id"]
    row = {
        "device_id": str(uuid.uuid4()),
        "point_id": point["point_id"],
        "tenant_id": tenant,
        "name": name,
        "key_hash": kiosk_hash(key),
        "status": "active",
    }
    with database.scope(by.scope) as connection:
        tenants.write_as(connection, tenant)
        store.add(connection, row)
        entry = audit(by, "responses.kiosks.register", row["device_id"], tenant, name=name)
        add_events(connection, [_event(row), entry])
    return {"device_id": row["device_id"], "point": point, "name": name, "key": key}


def revoke(database: Database, by: Principal, device_id: str) -> None:
    """Its browser answers as any other from now on; told once, however often it is asked. Raise
    NotFound."""
    with database.scope(by.scope) as connection:
        row = store.revoke(connection, device_id)
        if row is None:
            if not store.is_there(connection, device_id):
                raise NotFound
            return
        entry = audit(by, "responses.kiosks.revoke", device_id, str(row.tenant_id))
        add_events(connection, [_event({**row._mapping}), entry])


def report(database: Database, context: Context, kiosk: State, waiting: int | None) -> None:
    """What a kiosk says of its queue, now; None: no number. Raise Invalid, NotFound."""
    number = bounded("waiting", waiting, 0, MOST_WAITING)
    point = point_of(context, kiosk)
    if point is None:
        raise NotFound
    with database.scope(Scope(point["tenant_id"])) as connection:
        store.report(connection, kiosk["device_id"], number)


def of_unit(database: Database, by: Principal, code: object) -> tuple[State, list[Row[Any]]]:
    """The unit of the code, else the caller's own, and its kiosks. Raise NotFound."""
    with database.scope(by.scope) as connection:
        unit = unit_of(connection, by, code)
        return unit, store.of_unit(connection, unit["tenant_id"], SHOWN)


def link_of(base_url: str, key: str) -> str:
    """The key stands behind `#`: a browser keeps that part to itself, so no log has it."""
    return f"{base_url}{KIOSK}#k={key}"


def point_of(context: Context, kiosk: State) -> State | None:
    found: State | None = context.projection.states["forms.collection-points.v1"].get(
        kiosk["point_id"]
    )
    return found


def republish(settings: ResponsesSettings) -> int:
    """Every kiosk once more, from the database; return the number of events sent."""
    with closing(Database(settings.database_worker_url)) as worker:
        with worker.unbound() as connection:
            rows = store.everywhere(connection)
            add_events(connection, [_event({**row._mapping}) for row in rows])
        relay = Relay("responses", worker, settings.kafka_bootstrap, settings.kafka_topic_prefix)
        return relay.drain()


def _event(row: Mapping[str, Any]) -> Event:
    return new_event(DEVICES, str(row["tenant_id"]), {name: str(row[name]) for name in NAMES})
