"""A survey whose result is final, for tests that read it on a running stack, where time cannot be
moved for everybody."""

from datetime import timedelta
from typing import Any

import psycopg
from chassis import clock
from scoring_service.domain.life import FINAL_AFTER
from scoring_service.store.marks import BELL, CLOCK

from suara_local.running import Running, eventually

PAST = FINAL_AFTER + timedelta(days=1)
Survey = dict[str, Any]


def finish(suara: Running, survey: Survey) -> dict[str, Any]:
    """Close it as by its schedule, and let scoring look at it as if that were two weeks ago; what
    is published of it then."""
    suara.end(survey)
    survey_id = survey["survey_id"]
    eventually(lambda: _state(suara, "surveys", survey_id)["status"], "closed")
    with psycopg.connect(suara.stack.superuser_url("scoring"), autocommit=True) as scoring:
        scoring.execute(
            "UPDATE surveys SET state = state || jsonb_build_object('closes_at', %s::text,"
            " 'late_days', 0) WHERE survey_id = %s",
            [(clock.now() - PAST).isoformat(), survey_id],
        )
        scoring.execute(
            "INSERT INTO pending_scores VALUES (%s, %s) ON CONFLICT DO NOTHING", [survey_id, CLOCK]
        )
        scoring.execute("SELECT pg_notify(%s, '')", [BELL])
    eventually(lambda: score(suara, survey)["stage"], "final")
    return dict(score(suara, survey)["released"])


def score(suara: Running, survey: Survey) -> dict[str, Any]:
    """As scoring published it last."""
    return _state(suara, "scores", survey["survey_id"])


def _state(suara: Running, table: str, survey_id: str) -> dict[str, Any]:
    with psycopg.connect(suara.stack.superuser_url("scoring")) as connection:
        row = connection.execute(
            f"SELECT state FROM {table} WHERE survey_id = %s",  # noqa: S608 (ours)
            [survey_id],
        ).fetchone()
    nothing = {"status": None, "stage": None, "count": 0, "excluded": 0, "released": None}
    return dict(row[0]) if row else nothing
