"""What the consumers keep: absolute states, so a repeated or late event does no harm."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, text

State = dict[str, Any]
# Editions are committed in the order of their positions, so that the newest position of a list says
# which ones it held.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(CAST(CAST('editions' AS regclass) AS oid)::bigint)"
# Of a score `c`: the release it shows. Editions before had no numbers and no kinds.
RELEASED = "c.state -> 'released' <> 'null'"
NUMBER = "coalesce((c.state #>> '{released,number}')::int, 0)"
KIND = (
    f"CASE WHEN {RELEASED} THEN coalesce(c.state #>> '{{released,kind}}', 'earlier')"
    " ELSE 'none' END"
)
RELEASED_AT = "(c.state #>> '{released,released_at}')::timestamptz"
# Each value with answers in it, of a state of `of`: an office's own quarter or semester, what
# stands below it, and that by the tree of now; and all sums of small results as one.
VALUES = """
SELECT s.tenant_id, s.period, each ->> 'instrument' AS instrument, named.kind,
  each -> named.part AS value
FROM {of} AS s CROSS JOIN LATERAL jsonb_array_elements(s.state -> 'summaries') AS each
CROSS JOIN (VALUES ('own', 'quarter'), ('region', 'region'), ('regrouped', 'regrouped'),
  ('small', 'small')) AS named (part, kind)
WHERE (each -> named.part ->> 'n')::int > 0 OR each -> named.part -> 0 IS NOT NULL
"""
# `periods` begin with that of the value; the months that have figures in an office's own follow. A
# value that is gone has the number 0.
KEEP = f"""
WITH given AS (
  SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb))
    AS g (tenant_id uuid, period text, state jsonb)
), before AS (
  SELECT s.* FROM summaries s JOIN given USING (tenant_id, period) WHERE s.edition IS NOT NULL
), was AS ({VALUES.format(of="before")}), are AS ({VALUES.format(of="given")}),
changed AS (
  SELECT tenant_id, period, instrument, kind, are.value
  FROM are FULL JOIN was USING (tenant_id, period, instrument, kind)
  WHERE are.value IS DISTINCT FROM was.value
), made AS (
  INSERT INTO editions (tenant_id, instrument, periods, number, kind)
  SELECT c.tenant_id, c.instrument, ARRAY[c.period] || CASE c.kind WHEN 'quarter' THEN ARRAY(
      SELECT month ->> 'period' FROM jsonb_array_elements(c.value -> 'months') AS month
      WHERE month -> 'why' = 'null') END,
    CASE WHEN c.value IS NULL THEN 0 ELSE 1 + (SELECT coalesce(max(e.number), 0) FROM editions e
      WHERE (e.tenant_id, e.instrument, e.kind, e.periods[1])
        = (c.tenant_id, c.instrument, c.kind, c.period)) END, c.kind
  FROM changed c
  RETURNING tenant_id, periods[1] AS period, position
)
INSERT INTO summaries AS t (tenant_id, period, state, edition)
SELECT g.tenant_id, g.period, g.state, (SELECT max(position) FROM made m
  WHERE (m.tenant_id, m.period) = (g.tenant_id, g.period))
FROM given g
ON CONFLICT (tenant_id, period) DO UPDATE SET state = excluded.state,
  edition = coalesce(excluded.edition, t.edition)
