"""Fills the record by SQL, since a million answers through the queue would take an hour; what is
tested here only reads it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb
from suara_local.running import Running

# The first statement grows with the order of arrival, so that a file betrays an order by it; the
# others cycle. Times, devices and ids are there to be looked for in vain.
FILL = """
INSERT INTO records (response_id, period, tenant_id, survey_id, instrument, form_version_id,
 point_id, state, answers, details, profile, mode, language, service, served_on, device, token,
 flags, flagged, received_at, issued_at, answered_at, source_partition, source_offset)
SELECT gen_random_uuid(), s.period, s.tenant, s.survey, s.instrument, s.form, gen_random_uuid(),
 'counted', (SELECT jsonb_object_agg(key, CASE WHEN place = 1
   THEN 1 + (n - 1) * %(points)s / %(rows)s ELSE 1 + (n * 7 + place) %% %(points)s END)
  FROM unnest(%(items)s::text[]) WITH ORDINALITY AS i(key, place)),
 '{}', %(profile)s, %(mode)s, 'id', %(service)s, (s.start + n * interval '1 minute')::date,
 md5(n::text), 'none', '{}', false, s.start + n * interval '10 ms', s.start,
 s.start + n * interval '10 ms', 99, n
FROM generate_series(1, %(rows)s) AS n, (SELECT %(period)s AS period, %(tenant)s::uuid AS tenant,
 %(survey)s::uuid AS survey, %(instrument)s AS instrument, %(form)s::uuid AS form,
 %(start)s::timestamptz AS start) AS s
"""
# Scoring never heard of these answers: which of them a final result is of is filled in as well.
FINAL = """
INSERT INTO final_rows (survey_id, number, tenant_id, released_at, response_ids)
SELECT survey_id, 1, tenant_id, clock_now(), array_agg(response_id) FROM records
WHERE survey_id = %(survey)s AND source_partition = 99 AND source_offset <= %(final)s
GROUP BY survey_id, tenant_id
"""
FORGET = "DELETE FROM records WHERE source_partition = 99"
NO_LONGER_FINAL = """
DELETE FROM final_rows
WHERE survey_id IN (SELECT survey_id FROM records WHERE source_partition = 99)
"""


@dataclass(frozen=True)
class Filled:
    """A survey of the stack with answers in the record, the first `final` in its final result."""

    survey: dict[str, Any]
    items: list[str]
    rows: int
    final: int
    points: int

    @property
    def id(self) -> str:
        return str(self.survey["survey_id"])


Fill = Callable[..., Filled]


@pytest.fixture(scope="module")
def fill(suara: Running) -> Iterator[Fill]:
    """`fill("W11-02", 1000)`; what was filled is gone after the module. `later`: how many of them
    came after the final result."""

    def filled(unit: str, rows: int, mode: str = "self", later: int = 0) -> Filled:
        survey = suara.survey(unit)
        body = suara.submission(survey)
        items = list(body["answers"])
        known = {
            "tenant": survey["tenant"],
            "survey": survey["survey_id"],
            "items": items,
            "instrument": "SPKP-SPAK",
            "period": survey["period"],
            "rows": rows,
            "final": rows - later,
            "points": 6,
            "form": body["form_version"],
            "mode": mode,
            "service": f"Layanan {unit}",
            "profile": Jsonb({"jenis_kelamin": "perempuan"}),
            "start": start(survey),
        }
        with psycopg.connect(suara.stack.superuser_url("responses"), autocommit=True) as database:
            database.execute(FILL, known)
            database.execute(FINAL, known)
            database.execute("ANALYZE records")
        return Filled(survey, items, rows, rows - later, 6)

    yield filled
    with psycopg.connect(suara.stack.superuser_url("responses"), autocommit=True) as database:
        database.execute(NO_LONGER_FINAL)
        database.execute(FORGET)


def start(survey: dict[str, Any]) -> str:
    return f"{survey['period']}-02T09:00:00+07:00"
