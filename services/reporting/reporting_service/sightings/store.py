"""Rows of what was shown to whom: added, read, never changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from chassis.tenant_tree import ClosureRow
from sqlalchemy import Connection, Row, text

from reporting_service.sightings.rules import Figure

# Each first sighting, once: what is there already stays as it is.
ADD = """
INSERT INTO sightings SELECT * FROM jsonb_populate_recordset(NULL::sightings, CAST(:rows AS jsonb))
ON CONFLICT DO NOTHING
"""
# An edition was seen with whatever was shown from its position on until the next one's. What is
# made of several months held the survey's final result if its months have the period. `told` are
# the editions that are asked for, each with what it was shown in, and at which positions.
EDITIONS = """
WITH released AS (
  SELECT number, kind, int8range(position, lead(position) OVER (ORDER BY position)) AS span
  FROM editions WHERE survey_id = CAST(:survey_id AS uuid)
), made AS (
  SELECT number, kind, periods, int8range(position, lead(position) OVER (
    PARTITION BY kind, CASE WHEN kind <> 'standing' THEN periods[1] END ORDER BY position)) AS span
  FROM editions WHERE survey_id IS NULL AND tenant_id = :tenant_id AND instrument = :instrument
), told AS (
  SELECT 'result' AS what, CAST(:period AS text) AS period, number, kind, span FROM released
  WHERE kind <> 'none'
  UNION ALL SELECT m.kind, CASE m.kind WHEN 'standing' THEN '' ELSE m.periods[1] END, r.number,
    r.kind, r.span * m.span
  FROM released r JOIN made m ON r.span && m.span AND :period = ANY (CASE m.kind
    WHEN 'standing' THEN m.periods WHEN 'quarter' THEN m.periods[2:] END)
  WHERE r.kind IN ('final', 'correction', 'earlier')
  UNION ALL SELECT kind, :period, number, 'summary', span FROM made
  WHERE kind = ANY (:kinds) AND periods[1] = :period AND number > 0
), above AS (
  SELECT * FROM jsonb_to_recordset(CAST(:above AS jsonb))
    AS a (ancestor_id uuid, valid_from date, valid_to date)
)
"""
# `above` are the offices above the unit, with the days on which they were.
FIRST = f"""{EDITIONS}
SELECT s.actor, s.actor_kind, min(s.role) AS role, min(o.code) AS office, t.number, t.kind, s.what,
  l.code AS list_of, s.way, min(s.seen_at) AS seen_at
FROM told t JOIN sightings s ON s.what IN (t.what, t.what || 's_below') AND s.period = t.period
  AND t.span @> s.edition
CROSS JOIN LATERAL (SELECT s.what <> t.what AS in_list,
  (s.seen_at AT TIME ZONE 'UTC')::date AS day) AS place
LEFT JOIN tenants o ON o.tenant_id = s.office
LEFT JOIN tenants l ON l.tenant_id = s.tenant_id AND in_list
WHERE s.instrument = :instrument AND s.seen_at < :until
  AND (s.tenant_id = :tenant_id OR s.tenant_id IN (SELECT ancestor_id FROM above))
  AND CASE WHEN in_list THEN
    (s.unit_types = '' OR :unit_type = ANY (string_to_array(s.unit_types, ',')))
    AND EXISTS (SELECT FROM above a WHERE a.ancestor_id = s.tenant_id AND a.valid_from <= day
      AND (a.valid_to IS NULL OR day < a.valid_to))
    ELSE s.tenant_id = :tenant_id END
GROUP BY s.actor, s.actor_kind, t.number, t.kind, s.what, l.code, s.way
"""


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    connection.execute(text(ADD), {"rows": orjson.dumps(rows).decode()})


def first_sightings(
    connection: Connection,
    figure: Figure,
    unit_type: str,
    above: Iterable[ClosureRow],
    until: datetime,
) -> Sequence[Row[Any]]:
    """Of every edition of this figure, by everybody and in every way."""
    return connection.execute(
        text(FIRST),
        {
            **vars(figure),
            "kinds": list(figure.kinds),
            "unit_type": unit_type,
            "above": orjson.dumps([vars(row) for row in above]).decode(),
            "until": until,
        },
    ).all()


def newest_result(
    connection: Connection, tenant_id: str, instrument: str | None, period: str | None
) -> Figure | None:
    """Of those of a unit that ever showed a result, and of this instrument and period if named."""
    found = connection.execute(
        text(
            "SELECT s.state FROM surveys s JOIN scores c USING (survey_id)"
            " WHERE s.tenant_id = :id AND c.edition IS NOT NULL"
            " AND coalesce(:instrument, s.state ->> 'instrument') = s.state ->> 'instrument'"
            " AND coalesce(:period, s.state ->> 'period') = s.state ->> 'period'"
            " ORDER BY s.state ->> 'period' DESC, s.state ->> 'instrument' DESC LIMIT 1"
        ),
        {"id": tenant_id, "instrument": instrument, "period": period},
    ).scalar_one_or_none()
    if found is None:
        return None
    return Figure(tenant_id, found["instrument"], found["period"], found["survey_id"])


def newest_value(
    connection: Connection,
    tenant_id: str,
    instrument: str | None,
    period: str | None,
    kinds: Sequence[str],
) -> Figure | None:
    """Likewise of what results say together."""
    found = connection.execute(
        text(
            "SELECT instrument, periods[1] AS period FROM editions WHERE tenant_id = :id"
            " AND kind = ANY (:kinds) AND coalesce(:instrument, instrument) = instrument"
            " AND coalesce(:period, periods[1]) = periods[1]"
            " ORDER BY period DESC, instrument DESC LIMIT 1"
        ),
        {"id": tenant_id, "instrument": instrument, "period": period, "kinds": list(kinds)},
    ).one_or_none()
    return Figure(tenant_id, found.instrument, found.period, None, kinds) if found else None
