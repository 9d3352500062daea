"""kill -9 of the recorder at its two worst moments: what is sent again counts once."""

import signal
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import psycopg
import pytest
from suara_local.running import Running, eventually

pytestmark = pytest.mark.destructive

SCRIPT = Path(__file__).with_name("killed_recorder.py")
ANSWERS = 40


def one(suara: Running, service: str, query: str, *values: Any) -> int:
    with psycopg.connect(suara.stack.superuser_url(service)) as connection:
        row = connection.execute(query, values).fetchone()
    assert row is not None
    return int(row[0] or 0)


@pytest.mark.parametrize(
    ("point", "unit"), [("before-publish", "W10-02"), ("before-place", "W11-03")]
)
def test_a_batch_cut_in_two_counts_once(suara: Running, point: str, unit: str) -> None:
    survey = suara.survey(unit)
    stored = "SELECT count(*) FROM records WHERE survey_id = %s"
    before = one(suara, "responses", stored, survey["survey_id"])
    wanted = before + ANSWERS
    suara.stack.kill("responses-background", signal.SIGKILL)
    body = suara.submission(survey)
    for _ in range(ANSWERS):
        suara.send({**body, "response_id": str(uuid.uuid4())}).raise_for_status()
    environment = suara.stack.environment("responses")
    died = subprocess.run(
        [sys.executable, str(SCRIPT), point], env=environment, timeout=60, check=False
    )
    assert died.returncode == -signal.SIGKILL
    # Something was committed whose place as published was never kept: it will be sent again.
    lagging = "SELECT sum(next_offset - published_offset) FROM consumer_positions"
    assert one(suara, "responses", f"{lagging} WHERE consumer = 'recorder'") > 0
    assert before < one(suara, "responses", stored, survey["survey_id"]) < wanted
    suara.stack.start_process("responses-background")
    tallied = "SELECT sum(responses) FROM tallies WHERE survey_id = %s"
    eventually(lambda: one(suara, "scoring", tallied, survey["survey_id"]), wanted)
    assert one(suara, "responses", stored, survey["survey_id"]) == wanted
    places = f"{lagging} WHERE consumer = 'recorder'"
    eventually(lambda: one(suara, "responses", places), 0)
    assert one(suara, "scoring", tallied, survey["survey_id"]) == wanted
