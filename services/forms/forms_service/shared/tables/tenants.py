"""Offices that serve the public, as somebody looks for one; all else is `chassis.tenants`."""

from typing import Any

from sqlalchemy import Connection, text


def search(connection: Connection, words: str, limit: int) -> list[dict[str, Any]]:
    """Active units that serve the public, by code; `words` may be part of a name or code."""
    query = (
        "SELECT state FROM tenants WHERE status = 'active' AND kind IN ('kanwil', 'upt')"
        " AND (code || ' ' || CAST(state -> 'names' AS text)) ILIKE '%' || :words || '%'"
        " ORDER BY code LIMIT :limit"
    )
    return list(connection.execute(text(query), {"words": words, "limit": limit}).scalars())
