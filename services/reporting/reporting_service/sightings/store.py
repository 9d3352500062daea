"""Rows of what was shown to whom: added, read, never changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from chassis.tenant_tree import ClosureRow
from chassis.tenants import State
from sqlalchemy import Connection, Row, text

# Each first sighting, once: what is there already stays as it is.
ADD = """
INSERT INTO sightings SELECT * FROM jsonb_populate_recordset(NULL::sightings, CAST(:rows AS jsonb))
ON CONFLICT DO NOTHING
"""
# An edition of a survey was seen with whatever was shown from its position on until the next one's.
# `above` are the offices above the unit, with the days on which they were. A standing held the
# survey's final result if its months have the period.
FIRST = """
WITH held AS (
  SELECT position, number, kind, lead(position) OVER (ORDER BY position) AS until
  FROM editions WHERE survey_id = :survey_id
), stood AS (
  SELECT position, periods, lead(position) OVER (ORDER BY position) AS until
  FROM editions WHERE survey_id IS NULL AND tenant_id = :tenant_id AND instrument = :instrument
), above AS (
  SELECT * FROM jsonb_to_recordset(CAST(:above AS jsonb))
    AS a (ancestor_id uuid, valid_from date, valid_to date)
)
SELECT s.actor, s.actor_kind, min(s.role) AS role, min(o.code) AS office, h.number, h.kind, s.what,
  l.code AS list_of, s.way, min(s.seen_at) AS seen_at
FROM sightings s
CROSS JOIN LATERAL (SELECT s.what IN ('results_below', 'standings_below') AS in_list,
  s.what IN ('standing', 'standings_below') AS of_months,
  (s.seen_at AT TIME ZONE 'UTC')::date AS day) AS told
JOIN held h ON s.edition >= h.position AND (h.until IS NULL OR s.edition < h.until)
LEFT JOIN tenants o ON o.tenant_id = s.office
LEFT JOIN tenants l ON l.tenant_id = s.tenant_id AND in_list
WHERE s.instrument = :instrument AND h.kind <> 'none' AND s.seen_at < :until
  AND (s.tenant_id = :tenant_id OR s.tenant_id IN (SELECT ancestor_id FROM above))
  AND CASE WHEN in_list THEN
    (s.unit_types = '' OR :unit_type = ANY (string_to_array(s.unit_types, ',')))
    AND EXISTS (SELECT FROM above a WHERE a.ancestor_id = s.tenant_id AND a.valid_from <= day
      AND (a.valid_to IS NULL OR day < a.valid_to))
    ELSE s.tenant_id = :tenant_id END
  AND CASE WHEN of_months THEN
    h.kind IN ('final', 'correction', 'earlier')
    AND EXISTS (SELECT FROM stood t WHERE :period = ANY (t.periods) AND s.edition >= t.position
      AND (t.until IS NULL OR s.edition < t.until))
    ELSE s.period = :period END
GROUP BY s.actor, s.actor_kind, h.number, h.kind, s.what, l.code, s.way
"""


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    connection.execute(text(ADD), {"rows": orjson.dumps(rows).decode()})


def first_sightings(
    connection: Connection,
    survey: Mapping[str, Any],
    unit_type: str,
    above: Iterable[ClosureRow],
    until: datetime,
) -> Sequence[Row[Any]]:
    """Of every edition of this survey, by everybody and in every way."""
    return connection.execute(
        text(FIRST),
        {
            **survey,
            "unit_type": unit_type,
            "above": orjson.dumps([vars(row) for row in above]).decode(),
            "until": until,
        },
    ).all()


def newest_survey(
    connection: Connection, tenant_id: str, instrument: str | None, period: str | None
) -> State | None:
    """Of those of a unit that ever showed a result, and of this instrument and period if named."""
    return connection.execute(
        text(
            "SELECT s.state FROM surveys s JOIN scores c USING (survey_id)"
            " WHERE s.tenant_id = :id AND c.edition IS NOT NULL"
            " AND coalesce(:instrument, s.state ->> 'instrument') = s.state ->> 'instrument'"
            " AND coalesce(:period, s.state ->> 'period') = s.state ->> 'period'"
            " ORDER BY s.state ->> 'period' DESC, s.state ->> 'instrument' DESC LIMIT 1"
        ),
        {"id": tenant_id, "instrument": instrument, "period": period},
    ).scalar_one_or_none()
