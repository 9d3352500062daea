"""The recorder on the real database: first counts, a copy is dropped, another body conflicts."""

import uuid
from typing import Any

import orjson
import pytest
from chassis.consumer import Message
from chassis.database import Database
from chassis.events import new_event
from contracts.codec import encode
from responses_service.intake.handlers.taking import SUBMITTED
from responses_service.record.api import line_of
from responses_service.record.handlers.recording import record
from responses_service.record.store import ledger, records
from responses_testing import submission
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

TENANT = str(uuid.uuid4())


def message(offset: int, response_id: str, digest: str = "ab", **more: Any) -> Message:
    payload = submission(
        response_id=response_id,
        digest=digest * 32,
        receipt=f"{digest}{response_id}"[:38],
        **more,
    )
    event = new_event(SUBMITTED, TENANT, payload)
    encode(event)  # what the recorder gets has passed the schema
    return Message(event, 3, offset)


def states(worker: Database, messages: list[Message]) -> list[tuple[str, int]]:
    """(state, source offset) of what would be published, after a commit."""
    with worker.unbound() as connection:
        outgoing = record(connection, messages)
    assert {part for _, part in outgoing} <= {3}
    return [(event.payload["state"], event.payload["source"]["offset"]) for event, _ in outgoing]


def rows(worker: Database, response_id: str) -> int:
    with worker.unbound() as connection:
        found: int = connection.execute(
            text("SELECT count(*) FROM records WHERE response_id = :id"), {"id": response_id}
        ).scalar_one()
    return found


def test_copies_and_conflicts_in_one_batch_and_over_batches(worker: Database) -> None:
    one, two = str(uuid.uuid4()), str(uuid.uuid4())
    batch = [message(10, one), message(11, one), message(12, one, "cd"), message(13, two)]
    assert states(worker, batch) == [("counted", 10), ("conflict", 12), ("counted", 13)]
    assert states(worker, [message(14, one)]) == []
    assert states(worker, [message(15, two, "ef")]) == [("conflict", 15)]
    assert rows(worker, one) == rows(worker, two) == 1


def test_the_same_batch_again_stores_nothing_and_publishes_the_same(worker: Database) -> None:
    one = str(uuid.uuid4())
    batch = [message(20, one), message(21, one, "cd"), message(22, one)]
    first = states(worker, batch)
    assert states(worker, batch) == first == [("counted", 20), ("conflict", 21)]
    assert rows(worker, one) == 1


def test_what_came_too_late_is_kept_and_not_counted(worker: Database) -> None:
    one = str(uuid.uuid4())
    assert states(worker, [message(30, one, late=True)]) == [("late", 30)]
    assert rows(worker, one) == 1


@pytest.mark.parametrize("told", ["yesterday", "2026-11-24T09:30:00", "", None])
def test_a_time_that_an_earlier_edition_let_through_stops_nothing(
    worker: Database, told: str | None
) -> None:
    one = str(uuid.uuid4())
    offset = 35 + ["yesterday", "2026-11-24T09:30:00", "", None].index(told)
    assert states(worker, [message(offset, one, finished_at=told)]) == [("counted", offset)]


def test_a_period_that_nobody_foresaw_is_kept_too(worker: Database) -> None:
    one = str(uuid.uuid4())
    assert states(worker, [message(40, one, period="2031-02")]) == [("counted", 40)]
    assert rows(worker, one) == 1


def test_the_reason_of_who_helped_is_kept_with_the_answer(worker: Database) -> None:
    one, two = str(uuid.uuid4()), str(uuid.uuid4())
    helped = message(45, one, mode="assisted", reason="cannot_see")
    assert states(worker, [helped, message(46, two)]) == [("counted", 45), ("counted", 46)]
    query = text("SELECT mode, reason FROM records WHERE response_id = :id")
    with worker.unbound() as connection:
        found = [tuple(connection.execute(query, {"id": each}).one()) for each in (one, two)]
    assert found == [("assisted", "cannot_see"), ("self", None)]


def test_the_list_of_reasons_is_closed(worker: Database) -> None:
    row = message(47, str(uuid.uuid4())).event.payload
    kept = {**row, "tenant_id": TENANT, "state": "counted", "token": "none", "flags": []}
    kept.update(source_partition=3, source_offset=47, answered_at=row["received_at"])
    with worker.unbound() as connection, pytest.raises(DBAPIError, match="reason"):
        ledger.keep(connection, [{**kept, "reason": "in a hurry"}])


def test_the_event_and_the_record_tell_alike_who_answered(worker: Database) -> None:
    """Late in the evening of UTC, and in the morning after by the clock of the capital."""
    one = str(uuid.uuid4())
    profile = {"usia": "usia_18_25", "disabilitas": ["fisik", "mental"]}
    told = {"language": "en", "day": "2026-11-18", "profile": profile}
    at = "2026-11-17T18:30:00+00:00"
    with worker.unbound() as connection:
        sent = message(60, one, finished_at=at, language="en", profile=profile)
        ((event, _),) = record(connection, [sent])
    assert event.payload["respondent"] == told
    encode(event)
    with worker.unbound() as connection:
        found = [row for row in records.stream(connection) if str(row.response_id) == one]
    assert [orjson.loads(line_of(row))["respondent"] for row in found] == [told]


def test_a_receipt_shows_its_own_row_alone(worker: Database, web: Database) -> None:
    one, two = message(50, str(uuid.uuid4())), message(51, str(uuid.uuid4()))
    states(worker, [one, two])
    with web.unbound() as connection:
        receipt = one.event.payload["receipt"]
        assert ledger.fate(connection, receipt) == ("counted", "2026-11", str(one.event.tenant_id))
        assert connection.execute(text("SELECT count(*) FROM ledger")).scalar_one() == 1
    with web.unbound() as connection, pytest.raises(DBAPIError):
        connection.execute(text("SELECT count(*) FROM records"))
