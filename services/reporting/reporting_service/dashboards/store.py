"""What pages read; row-level security decides which tenants there are."""

from typing import Any

from sqlalchemy import Connection, Row, text

State = dict[str, Any]
# A month is opened before it begins: until then there is nothing to read.
BEGUN = "(s.state ->> 'opens_at')::timestamptz <= now()"


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


def tenants_below(connection: Connection, tenant_id: str) -> list[State]:
    """Every tenant below `tenant_id` that the caller may see, without itself."""
    _narrow(connection, tenant_id)
    return list(
        connection.execute(
            text("SELECT state FROM tenants WHERE tenant_id <> :id ORDER BY code"),
            {"id": tenant_id},
        ).scalars()
    )


def surveys_of(connection: Connection, tenant_id: str) -> list[Row[Any]]:
    """Every survey of one tenant that has begun, with score and target, newest period first."""
    return list(
        connection.execute(
            text(
                f"{JOINED} WHERE s.tenant_id = :id AND {BEGUN} ORDER BY s.state ->> 'period' DESC"
            ),
            {"id": tenant_id},
        )
    )


def rows_below(
    connection: Connection, tenant_id: str, instrument: str, period: str
) -> dict[str, State]:
    """By tenant: score (without its indicators), target, whether the survey is open, and the
    formula's rules, of every unit below."""
    _narrow(connection, tenant_id)
    found = connection.execute(
        text(
            "SELECT s.tenant_id, c.state #- '{released,indicators}' AS score,"
            " nullif(g.state -> 'target', 'null')::int AS target,"
            " s.state ->> 'status' = 'open' AS is_open, f.state -> 'definition' AS rules"
            " FROM surveys s LEFT JOIN scores c USING (survey_id)"
            " LEFT JOIN targets g USING (survey_id)"
            " LEFT JOIN formula_versions f"
            " ON f.id = (s.state ->> 'formula_version_id')::uuid"
            " WHERE s.state ->> 'instrument' = :instrument AND s.state ->> 'period' = :period"
            f" AND {BEGUN}"
        ),
        {"instrument": instrument, "period": period},
    )
    return {str(row.tenant_id): dict(row._mapping) for row in found}


def offered(connection: Connection, tenant_id: str) -> list[tuple[str, str]]:
    """(instrument, period) of every survey of a tenant and of those below, newest first."""
    _narrow(connection, tenant_id)
    found = connection.execute(
        text(
            "SELECT DISTINCT s.state ->> 'instrument' AS instrument, s.state ->> 'period' AS period"
            f" FROM surveys s WHERE {BEGUN} ORDER BY period DESC, instrument"
        )
    )
    return [(row.instrument, row.period) for row in found]


def version(connection: Connection, table: str, identifier: str) -> State | None:
    return connection.execute(
        text(f"SELECT state FROM {table} WHERE id = :id"), {"id": identifier}
    ).scalar_one_or_none()


def below(connection: Connection, tenant_id: str) -> set[str]:
    """Ids of `tenant_id` and every tenant below it that the caller may see."""
    _narrow(connection, tenant_id)
    found = connection.execute(text("SELECT tenant_id FROM tenants")).scalars()
    return {str(each) for each in found}


def _narrow(connection: Connection, tenant_id: str) -> None:
    """For the rest of the transaction; `tenant_id` was found inside the caller's scope."""
    connection.execute(text("SELECT set_config('app.scope', :id, true)"), {"id": tenant_id})


JOINED = (
    "SELECT s.tenant_id, s.state AS survey, c.state AS score, g.state AS target FROM surveys s"
    " LEFT JOIN scores c USING (survey_id) LEFT JOIN targets g USING (survey_id)"
)


def _escaped(search: str) -> str:
    return search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
