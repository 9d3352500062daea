"""Who reads scores by the API stands in the audit trail, with the releases that they were given."""

import uuid
from types import SimpleNamespace
from typing import Any

from chassis import audit
from chassis.principal import Principal
from contracts.codec import decode
from scoring_service.handlers.readings import Readings
from sqlalchemy import text


def score(survey: str, number: int | None) -> Any:
    """A row as the store lists it."""
    released = None if number is None else {"number": number}
    return SimpleNamespace(state={"survey_id": survey, "released": released})


def reader(name: str) -> Principal:
    return Principal(
        subject=name,
        session="s",
        kind="client",
        name="Sistem",
        role="client",
        tenant_id=str(uuid.uuid4()),
        unit_types=(),
        permissions=frozenset({"results.read"}),
    )


def entries(databases: Any, actor: str) -> list[dict[str, int]]:
    with databases.worker.unbound() as connection:
        query = text("SELECT value FROM outbox WHERE topic = :topic ORDER BY id")
        values = connection.execute(query, {"topic": audit.TOPIC}).scalars().all()
    payloads = [decode(audit.TOPIC, bytes(value)).payload for value in values]
    mine = [each for each in payloads if each["actor"] == actor]
    assert {each["action"] for each in mine} <= {"scoring.scores.read"}
    return [each["detail"]["releases"] for each in mine]


def test_each_release_is_told_once_for_each_reader(databases: Any) -> None:
    readings, first, other = Readings(databases.web), reader("a"), reader("b")
    one, two, none = (str(uuid.uuid4()) for _ in range(3))
    for _ in range(2):
        readings.note(first, [score(one, 1), score(two, 4), score(none, None)])
    assert entries(databases, "a") == [{one: 1, two: 4}]
    readings.note(first, [score(one, 2), score(two, 4)])
    readings.note(other, [score(two, 4)])
    readings.note(other, [score(none, None)])
    assert entries(databases, "a") == [{one: 1, two: 4}, {one: 2}]
    assert entries(databases, "b") == [{two: 4}]