"""  # noqa: S608 (constants alone)


def keep_versions(connection: Connection, table: str, rows: Iterable[tuple[str, State]]) -> None:
    """`table` is form_versions or formula_versions; rows are (id, state)."""
    connection.execute(
        text(
            f"INSERT INTO {table} (id, state) VALUES (:id, CAST(:state AS jsonb))"
            " ON CONFLICT (id) DO UPDATE SET state = excluded.state"
        ),
        [{"id": key, "state": orjson.dumps(state).decode()} for key, state in rows],
    )


def keep_standings(connection: Connection, states: Iterable[State]) -> None:
    connection.execute(
        text(
            "INSERT INTO standings AS t (tenant_id, state) VALUES"
            " (:tenant_id, CAST(:state AS jsonb)) ON CONFLICT (tenant_id) DO UPDATE SET"
            " state = excluded.state,"
            " edition = CASE WHEN t.state = excluded.state THEN t.edition END"
        ),
        [{**state, "state": orjson.dumps(state).decode()} for state in states],
    )


def keep_services(connection: Connection, states: Iterable[State]) -> None:
    connection.execute(
        text(
            "INSERT INTO services (tenant_id, state) VALUES (:tenant_id, CAST(:state AS jsonb))"
            " ON CONFLICT (tenant_id) DO UPDATE SET state = excluded.state"
        ),
        [{**state, "state": orjson.dumps(state).decode()} for state in states],
    )


def keep_summaries(connection: Connection, states: Iterable[State]) -> None:
    """The last of each tenant and period wins; `edition` becomes the newest one of its values."""
    newest = {(state["tenant_id"], state["period"]): state for state in states}
    rows = [{**state, "state": state} for state in newest.values()]
    connection.execute(text(ONE_AT_A_TIME))
    connection.execute(text(KEEP), {"rows": orjson.dumps(rows).decode()})


def keep(connection: Connection, table: str, rows: Iterable[tuple[str, State]]) -> None:
    """`table` is surveys, targets or scores; rows are (tenant, state); the last revision wins."""
    connection.execute(
        text(
            f"INSERT INTO {table} AS t (survey_id, tenant_id, revision, state) VALUES (:survey_id,"
            " :tenant_id, :revision, CAST(:state AS jsonb)) ON CONFLICT (survey_id) DO UPDATE SET"
            " revision = excluded.revision, state = excluded.state"
            " WHERE excluded.revision >= t.revision"
        ),
        [
            {
                "survey_id": state["survey_id"],
                "tenant_id": tenant_id,
                "revision": state.get("revision", 0),
                "state": orjson.dumps(state).decode(),
            }
            for tenant_id, state in rows
        ],
    )


def new_releases(connection: Connection, survey_ids: Iterable[str]) -> list[str]:
    """Which of these surveys show another release than their newest edition, or none any more."""
    found = connection.execute(
        text(
            "SELECT c.survey_id FROM scores c LEFT JOIN editions e ON e.position = c.edition"
            " WHERE c.survey_id = ANY (CAST(:ids AS uuid[]))"
            f" AND (e.position IS NOT NULL OR {RELEASED}) AND (e.number, e.kind, e.released_at)"
            f" IS DISTINCT FROM ({NUMBER}, {KIND}, {RELEASED_AT})"
        ),
        {"ids": sorted(set(survey_ids))},
    )
    return [str(each) for each in found.scalars()]


def keep_releases(connection: Connection, survey_ids: Sequence[str]) -> None:
    """An edition more of each of these surveys, as its score stands now."""
    connection.execute(text(ONE_AT_A_TIME))
    connection.execute(
        text(
            "WITH made AS (INSERT INTO editions (tenant_id, survey_id, instrument, periods,"
            " number, kind, released_at) SELECT c.tenant_id, c.survey_id,"
            " c.state ->> 'instrument', ARRAY[c.state ->> 'period'],"
            f" {NUMBER}, {KIND}, {RELEASED_AT} FROM scores c"
            " WHERE c.survey_id = ANY (CAST(:ids AS uuid[])) RETURNING survey_id, position)"
            " UPDATE scores SET edition = made.position FROM made"
            " WHERE scores.survey_id = made.survey_id"
        ),
        {"ids": survey_ids},
    )


def keep_changed_standings(connection: Connection) -> None:
    """An edition more of each standing that is another now, or that is gone."""
    connection.execute(text(ONE_AT_A_TIME))
    connection.execute(
        text(
            "WITH changed AS (SELECT tenant_id, state FROM standings WHERE edition IS NULL),"
            " now AS (SELECT tenant_id, each ->> 'instrument' AS instrument,"
            " ARRAY(SELECT month ->> 'period' FROM jsonb_array_elements(each -> 'months') AS month"
            " WHERE month -> 'why' = 'null') AS periods"
            " FROM changed, jsonb_array_elements(state -> 'standings') AS each),"
            " gone AS (SELECT DISTINCT e.tenant_id, e.instrument, CAST('{}' AS text[]) AS periods"
            " FROM editions e JOIN changed USING (tenant_id) WHERE e.kind = 'standing'"
            " AND (e.tenant_id, e.instrument) NOT IN (SELECT tenant_id, instrument FROM now)),"
            " made AS (INSERT INTO editions (tenant_id, instrument, periods, number, kind)"
            " SELECT tenant_id, instrument, periods, 0, 'standing'"
            " FROM (TABLE now UNION ALL TABLE gone) AS every RETURNING tenant_id, position)"
            " UPDATE standings SET edition = newest.position FROM"
            " (SELECT tenant_id, max(position) AS position FROM made GROUP BY tenant_id) AS newest"
            " WHERE standings.tenant_id = newest.tenant_id"
        )
    )
