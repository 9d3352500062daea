"""Drafts of form versions and what happened to them, within the caller's scope."""

from typing import Any

import orjson
from chassis import clock
from sqlalchemy import Connection, Row, text

COLUMNS = (
    "draft_id, tenant_id, instrument, based_on, definition, hash, state, revision, author,"
    " author_name, editors, note, reviewer, reviewer_name, reviewer_tenant, reason, decided_at,"
    " published_as, created_at, changed_at"
)
# Without the definition, for lists; its title and whether it replaces an official item stay.
SUMMARY = COLUMNS.replace("definition", "definition -> 'title' AS title")


def add(connection: Connection, row: dict[str, Any]) -> Row[Any]:
    return connection.execute(
        text(
            "INSERT INTO drafts (draft_id, tenant_id, instrument, based_on, definition, hash,"
            " author, author_name, editors, note) VALUES (:draft_id, :tenant_id, :instrument,"
            " :based_on, CAST(:definition AS jsonb), :hash, :author, :author_name,"
            f" :editors, :note) RETURNING {COLUMNS}"
        ),
        {**row, "definition": orjson.dumps(row["definition"]).decode()},
    ).one()


def one(connection: Connection, draft_id: str, *, lock: bool = False) -> Row[Any] | None:
    """`lock` keeps others from changing it until the transaction ends; bind its tenant first."""
    query = f"SELECT {COLUMNS} FROM drafts WHERE draft_id = :id" + (" FOR UPDATE" if lock else "")
    return connection.execute(text(query), {"id": draft_id}).one_or_none()


def listed(connection: Connection, after: str, limit: int, state: str | None) -> list[Row[Any]]:
    """Summaries by id, the `limit` after `after`."""
    query = (
        f"SELECT {SUMMARY} FROM drafts WHERE draft_id > CAST(:after AS uuid)"
        " AND (CAST(:state AS text) IS NULL OR state = :state) ORDER BY draft_id LIMIT :limit"
    )
    return list(connection.execute(text(query), {"after": after, "limit": limit, "state": state}))


def in_work(connection: Connection, states: tuple[str, ...], limit: int) -> list[Row[Any]]:
    """Summaries of what is in one of `states`, the last changed first."""
    query = (
        f"SELECT {SUMMARY} FROM drafts WHERE state = ANY (:states)"
        " ORDER BY changed_at DESC, draft_id LIMIT :limit"
    )
    return list(connection.execute(text(query), {"states": list(states), "limit": limit}))


def change(connection: Connection, draft_id: str, revision: int, row: dict[str, Any]) -> Row[Any]:
    """Set the columns of `row` on the revision the caller read under lock; it grows by one."""
    values = dict(row)
    if "definition" in values:
        values["definition"] = orjson.dumps(values["definition"]).decode()
    kinds = {"definition": "CAST(:definition AS jsonb)", "decided_at": ":now"}
    sets = ", ".join(f"{name} = {kinds.get(name, ':' + name)}" for name in values)
    return connection.execute(
        text(
            f"UPDATE drafts SET {sets}, revision = revision + 1, changed_at = :now"
            f" WHERE draft_id = :id AND revision = :revision RETURNING {COLUMNS}"
        ),
        {**values, "id": draft_id, "revision": revision, "now": clock.now()},
    ).one()


def note_event(connection: Connection, draft: Row[Any], actor: dict[str, str], note: str) -> None:
    """`actor`: subject, name and verb ("submit")."""
    connection.execute(
        text(
            "INSERT INTO draft_events (draft_id, tenant_id, actor, actor_name, verb, revision,"
            " hash, note) VALUES (:draft_id, :tenant_id, :subject, :name, :verb, :revision,"
            " :hash, :note)"
        ),
        {
            "draft_id": draft.draft_id,
            "tenant_id": draft.tenant_id,
            "revision": draft.revision,
            "hash": draft.hash,
            "note": note,
            **actor,
        },
    )


def events(connection: Connection, draft_id: str, limit: int) -> list[Row[Any]]:
    """The last `limit`, the newest first."""
    query = (
        "SELECT at, actor_name, verb, revision, note FROM draft_events"
        " WHERE draft_id = :id ORDER BY number DESC LIMIT :limit"
    )
    return list(connection.execute(text(query), {"id": draft_id, "limit": limit}))
