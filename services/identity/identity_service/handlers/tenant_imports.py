"""Tenants from a table: adds, renames and moves them with effective dates, all rows or none."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis.audit import audit
from chassis.database import Database
from chassis.imports import Outcome
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.tables import Column, Row, RowFault, Table, day, repeated
from chassis.tenant_tree import is_practice, store_tenants
from chassis.tenants import states
from sqlalchemy import Connection

from identity_service.domain import tenant_changes as rules
from identity_service.domain.organisation import tenant_id
from identity_service.domain.tenant_changes import RefusedError, State
from identity_service.handlers.events import tenant_event
from identity_service.store import tenants

COLUMNS = (
    Column("code", "W11-50"),
    Column("kind", "upt"),
    Column("unit_type", "kanim"),
    Column("unit_class", "II Non TPI", needed=False),
    Column("line", "imigrasi", needed=False),
    Column("time_zone", "WIB"),
    Column("name", "Kantor Imigrasi Kelas II Non TPI Subang"),
    Column("short_name", "Kanim Subang", needed=False),
    Column("parent_code", "W11", needed=False),
    Column("valid_from", "2026-01-01"),
    Column("practice", "tidak", needed=False),
)


@dataclass
class WantedTree:
    """The tree as it is and as the table wants it; `mine` may be changed by the importer."""

    by: Principal
    states: dict[str, State]
    mine: Collection[str]
    listed: Collection[str]
    wanted: dict[str, tuple[Row, State]] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ids = {state["code"]: key for key, state in self.states.items()}

    @property
    def by_ministry(self) -> bool:
        """Whether the importer administers the whole ministry."""
        own = self.states.get(self.by.tenant_id)
        return own is not None and own["kind"] == "ministry" and not self.by.unit_types


def import_tenants(worker: Database, by: Principal, table: Table, store: bool) -> Outcome:
    """Only the worker's role sees the whole tree, which codes and circles are checked against;
    what the importer may touch is the tenants of the own scope from today on."""
    with worker.unbound() as connection:
        tenants.lock(connection)
        mine = tenants.ids_from_today(connection, by.scope)
        tree = _wanted_tree(by, states(connection), mine, table)
        known = tree.states
        changes = [state for _, state in tree.wanted.values() if state != known.get(_id(state))]
        new = sum(_id(state) not in known for state in changes)
        if store and not tree.faults:
            _store(connection, by, known, changes)
    return Outcome(
        new=new,
        changed=len(changes) - new,
        unchanged=len(tree.wanted) - len(changes),
        faults=sorted(tree.faults, key=lambda fault: fault.row),
    )


def _wanted_tree(
    by: Principal, states: dict[str, State], mine: Collection[str], table: Table
) -> WantedTree:
    tree = WantedTree(by, states, mine, {row["code"] for row in table.rows})
    tree.faults += [*table.faults, *repeated(table.rows, "code")]
    faulty = {fault.row for fault in tree.faults}
    for row in table.rows:
        if row.number not in faulty:
            _attempt(tree, row, lambda row=row: _take(tree, row))
    after = {**states, **{_id(state): state for _, state in tree.wanted.values()}}
    for row, state in list(tree.wanted.values()):
        _attempt(tree, row, lambda state=state: _check_place(after, state))
    return tree


def _attempt(tree: WantedTree, row: Row, step: Any) -> None:
    try:
        step()
    except RefusedError as fault:
        tree.wanted.pop(row["code"], None)
        tree.faults.append(row.fault(fault.column, fault.problem, **fault.values))


def _take(tree: WantedTree, row: Row) -> None:
    """Raise RefusedError."""
    wish, start = rules.wish_of(row.cells), day(row["valid_from"])
    if start is None:
        raise RefusedError("valid_from", "not_a_day")
    held = tree.states.get(tree.ids.get(row["code"], ""))
    if held is not None and _id(held) not in tree.mine:
        raise RefusedError("code", "code_taken")
    parent = _parent(tree, row["parent_code"], held)
    if held is None:
        if tree.by.unit_types and wish["unit_type"] not in tree.by.unit_types:
            raise RefusedError("unit_type", "not_in_scope")
        if wish["practice"] and not tree.by_ministry:
            raise RefusedError("practice", "ministry_alone")
        state = rules.added(wish, parent, start)
    else:
        state = rules.changed(held, wish, parent, start)
    tree.wanted[row["code"]] = row, state


def _parent(tree: WantedTree, code: str, held: State | None) -> str | None:
    """The id behind a code; a parent that stays may be above the importer. Raise RefusedError."""
    if not code:
        if held is not None and held["parents"][-1]["parent_id"] is not None:
            raise RefusedError("parent_code", "no_parent")
        return None
    found = tree.ids.get(code)
    if found is None:
        if code not in tree.listed:
            raise RefusedError("parent_code", "unknown_parent")
        return tenant_id(code)
    stays = held is not None and held["parents"][-1]["parent_id"] == found
    if not stays and found not in tree.mine:
        raise RefusedError("parent_code", "not_in_scope")
    if not stays and tree.states[found]["status"] != "active":
        raise RefusedError("parent_code", "closed")
    return found


def _check_place(after: Mapping[str, State], state: State) -> None:
    """Raise RefusedError for a circle, and for a place below what did not exist yet or is for
    practice alone."""
    if rules.is_own_ancestor(after, _id(state)):
        raise RefusedError("parent_code", "circle")
    parent = after.get(state["parents"][-1]["parent_id"])
    first = parent and rules.begins_before(state, parent)
    if first:
        raise RefusedError("valid_from", "before_parent", held=first)
    if parent and is_practice(parent) and not is_practice(state):
        raise RefusedError("parent_code", "below_practice")


def _store(
    connection: Connection, by: Principal, known: Mapping[str, State], changes: list[State]
) -> None:
    store_tenants(connection, changes)
    events = []
    for state in changes:
        verb = "change" if _id(state) in known else "add"
        told = {name: state[name] for name in ("code", "unit_class")}
        told |= {"name": state["names"][-1], "parent": state["parents"][-1]}
        told |= {"practice": is_practice(state)}
        entry = audit(by, f"identity.tenant.{verb}", _id(state), _id(state), **told)
        events += [tenant_event(state), entry]
    add_events(connection, events)


def _id(state: Mapping[str, Any]) -> str:
    return str(state["tenant_id"])
