"""The background process as it runs, and the timer that closes what is over."""

import sys
import uuid
from collections.abc import Iterator

import pytest
from chassis.events import new_event
from chassis.kafka import make_producer, publish
from forms_service.surveys.handlers import close_due
from sqlalchemy import text
from suara_local.practice.months import DEMO_UNITS
from suara_local.processes import Process, wait_until

SURVEYS, POINTS = "forms.surveys.v1", "forms.collection-points.v1"


@pytest.fixture
def background(seeded, tmp_path) -> Iterator[Process]:
    process = Process(
        name="forms-background",
        command=[sys.executable, "-m", "forms_service", "background"],
        environment=seeded.environments["forms"],
        log=tmp_path / "background.log",
    )
    process.start()
    yield process
    process.stop()


def test_it_keeps_new_tenants_and_sends_what_the_web_process_left(seeded, background) -> None:
    old = next(
        event.payload
        for event in seeded.events("identity.tenants.v1")
        if event.payload["code"] == DEMO_UNITS[0]
    )
    # Of a kind that the seed opens nothing for, so that the other tests count the same.
    new = {**old, "tenant_id": str(uuid.uuid4()), "code": "NEW", "kind": "unit_utama"}
    producer = make_producer(seeded.bootstrap)
    event = new_event("identity.tenants.v1", new["tenant_id"], new)
    publish(producer, seeded.prefix, [(event, None)])
    producer.close()

    def known() -> bool:
        with seeded.worker.unbound() as connection:
            query = text("SELECT count(*) FROM tenant_closure WHERE tenant_id = :id")
            return connection.scalar(query, {"id": new["tenant_id"]}) == 3

    wait_until(known, 60, "the new tenant")
    with seeded.api("admin") as api:
        body = {"tenant": new["tenant_id"], "name": "Loket baru"}
        made = api.post("/collection-points", json=body).json()
    # Not `sent`: the process itself is to send it.
    wait_until(lambda: made in [e.payload for e in seeded.events(POINTS)], 60, "the new point")
    assert background.alive()


def test_a_survey_whose_time_is_over_is_closed_and_that_is_audited(seeded) -> None:
    key = seeded.survey_of_the_month(seeded.own_unit())["survey_id"]
    with seeded.worker.unbound() as connection:
        over = text("UPDATE surveys SET closes_at = clock_now() WHERE survey_id = :key")
        connection.execute(over, {"key": key})
    close_due(seeded.worker)
    closed = [row for row in seeded.sent(SURVEYS) if row["survey_id"] == key]
    assert closed[-1]["status"] == "closed"
    entries = seeded.sent("audit.entries.v1")
    done = [(e["actor_kind"], e["action"]) for e in entries if e["subject"] == key]
    assert done == [("service", "forms.survey.open"), ("service", "forms.survey.close")]
