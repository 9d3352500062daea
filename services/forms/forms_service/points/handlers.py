"""Add, change, retire and move collection points; for the API, the pages and imports.

A code never dies with its point: what is printed hangs for years, so a retired point goes on
opening today's survey of its unit, and a moved one that of its new unit.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from chassis import tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.fields import Fields
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import FieldFault, Invalid, NotFound, invalid
from chassis.tenant_tree import is_practice
from contracts.codec import Event
from contracts.typed_code import is_code, normalise, random_code
from sqlalchemy import Connection, Row

from forms_service.points import store
from forms_service.shared.definitions.reading import LANGUAGES
from forms_service.shared.events import POINTS, as_state, row_event
from forms_service.shared.hours import faults
from forms_service.shared.presets import CHANNELS, Preset, load_presets, missing
from forms_service.shared.tables.rows import all_rows
from forms_service.shared.units import owner

State = dict[str, Any]
EDITABLE = ("name", "place", "channel", "hours", "languages")


def add_point(database: Database, by: Principal, body: State) -> State:
    """A place or channel with a new code of its own, perhaps from a `preset`. Raise Invalid."""
    tenant_id, point = _point(body, ("tenant", "preset", *EDITABLE))
    with database.scope(by.scope) as connection:
        owner(connection, tenant_id)
        return _add(connection, by, {**point, "tenant_id": tenant_id})


def add_usual(database: Database, by: Principal, tenant_id: str, language: str) -> list[State]:
    """A point for each usual place of the unit's type that has none; a repetition adds nothing."""
    with database.scope(by.scope) as connection:
        unit_type = owner(connection, tenant_id)["unit_type"]
        store.add_alone(connection, tenant_id)
        rows = store.points_of(connection, tenant_id)
        held = [row.preset for row in rows if row.status == "active"]
        wanted = missing(load_presets(), unit_type, held)
        return [
            _add(connection, by, {**from_preset(each, language), "tenant_id": tenant_id})
            for each in wanted
        ]


def change_point(database: Database, by: Principal, code: str, body: State) -> State:
    """Name, place, channel and hours anew; the code stays. Raise NotFound, Invalid."""
    _, point = _point(body, EDITABLE)
    with database.scope(by.scope) as connection:
        return _change(connection, by, found(connection, code), point, "change")


def set_status(database: Database, by: Principal, code: str, status: str) -> State:
    """`retired` or `active` again. Raise NotFound."""
    with database.scope(by.scope) as connection:
        row = found(connection, code)
        verb = "retire" if status == "retired" else "restore"
        return _change(connection, by, row, {"status": status}, verb)


def move_point(database: Database, by: Principal, code: str, body: State) -> State:
    """To the tenant that an office was merged into; both must be in scope. Raise NotFound,
    Invalid."""
    fields = Fields(body, ("tenant", "reason"))
    tenant_id, reason = fields.id("tenant"), fields.text("reason")
    fields.done()
    with database.scope(by.scope) as connection:
        row = found(connection, code)
        new = owner(connection, tenant_id)
        if str(row.tenant_id) == tenant_id:
            return as_state(row)
        old = tenants.tenant(connection, str(row.tenant_id))
        if old and is_practice(old) != is_practice(new):
            raise invalid("tenant", "is for practice, or the point is: neither becomes the other")
        tenants.write_as(connection, str(row.tenant_id))
        move = {"point_id": row.point_id, "tenant_id": row.tenant_id, "to_tenant_id": tenant_id}
        store.add_move(connection, {**move, "person": by.subject, "reason": reason})
        return _change(connection, by, row, {"tenant_id": tenant_id}, "move")


def from_preset(preset: Preset, language: str) -> State:
    """What a point made from a preset begins with, in a language of the staff."""
    return {
        "name": preset.name[language],
        "place": preset.place[language],
        "channel": preset.channel,
        "hours": preset.hours,
        "languages": list(preset.languages),
        "preset": preset.key,
    }


def found(connection: Connection, code: str) -> Row[Any]:
    """The point in scope with this code, as typed; raise NotFound."""
    written = normalise(code)
    row = store.point(connection, written) if is_code(written) else None
    if row is None:
        raise NotFound
    return row


