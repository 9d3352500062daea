"""Rows of the record for files, in an order that tells nothing: by a keyed hash of their ids.

A server-side cursor hands over 2,000 rows at a time; PostgreSQL sorts on its own disk.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, text

AT_ONCE = 2000
SORT_MEMORY = "64MB"
# What is excluded now: the last effect on an answer holds.
GONE = (
    "gone AS (SELECT DISTINCT ON (response_id) response_id, excluded FROM exclusion_effects"
    " ORDER BY response_id, sequence DESC)"
)
# Bound twice: row-level security keeps the scope, and this the one tenant of the transaction.
OWN = "r.tenant_id = current_setting('app.tenant_id')::uuid"
KEPT = (
    f"{GONE}, kept AS (SELECT r.response_id, r.survey_id, r.received_at FROM records r"
    f" LEFT JOIN gone USING (response_id) WHERE {OWN} AND r.period = ANY (:periods)"
    " AND r.survey_id = ANY (CAST(:surveys AS uuid[])) AND r.state = 'counted'"
    " AND gone.excluded IS NOT TRUE)"
)
COUNTS = "count(*) AS n, count(*) FILTER (WHERE received_at >= w.since) AS stepped"
SHUFFLED = "sha256(CAST(:key AS bytea) || uuid_send(r.response_id))"
MICRODATA = (
    "t.code AS tenant, r.instrument, r.period, r.form_version_id, r.language, r.mode, r.reason,"
    " r.service,"
    " r.served_on, extract(hour FROM coalesce(r.answered_at, r.received_at)"
    " AT TIME ZONE t.time_zone)::int AS hour, r.token, r.flags, r.state,"
    " coalesce(gone.excluded, false) AS excluded, r.answers, r.details, r.profile"
)
CHOSEN = (
    "FROM records r JOIN tenants t USING (tenant_id) WHERE r.period = :period"
    " AND r.instrument = :instrument"
    " AND (CAST(:survey AS uuid) IS NULL OR r.survey_id = CAST(:survey AS uuid))"
)


def counted(
    connection: Connection, since: Mapping[str, str], periods: Collection[str]
) -> dict[str, tuple[int, int]]:
    """Of each survey (`since` by its id), how many answers count and how many of them came since;
    surveys of the bound tenant alone."""
    rows = connection.execute(
        text(
            f"WITH {KEPT}, w AS (SELECT * FROM unnest(CAST(:surveys AS uuid[]),"
            " CAST(:since AS timestamptz[])) AS each(survey_id, since))"
            f" SELECT survey_id, {COUNTS} FROM kept JOIN w USING (survey_id) GROUP BY survey_id"
        ),
        {"surveys": list(since), "since": list(since.values()), "periods": list(periods)},
    )
    return {str(row.survey_id): (row.n, row.stepped) for row in rows}


def counted_up_to(
    connection: Connection, survey_id: str, period: str, since: str, most: int
) -> tuple[int, int]:
    """The same of one survey, of `most` of its answers: a million need no look."""
    row = connection.execute(
        text(
            f"WITH {KEPT} SELECT {COUNTS} FROM (SELECT received_at FROM kept LIMIT :most) AS few,"
            " (SELECT CAST(:since AS timestamptz) AS since) AS w"
        ),
        {"surveys": [survey_id], "periods": [period], "since": since, "most": most},
    ).one()
    return row.n, row.stepped


def released(
    connection: Connection, survey_id: str, period: str, drop: tuple[str, int, int], key: bytes
) -> Iterator[Row[Any]]:
    """(answers) of one survey of the bound tenant; `drop` is (since, step, least): of those that
    came since, the newest beyond whole steps stay away, and all of them while fewer than `least`
    are left. One statement, so that an answer that comes meanwhile is in none of its parts."""
    since, step, least = drop
    query = (
        f"WITH {KEPT}, w AS (SELECT CAST(:since AS timestamptz) AS since),"
        f" sums AS (SELECT n, stepped % :step AS rest FROM (SELECT {COUNTS} FROM kept, w) AS c),"
        " newest AS (SELECT response_id FROM kept ORDER BY received_at DESC, response_id DESC"
        "  LIMIT (SELECT rest FROM sums))"
        " SELECT r.answers FROM records r JOIN kept USING (response_id)"
        " WHERE r.period = ANY (:periods) AND r.response_id NOT IN (SELECT response_id FROM newest)"
        f" AND (SELECT n - rest FROM sums) >= :least ORDER BY {SHUFFLED}"
    )
    known = {"surveys": [survey_id], "periods": [period], "since": since, "key": key}
    return _stream(connection, query, {**known, "step": step, "least": least})


def microdata(
    connection: Connection, chosen: dict[str, str | None], key: bytes
) -> Iterator[Row[Any]]:
    """Every answer of (period, instrument, survey or None) in the scope, late and excluded too."""
    joined = CHOSEN.replace(" WHERE", " LEFT JOIN gone USING (response_id) WHERE", 1)
    query = f"WITH {GONE} SELECT {MICRODATA} {joined} ORDER BY {SHUFFLED}"
    return _stream(connection, query, {**chosen, "key": key})


def texts(connection: Connection, chosen: dict[str, str | None], key: bytes) -> Iterator[Row[Any]]:
    """Sealed texts of the scope; another key, another order."""
    query = (
        "SELECT t.code AS tenant, r.tenant_id, r.instrument, r.period, r.text_key, r.text_sealed"
        f" {CHOSEN} AND r.text_key IS NOT NULL ORDER BY {SHUFFLED}"
    )
    return _stream(connection, query, {**chosen, "key": key})


def how_many(connection: Connection, chosen: dict[str, str | None]) -> int:
    found: int = connection.execute(text(f"SELECT count(*) {CHOSEN}"), chosen).scalar_one()
    return found


def _stream(connection: Connection, query: str, known: dict[str, Any]) -> Iterator[Row[Any]]:
    connection.execute(
        text("SELECT set_config('work_mem', :most, true)"), {"most": SORT_MEMORY}
    ).one()
    streaming = connection.execution_options(yield_per=AT_ONCE)
    return iter(streaming.execute(text(query), known))
