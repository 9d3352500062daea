"""Rows of the record for files, in an order that tells nothing: by a keyed hash of their ids.

A server-side cursor hands over 2,000 rows at a time; PostgreSQL sorts on its own disk.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
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
KEPT = (
    f"{GONE}, kept AS (SELECT r.response_id, r.survey_id, r.received_at,"
    " gone.excluded IS NOT TRUE AS stays FROM records r"
    f" LEFT JOIN gone USING (response_id) WHERE {OWN} AND r.period = ANY (:periods)"
    " AND r.survey_id = ANY (CAST(:surveys AS uuid[])) AND r.state = 'counted')"
)
# Of the answers that came `since` the newest beyond whole steps wait. Steps count what is excluded,
# too: a decision on it moves nobody else's answer into a file or out of it.
WAITING = (
    "w AS (SELECT * FROM unnest(CAST(:surveys AS uuid[]), CAST(:since AS timestamptz[]),"
    " CAST(:steps AS int[])) AS w(survey_id, since, step)),"
    " waiting AS (SELECT w.survey_id, newest.response_id, newest.stays FROM w,"
    " LATERAL (SELECT count(*) % w.step AS rest FROM kept WHERE kept.survey_id = w.survey_id"
    "  AND kept.received_at >= w.since) AS stepped,"
    " LATERAL (SELECT response_id, stays FROM kept WHERE kept.survey_id = w.survey_id"
    "  ORDER BY received_at DESC, response_id DESC LIMIT stepped.rest) AS newest)"
)
SUMS = (
    "sums AS (SELECT survey_id, count(*) AS n, count(*) - (SELECT count(*) FROM waiting"
    " WHERE waiting.survey_id = kept.survey_id AND waiting.stays) AS released"
    " FROM kept WHERE stays GROUP BY survey_id)"
)
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


@dataclass(frozen=True)
class Steps:
    """Answers of a survey that came in `since` (as PostgreSQL writes it) are released in whole
    steps of `step`."""

    survey_id: str
    since: str
    step: int


def counted(
    connection: Connection, surveys: Sequence[Steps], periods: Collection[str]
) -> dict[str, tuple[int, int]]:
    """(answers that count, those of them that are released) of surveys of the bound tenant."""
    rows = connection.execute(
        text(f"WITH {KEPT}, {WAITING}, {SUMS} SELECT survey_id, n, released FROM sums"),
        {**_known(surveys), "periods": list(periods)},
    )
    return {str(row.survey_id): (row.n, row.released) for row in rows}


def counted_up_to(connection: Connection, survey_id: str, period: str, most: int) -> int:
    """How many answers of a survey of the bound tenant count, or `most`: a million need no look."""
    found: int = connection.execute(
        text(f"WITH {KEPT} SELECT count(*) FROM (SELECT FROM kept WHERE stays LIMIT :most) AS few"),
        {"surveys": [survey_id], "periods": [period], "most": most},
    ).scalar_one()
    return found


def released(
    connection: Connection, survey: Steps, period: str, least: int, key: bytes
) -> Iterator[Row[Any]]:
    """(answers) of one survey of the bound tenant; none while fewer than `least` are released. One
    statement, so that an answer that comes meanwhile is in none of its parts."""
    query = (
        f"WITH {KEPT}, {WAITING}, {SUMS} SELECT r.answers FROM records r JOIN kept USING"
        " (response_id) WHERE r.period = ANY (:periods) AND kept.stays"
        " AND r.response_id NOT IN (SELECT response_id FROM waiting)"
        f" AND (SELECT released FROM sums) >= :least ORDER BY {SHUFFLED}"
    )
    known = {**_known([survey]), "periods": [period], "least": least, "key": key}
    return _stream(connection, query, known)


def _known(surveys: Sequence[Steps]) -> dict[str, list[Any]]:
    return {
        "surveys": [each.survey_id for each in surveys],
        "since": [each.since for each in surveys],
        "steps": [each.step for each in surveys],
    }


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
