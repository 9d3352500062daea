"""The tenant tree as every service keeps it: absolute rows, and the closure that scopes rest on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, text

from chassis import clock, ddl, rls
from chassis.consumer import Message, Outgoing

TOPIC = "identity.tenants.v1"
FAR = date.max


@dataclass(frozen=True)
class ClosureRow:
    """`tenant_id` stands below (or is) `ancestor_id` from `valid_from` until before `valid_to`."""

    ancestor_id: str
    tenant_id: str
    unit_type: str
    valid_from: date
    valid_to: date | None


def create_tables(service: str) -> None:
    """For migrations: `tenants` and `tenant_closure`, read by scope, written by the worker."""
    ddl.execute(
        "CREATE TABLE tenants (tenant_id uuid PRIMARY KEY, code text NOT NULL UNIQUE,"
        " kind text NOT NULL, unit_type text NOT NULL, time_zone text NOT NULL,"
        " status text NOT NULL, demo boolean NOT NULL, state jsonb NOT NULL)"
    )
    ddl.execute(
        "CREATE TABLE tenant_closure (ancestor_id uuid NOT NULL, tenant_id uuid NOT NULL,"
        " unit_type text NOT NULL, valid_from date NOT NULL, valid_to date,"
        " PRIMARY KEY (ancestor_id, tenant_id, valid_from))"
    )
    writes = "SELECT, INSERT, UPDATE, DELETE"
    rls.force("tenant_closure")
    rls.allow(
        "tenant_closure",
        f"{service}_web",
        "SELECT",
        "ancestor_id = current_setting('app.scope')::uuid",
    )
    rls.allow("tenant_closure", f"{service}_worker", writes)
    rls.protect("tenants", service, rows=rls.IN_SCOPE, worker=writes)


def keep_tenants(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    """Consumer handler: upsert tenants and lay the closure anew (a few thousand rows)."""
    store_tenants(connection, [message.event.payload for message in messages])
    return []


def store_tenants(connection: Connection, states: Sequence[dict[str, Any]]) -> None:
    if not states:
        return
    columns = ("tenant_id", "code", "kind", "unit_type", "time_zone", "status", "demo")
    connection.execute(
        text(
            "INSERT INTO tenants (tenant_id, code, kind, unit_type, time_zone, status, demo, state)"
            " VALUES (:tenant_id, :code, :kind, :unit_type, :time_zone, :status, :demo,"
            " CAST(:state AS jsonb)) ON CONFLICT (tenant_id) DO UPDATE SET code = excluded.code,"
            " kind = excluded.kind, unit_type = excluded.unit_type, state = excluded.state,"
            " time_zone = excluded.time_zone, status = excluded.status, demo = excluded.demo"
        ),
        [
            {**{name: state[name] for name in columns}, "state": orjson.dumps(state).decode()}
            for state in states
        ],
    )
    rows = connection.execute(text("SELECT state FROM tenants")).scalars().all()
    connection.execute(text("DELETE FROM tenant_closure"))
    connection.execute(
        text(
            "INSERT INTO tenant_closure VALUES"
            " (:ancestor_id, :tenant_id, :unit_type, :valid_from, :valid_to)"
        ),
        [vars(row) for row in closure(rows)],
    )


def closure(states: Iterable[dict[str, Any]]) -> list[ClosureRow]:
    """All (ancestor, tenant) pairs with the dates in which every link of the path holds.

    A parent not yet known simply ends the path: tenants may arrive in any order.
    Raise ValueError naming the tenant when its ancestors go in a circle.
    """
    by_id = {state["tenant_id"]: state for state in states}
    rows: dict[tuple[str, str, date], ClosureRow] = {}
    for state in by_id.values():
        for ancestor, start, end in _climb(by_id, state["tenant_id"], date.min, FAR, ()):
            row = ClosureRow(
                ancestor, state["tenant_id"], state["unit_type"], start, None if end == FAR else end
            )
            rows[ancestor, row.tenant_id, start] = row
    return list(rows.values())


def _climb(
    by_id: dict[str, dict[str, Any]], tenant: str, start: date, end: date, path: tuple[str, ...]
) -> Iterator[tuple[str, date, date]]:
    if tenant in path:
        raise ValueError(f"tenant {by_id[tenant]['code']} is its own ancestor")
    yield tenant, start, end
    for link in by_id[tenant]["parents"]:
        valid_to = link.get("valid_to")
        lower = max(start, date.fromisoformat(link["valid_from"]))
        upper = min(end, date.fromisoformat(valid_to) if valid_to else FAR)
        if link["parent_id"] in by_id and lower < upper:
            yield from _climb(by_id, link["parent_id"], lower, upper, (*path, tenant))


def name_on(state: dict[str, Any], day: date) -> dict[str, Any]:
    """The name in force on `day`; the earliest one before its time."""
    names: list[dict[str, Any]] = sorted(state["names"], key=lambda name: name["valid_from"])
    held = [name for name in names if name["valid_from"] <= day.isoformat()]
    return (held or names[:1])[-1]


def is_practice(state: Mapping[str, Any]) -> bool:
    """Whether answers there are for practice and in no total of others; nobody said so of those of
    before, which are none."""
    return bool(state.get("practice"))


def short_name(state: dict[str, Any]) -> str:
    """As it is called today."""
    return str(name_on(state, clock.today())["short_name"])
