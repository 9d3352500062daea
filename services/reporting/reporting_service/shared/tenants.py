"""Tenants as dashboards ask for them; all else is `chassis.tenants`."""

from typing import Any

from chassis.problems import NotFound
from chassis.reading import read_uuid
from chassis.tenants import by_code, counted, ids, tenant
from sqlalchemy import Connection, text

State = dict[str, Any]


def named(connection: Connection, identifier: str) -> State:
    """The tenant with this code or id. Raise NotFound for one outside the caller's scope."""
    tenant_id = read_uuid(identifier)
    found = tenant(connection, tenant_id) if tenant_id else by_code(connection, identifier)
    if found is None:
        raise NotFound
    return found


def tenants(connection: Connection, search: str, after: str, limit: int) -> list[State]:
    """By code; `search` matches any part of a code or of today's short name. To find one, so those
    for practice are among them; their names say it."""
    return list(
        connection.execute(
            text(
                "SELECT state FROM tenants WHERE code > :after AND (:search = ''"
                " OR code ILIKE :like OR state #>> '{names,-1,short_name}' ILIKE :like)"
                " ORDER BY code LIMIT :limit"
            ),
            {"search": search, "like": f"%{_escaped(search)}%", "after": after, "limit": limit},
        ).scalars()
    )


def tenants_below(connection: Connection, above: State) -> list[State]:
    """Every tenant below `above` that the caller may see, without itself, and without those for
    practice unless it is one: they stand in no list, count or summary of others."""
    narrow(connection, above["tenant_id"])
    rows = connection.execute(
        text("SELECT state FROM tenants WHERE tenant_id <> :id ORDER BY code"),
        {"id": above["tenant_id"]},
    )
    return counted(rows.scalars(), above)


def below(connection: Connection, tenant_id: str) -> set[str]:
    """Ids of `tenant_id` and every tenant below it that the caller may see, those for practice
    too: whoever is woken by one finds nothing changed."""
    narrow(connection, tenant_id)
    return ids(connection)


def narrow(connection: Connection, tenant_id: str) -> None:
    """For the rest of the transaction; `tenant_id` was found inside the caller's scope."""
    connection.execute(text("SELECT set_config('app.scope', :id, true)"), {"id": tenant_id})


def _escaped(search: str) -> str:
    return search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