def add_aliases(connection: Connection, by: Principal, code: str, aliases: Sequence[str]) -> State:
    """Paths of an earlier system that lead to this point from now on. Raise NotFound, Invalid with
    every alias that leads to another point of the nation."""
    row = found(connection, code)
    new = sorted({*aliases} - {*row.aliases})
    tenants.write_as(connection, str(row.tenant_id))
    ids = {"point_id": str(row.point_id), "tenant_id": str(row.tenant_id)}
    free = store.add_aliases(connection, [{"alias": each, **ids} for each in new])
    if taken := sorted({*new} - {*free}):
        raise Invalid(faults=[FieldFault(each, "leads to another point") for each in taken])
    return _published(connection, by, found(connection, code), "alias") if new else as_state(row)


def every_event(connection: Connection) -> list[Event]:
    """Every point as it stands."""
    return [
        row_event(POINTS, row) for row in all_rows(connection, "collection_points", store.POINT)
    ]


def points_of(connection: Connection, tenant_id: str) -> list[Row[Any]]:
    """All of one tenant: the active ones first, in the order in which they were added."""
    return store.points_of(connection, tenant_id)


def listed(connection: Connection, after: str, limit: int, tenant: str | None) -> list[Row[Any]]:
    """By code, the `limit` after `after`, of one tenant or of all."""
    return store.points(connection, after, limit, tenant)


def moves_of(connection: Connection, point_id: str) -> list[tuple[State, Row[Any]]]:
    """Where a point was before, the latest first: each unit with its move."""
    moves = store.moves(connection, point_id)
    units = tenants.some(connection, [str(move.tenant_id) for move in moves])
    return [(units[str(move.tenant_id)], move) for move in moves]


def active_points_by_unit(connection: Connection) -> dict[str, int]:
    return store.points_per_tenant(connection)


def _point(body: State, known: Sequence[str]) -> tuple[str, State]:
    fields = Fields(body, known)
    tenant_id = fields.id("tenant") if "tenant" in known else ""
    point = {
        "name": fields.text("name"),
        "place": fields.text("place") if body.get("place") else "",
        "channel": fields.choice("channel", CHANNELS, CHANNELS[0]),
        "hours": body.get("hours") or [],
        "languages": body.get("languages") or [],
    }
    if not _are_languages(point["languages"]):
        fields.fault("languages", f"must be a list of {', '.join(LANGUAGES)}, each once")
    if "preset" in known:
        keys = [preset.key for preset in load_presets()]
        point["preset"] = fields.choice("preset", keys, keys[0]) if body.get("preset") else None
    for fault in faults(point["hours"]) if point["hours"] else ():
        fields.fault("hours", fault)
    fields.done()
    return tenant_id, point


def _are_languages(given: Any) -> bool:
    return (
        isinstance(given, list)
        and all(each in LANGUAGES for each in given)
        and len(given) == len(set(given))
    )


def _add(connection: Connection, by: Principal, point: State) -> State:
    """A drawn code is taken about once in half a million draws: then draw again."""
    made: list[Row[Any]] = []
    while not made:
        drawn = {"point_id": str(uuid.uuid4()), "code": random_code()}
        row = {**drawn, **point, "status": "active"}
        made = store.add_points(connection, [row])
    return _published(connection, by, made[0], "add")


def _change(
    connection: Connection, by: Principal, row: Row[Any], changes: State, verb: str
) -> State:
    """The policy lets a row be changed for one tenant; a moved one is written as its new one."""
    state = {**as_state(row), **changes}
    if state == as_state(row):
        return state
    tenants.write_as(connection, str(row.tenant_id))
    if verb == "move":
        store.give_away(connection, state["point_id"], state["tenant_id"])
        tenants.write_as(connection, state["tenant_id"])
    return _published(connection, by, store.change_point(connection, state), verb)


def _published(connection: Connection, by: Principal, row: Row[Any], verb: str) -> State:
    state = as_state(row)
    entry = audit(
        by, f"forms.point.{verb}", state["point_id"], state["tenant_id"], code=state["code"]
    )
    add_events(connection, [row_event(POINTS, row), entry])
    return state
