"""What is kept no longer goes on the real database, corrections with it; the rest stays."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from chassis.consumer import Message
from chassis.database import Database
from chassis.events import new_event
from chassis.principal import Principal
from chassis.problems import Invalid
from contracts.codec import decode
from responses_service.intake.handlers.taking import CONTACTS, SUBMITTED
from responses_service.receipts.handlers import keep_amendments
from responses_service.record.handlers.recording import keep_contacts, record
from responses_service.retention import store
from responses_service.retention.handlers import change, run, run_when_due
from responses_service.retention.rules import EVERY, KINDS
from responses_service.shared.amendments import AMENDMENTS, amendment
from responses_testing import submission
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

TENANT = str(uuid.uuid4())
# Nothing else in this database is so old: only what is put there here is due.
NOW = datetime(2016, 1, 15, tzinfo=UTC)
OLD, YOUNG = "2013-12", "2014-01"
BOX = {"wrapped_key": "a2V5", "sealed": "dGV4dA=="}


def stored(worker: Database, period: str, instrument: str) -> str:
    now = NOW.isoformat()
    payload = submission(
        instrument=instrument,
        period=period,
        received_at=now,
        issued_at=now,
        device="a-device",
        text=BOX,
    )
    with worker.unbound() as connection:
        record(connection, [Message(new_event(SUBMITTED, TENANT, payload), 3, 0)])
    return str(payload["response_id"])


def contact(worker: Database, month: str) -> str:
    payload = {"contact_id": str(uuid.uuid4()), "month": month, **BOX}
    with worker.unbound() as connection:
        keep_contacts(connection, [Message(new_event(CONTACTS, TENANT, payload), 3, 0)])
    return payload["contact_id"]


def corrected(worker: Database, subject_id: str, kind: str) -> None:
    event = amendment(TENANT, subject_id, kind, {"wrapped_key": "bmV3", "sealed": "bmV3"})
    with worker.unbound() as connection:
        keep_amendments(connection, [Message(event, 3, 0)])


def changed_by(web: Database, name: str, wish: dict[Any, Any]) -> int:
    by = Principal(
        subject=str(uuid.uuid4()),
        session=str(uuid.uuid4()),
        kind="person",
        name="Admin",
        role="national_administrator",
        tenant_id=TENANT,
        unit_types=(),
        permissions=frozenset({"retention.write"}),
    )
    return change(web, by, [name], wish)


def one(worker: Database, query: str, **values: Any) -> Any:
    with worker.unbound() as connection:
        return connection.execute(text(query), values).scalar()


def kept(worker: Database, response_id: str) -> tuple[bool, bool]:
    """(text, device)."""
    query = "SELECT ARRAY[text_key IS NOT NULL, device IS NOT NULL] FROM records"
    found = one(worker, query + " WHERE response_id = :id", id=response_id)
    return tuple(found)


def told(worker: Database) -> list[dict[str, Any]]:
    with worker.unbound() as connection:
        query = text("SELECT value FROM outbox WHERE topic = :topic ORDER BY id")
        rows = connection.execute(query, {"topic": AMENDMENTS}).scalars()
        return [decode(AMENDMENTS, bytes(value)).payload for value in rows]


def test_texts_and_contacts_go_with_their_corrections_and_stars_stay(worker: Database) -> None:
    old, young = stored(worker, OLD, "SPKP-SPAK"), stored(worker, YOUNG, "SPKP-SPAK")
    former, later = contact(worker, "2014-12"), contact(worker, "2015-01")
    corrected(worker, old, "text")
    corrected(worker, young, "text")
    corrected(worker, former, "contact")
    with worker.unbound() as connection:
        erased = run(connection, NOW)
    assert erased[EVERY, "text"] == erased[EVERY, "contact"] == 1
    assert kept(worker, old) == (False, False)
    assert kept(worker, young) == (True, False)
    assert one(worker, "SELECT answers FROM records WHERE response_id = :id", id=old) == {
        "pungli": 6
    }
    query = "SELECT count(*) FROM contacts WHERE contact_id = :id"
    assert [one(worker, query, id=each) for each in (former, later)] == [0, 1]
    gone = [each for each in told(worker) if each["box"] is None]
    assert {(each["subject_id"], each["kind"]) for each in gone} >= {
        (old, "text"),
        (former, "contact"),
    }
    assert young not in {each["subject_id"] for each in gone}


def test_a_second_run_erases_nothing_and_is_logged(worker: Database) -> None:
    stored(worker, OLD, "SPKP-SPAK")
    with worker.unbound() as connection:
        run(connection, NOW)
        again = run(connection, NOW)
        last = store.last_run(connection)
    assert set(again.values()) == {0}
    assert last is not None
    assert last >= NOW


def test_once_a_day(worker: Database) -> None:
    with worker.unbound() as connection:
        run(connection, NOW)
        last = store.last_run(connection)
    assert last is not None
    count = "SELECT count(*) FROM retention_runs"
    before = one(worker, count)
    run_when_due(worker, last + timedelta(hours=23, minutes=59))
    assert one(worker, count) == before
    run_when_due(worker, last + timedelta(days=1))
    assert one(worker, count) > before


def test_a_rule_of_one_instrument_holds_for_it_alone(worker: Database, web: Database) -> None:
    name = f"OWN-{uuid.uuid4()}"
    own, other = stored(worker, YOUNG, name), stored(worker, YOUNG, "SPKP-SPAK")
    for wrong in (0, 121, "12", 1.5, None, True):
        with pytest.raises(Invalid) as problem:
            changed_by(web, name, {(name, "text"): wrong})
        assert [each.field for each in problem.value.faults] == [f"{name}.text"]
    with pytest.raises(Invalid):
        changed_by(web, name, {("ELSE", "text"): 3})
    wish = {(name, "text"): 3, (EVERY, "contact"): KINDS["contact"]}
    assert changed_by(web, name, wish) == 1
    with worker.unbound() as connection:
        assert store.changed(connection)[name, "text"] == 3
        assert run(connection, NOW)[name, "text"] == 1
    assert kept(worker, own)[0] is False
    assert kept(worker, other)[0] is True


def test_nobody_rewrites_the_schedule_or_its_log(worker: Database, web: Database) -> None:
    for database, statement in [
        (web, "UPDATE retention_rules SET months = 1"),
        (web, "DELETE FROM retention_rules"),
        (web, "INSERT INTO retention_runs VALUES (DEFAULT, clock_now(), '', 'text', 1, 0)"),
        (worker, "DELETE FROM retention_runs"),
        (worker, "UPDATE retention_runs SET erased = 0"),
    ]:
        with pytest.raises(DBAPIError, match="permission denied"), database.unbound() as connection:
            connection.execute(text(statement))
