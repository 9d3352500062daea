"""What pages read; row-level security decides which tenants there are."""

from typing import Any

from sqlalchemy import Connection, Row, text

State = dict[str, Any]


def tenant_by_code(connection: Connection, code: str) -> State | None:
    return connection.execute(
        text("SELECT state FROM tenants WHERE code = :code"), {"code": code}
    ).scalar_one_or_none()


def tenant(connection: Connection, tenant_id: str) -> State | None:
    return connection.execute(
        text("SELECT state FROM tenants WHERE tenant_id = :id"), {"id": tenant_id}
    ).scalar_one_or_none()


def tenants(connection: Connection, search: str, after: str, limit: int) -> list[State]:
    """By code; `search` matches any part of a code or of today's short name."""
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


def has_units(connection: Connection, state: State) -> bool:
    """Whether other tenants of the caller's scope stand below."""
    return bool(children(connection, state["tenant_id"], limit=1))


def children(connection: Connection, parent_id: str, limit: int = 1000) -> list[State]:
    """Tenants whose parent of today is `parent_id`."""
    return list(
        connection.execute(
            text(
                "SELECT t.state FROM tenants t WHERE EXISTS (SELECT FROM"
                " jsonb_array_elements(t.state -> 'parents') AS p WHERE p ->> 'parent_id' = :parent"
                " AND p ->> 'valid_from' <= current_date::text AND (p ->> 'valid_to' IS NULL"
                " OR p ->> 'valid_to' > current_date::text)) ORDER BY t.code LIMIT :limit"
            ),
            {"parent": parent_id, "limit": limit},
        ).scalars()
    )


def surveys_of(connection: Connection, tenant_id: str) -> list[Row[Any]]:
    """Every survey of one tenant with its score and target, newest period first."""
    return list(
        connection.execute(
            text(f"{JOINED} WHERE s.tenant_id = :id ORDER BY s.state ->> 'period' DESC"),
            {"id": tenant_id},
        )
    )


def surveys_in(
    connection: Connection, tenant_ids: list[str], instrument: str, period: str
) -> list[Row[Any]]:
    return list(
        connection.execute(
            text(
                f"{JOINED} WHERE s.tenant_id = ANY (CAST(:ids AS uuid[]))"
                " AND s.state ->> 'instrument' = :instrument AND s.state ->> 'period' = :period"
            ),
            {"ids": tenant_ids, "instrument": instrument, "period": period},
        )
    )


def periods_in(connection: Connection, instrument: str) -> list[str]:
    return list(
        connection.execute(
            text(
                "SELECT DISTINCT state ->> 'period' AS period FROM surveys"
                " WHERE state ->> 'instrument' = :instrument ORDER BY period DESC"
            ),
            {"instrument": instrument},
        ).scalars()
    )


def version(connection: Connection, table: str, identifier: str) -> State | None:
    return connection.execute(
        text(f"SELECT state FROM {table} WHERE id = :id"), {"id": identifier}
    ).scalar_one_or_none()


def below(connection: Connection, tenant_id: str) -> set[str]:
    """Ids of `tenant_id` and every tenant below it that the caller may see."""
    connection.execute(text("SELECT set_config('app.scope', :id, true)"), {"id": tenant_id})
    found = connection.execute(text("SELECT tenant_id FROM tenants")).scalars()
    return {str(each) for each in found}


JOINED = (
    "SELECT s.tenant_id, s.state AS survey, c.state AS score, g.state AS target FROM surveys s"
    " LEFT JOIN scores c USING (survey_id) LEFT JOIN targets g USING (survey_id)"
)


def _escaped(search: str) -> str:
    return search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
