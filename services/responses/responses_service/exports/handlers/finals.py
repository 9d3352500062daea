"""Keeps which answers a final result is of: the unit's file holds these from then on."""

from collections.abc import Sequence
from typing import cast

from chassis.consumer import Message, Outgoing
from chassis.logging import get_logger
from contracts.codec import Event
from contracts.shapes import Score
from sqlalchemy import Connection

from responses_service.exports.rules.release import Result, may_be_a_file, result_of
from responses_service.exports.store import finals
from responses_service.exports.store.finals import Kept

SCORES = "scoring.scores.v1"


def keep_finals(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    """Consumer handler, idempotent."""
    for message in messages:
        _keep(connection, message.event)
    return []


def _keep(connection: Connection, event: Event) -> None:
    score = cast(Score, event.payload)
    result = result_of(score, event.occurred_at)
    if result is None:
        return
    survey_id = score["survey_id"]
    before = finals.kept(connection, survey_id)
    newest = before[-1].answers if before else frozenset()
    answers = _answers(connection, score, result, before)
    if not may_be_a_file(answers, result, [each.answers for each in before]):
        # Decided in the very moment of the result, or a few beside an earlier file.
        get_logger().warning("rows_not_final", survey=survey_id, n=result.n, rows=len(answers))
    elif answers != newest:
        number = len(before) + 1
        finals.keep(connection, event.tenant_id, survey_id, number, result.at, answers)


def _answers(
    connection: Connection, score: Score, result: Result, before: Sequence[Kept]
) -> frozenset[str]:
    """Of a result: as they are kept where it is told once more, perhaps after it was taken back;
    else as scoring corrects one: of another number of recipients it is of the same answers, and
    where answers came in, those that it had stay."""
    for each in reversed(before):
        if each.released_at == result.at:
            return each.answers
    if before and result.reason == "recipients":
        return before[-1].answers
    counting = finals.counting(connection, score, result.at) if result.n else frozenset()
    return counting | before[-1].answers if before and result.reason == "answers" else counting
