"""Rows of the record for files, in an order that tells nothing: by a keyed hash of their ids.

A server-side cursor hands over 2,000 rows at a time; PostgreSQL sorts on its own disk.
"""

from collections.abc import Iterator
from typing import Any

from chassis.tenants import PRACTICE
from sqlalchemy import Connection, Row, text

AT_ONCE = 2000
SORT_MEMORY = "64MB"
# Of a file: period, instrument, survey or None, and whether it is of practice tenants.
Chosen = dict[str, str | bool | None]
# What is excluded now: the last effect on an answer holds.
GONE = (
    "gone AS (SELECT DISTINCT ON (response_id) response_id, excluded FROM exclusion_effects"
    " ORDER BY response_id, sequence DESC)"
)
# Bound twice: row-level security keeps the scope, and this the one tenant of the transaction.
OWN = "r.tenant_id = current_setting('app.tenant_id')::uuid"
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
    f" AND {PRACTICE} = :practice"
)


def final(
    connection: Connection, survey_id: str, period: str, least: int, key: bytes
) -> Iterator[Row[Any]]:
    """(answers) of the newest final result of a survey of the bound tenant; none of fewer than
    `least`."""
    query = (
        "SELECT r.answers FROM records r WHERE r.period = :period AND r.survey_id = :survey"
        f" AND {OWN} AND r.response_id IN (SELECT unnest(newest.response_ids) FROM (SELECT"
        "  response_ids, n FROM final_rows WHERE survey_id = :survey ORDER BY number DESC LIMIT 1"
        f" ) AS newest WHERE newest.n >= :least) ORDER BY {SHUFFLED}"
    )
    known = {"survey": survey_id, "period": period, "least": least, "key": key}
    return _stream(connection, query, known)


def microdata(connection: Connection, chosen: Chosen, key: bytes) -> Iterator[Row[Any]]:
    """Every chosen answer in the scope, late and excluded too."""
    joined = CHOSEN.replace(" WHERE", " LEFT JOIN gone USING (response_id) WHERE", 1)
    query = f"WITH {GONE} SELECT {MICRODATA} {joined} ORDER BY {SHUFFLED}"
    return _stream(connection, query, {**chosen, "key": key})


def texts(connection: Connection, chosen: Chosen, key: bytes) -> Iterator[Row[Any]]:
    """Sealed texts of the scope; another key, another order."""
    query = (
        "SELECT t.code AS tenant, r.tenant_id, r.instrument, r.period, r.text_key, r.text_sealed"
        f" {CHOSEN} AND r.text_key IS NOT NULL ORDER BY {SHUFFLED}"
    )
    return _stream(connection, query, {**chosen, "key": key})


def how_many(connection: Connection, chosen: Chosen) -> int:
    found: int = connection.execute(text(f"SELECT count(*) {CHOSEN}"), chosen).scalar_one()
    return found


def _stream(connection: Connection, query: str, known: dict[str, Any]) -> Iterator[Row[Any]]:
    connection.execute(
        text("SELECT set_config('work_mem', :most, true)"), {"most": SORT_MEMORY}
    ).one()
    streaming = connection.execution_options(yield_per=AT_ONCE)
    return iter(streaming.execute(text(query), known))
