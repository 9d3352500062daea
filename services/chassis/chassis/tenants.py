"""Tenants as every service reads them; row-level security decides which there are."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, text

from chassis.tenant_tree import is_practice

State = dict[str, Any]
# In SQL: whether the tenant of a row `t` of tenants is for practice; as `tenant_tree.is_practice`.
PRACTICE = "coalesce((t.state ->> 'practice')::boolean, false)"


def tenant(connection: Connection, tenant_id: str) -> State | None:
    return connection.execute(
        text("SELECT state FROM tenants WHERE tenant_id = :id"), {"id": tenant_id}
    ).scalar_one_or_none()


def by_code(connection: Connection, code: str) -> State | None:
    """None too for what nobody could have typed, and PostgreSQL could not even compare."""
    if not code.isprintable():
        return None
    return connection.execute(
        text("SELECT state FROM tenants WHERE code = :code"), {"code": code}
    ).scalar_one_or_none()


def states(connection: Connection) -> dict[str, State]:
    """All of them, by id."""
    rows = connection.execute(text("SELECT state FROM tenants")).scalars()
    return {state["tenant_id"]: state for state in rows}


def some(connection: Connection, identifiers: Collection[str]) -> dict[str, State]:
    """Those of `identifiers` that are in scope, by id."""
    query = text("SELECT state FROM tenants WHERE tenant_id = ANY (CAST(:ids AS uuid[]))")
    found = connection.execute(query, {"ids": sorted(identifiers)}).scalars()
    return {state["tenant_id"]: state for state in found}


def counted(found: Iterable[State], asked: State | None = None) -> list[State]:
    """`found` as lists and totals of `asked`, or of all, have them: without practice tenants,
    unless it is one of these that was asked for. Nothing but practice stands below one."""
    if asked and is_practice(asked):
        return list(found)
    return [each for each in found if not is_practice(each)]


def ids(connection: Connection) -> set[str]:
    found = connection.execute(text("SELECT tenant_id FROM tenants")).scalars()
    return {str(each) for each in found}


def write_as(connection: Connection, tenant_id: str) -> None:
    """Bind the one tenant whose rows this transaction may add or change."""
    connection.execute(
        text("SELECT set_config('app.tenant_id', :id, true)"), {"id": tenant_id}
    ).one()
