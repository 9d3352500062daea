"""A visit token is valid once, for its unit and instrument, and tells nothing afterwards."""

import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from chassis.database import Database
from responses_service.tokens import store as tokens
from responses_service.tokens.store import Given
from sqlalchemy import text

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
HASH = "ab" * 32


@pytest.fixture
def drawn(service_database: Callable[[str], Any]) -> Iterator[Callable[[str], str]]:
    """`drawn(hash)`: a token of a new unit, which is returned."""
    owner = Database(service_database("responses").owner)
    made: list[str] = []

    def make(token_hash: str) -> str:
        tenant = str(uuid.uuid4())
        with owner.engine.begin() as connection:
            connection.execute(text("ALTER TABLE visit_tokens NO FORCE ROW LEVEL SECURITY"))
            row = {
                "tenant_id": tenant,
                "batch_id": str(uuid.uuid4()),
                "service": None,
                "instrument": "SPKP-SPAK",
                "period": "2026-11",
                "valid_until": NOW + timedelta(days=30),
            }
            tokens.add(connection, row, [token_hash])
            connection.execute(text("ALTER TABLE visit_tokens FORCE ROW LEVEL SECURITY"))
        made.append(tenant)
        return tenant

    yield make
    owner.close()


def spend(worker: Database, tenant: str, token_hash: str = HASH, **more: Any) -> str:
    given = Given(token_hash, tenant, more.get("instrument", "SPKP-SPAK"), more.get("at", NOW))
    with worker.unbound() as connection:
        return tokens.spend(connection, [given])[token_hash]


def test_a_token_is_valid_once_and_then_spent(worker: Database, drawn: Any) -> None:
    token = uuid.uuid4().hex * 2
    tenant = drawn(token)
    assert [spend(worker, tenant, token) for _ in range(3)] == ["valid", "spent", "spent"]


@pytest.mark.parametrize(
    "more", [{"instrument": "IKM"}, {"at": NOW + timedelta(days=31)}, {"unit": "another"}]
)
def test_of_another_survey_unit_or_time_it_is_foreign_and_stays_unspent(
    worker: Database, drawn: Any, more: dict[str, Any]
) -> None:
    token = uuid.uuid4().hex * 2
    tenant = drawn(token)
    asked = str(uuid.uuid4()) if "unit" in more else tenant
    assert spend(worker, asked, token, **more) == "foreign"
    assert spend(worker, tenant, token) == "valid"


def test_what_was_never_drawn_is_foreign(worker: Database) -> None:
    assert spend(worker, str(uuid.uuid4()), "cd" * 32) == "foreign"


def test_spent_at_the_same_instant_it_is_valid_once(worker: Database, drawn: Any) -> None:
    token = uuid.uuid4().hex * 2
    tenant, found = drawn(token), list[str]()
    start = threading.Barrier(16)

    def one() -> None:
        start.wait()
        found.append(spend(worker, tenant, token))

    threads = [threading.Thread(target=one) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["spent"] * 15 + ["valid"]


def test_no_column_ties_a_token_to_an_answer(worker: Database) -> None:
    """Nor does a time: the row that a token has is the same before and after but for one bit."""
    query = "SELECT column_name FROM information_schema.columns WHERE table_name = :table"
    with worker.unbound() as connection:
        of_tokens, of_records = (
            set(connection.execute(text(query), {"table": table}).scalars())
            for table in ("visit_tokens", "records")
        )
    assert of_tokens & of_records <= {"tenant_id", "instrument", "period", "service"}
    assert not {name for name in of_tokens if "at" in name.split("_")}
