"""What results say together, and an edition more of each value of it that is another now."""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import Connection, text

from reporting_service.read_model.store import ONE_AT_A_TIME

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


def keep_summaries(connection: Connection, states: Iterable[Any]) -> None:
    """The last of each tenant and period wins; `edition` becomes the newest one of its values."""
    newest = {(state["tenant_id"], state["period"]): state for state in states}
    rows = [{**state, "state": state} for state in newest.values()]
    connection.execute(text(ONE_AT_A_TIME))
    connection.execute(text(KEEP), {"rows": orjson.dumps(rows).decode()})
