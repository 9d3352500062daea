"""Files of answers on the real database: whose file is whose, and which process makes it."""

import uuid
from typing import Any

import pytest
from chassis.database import Scope
from responses_service.exports.store import files as exports
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError


def ask(place: Any, person: str, tenant_id: str) -> str:
    export_id = str(uuid.uuid4())
    with place.web.scope(Scope(tenant_id)) as connection:
        exports.ask(
            connection,
            {
                "export_id": export_id,
                "tenant_id": tenant_id,
                "unit_types": [],
                "requested_by": person,
                "kind": "answers",
                "format": "csv",
                "name": "a.csv",
                "plan": place.plan("answers", tenant_id).plain(),
            },
        )
    return export_id


def test_a_file_is_of_the_hat_that_asked(place: Any) -> None:
    export_id = ask(place, "sari", place.unit)
    with place.worker.unbound() as connection:
        parts = iter([b"one", b"two"])
        exports.keep_file(connection, export_id, place.unit, parts)
    for scope, person, seen in [
        (place.unit, "sari", True),
        (place.unit, "budi", False),
        (place.kanwil, "sari", False),
    ]:
        with place.web.scope(Scope(scope)) as connection:
            assert (exports.one(connection, export_id, person) is not None) is seen
            assert bool(exports.of_person(connection, person, 9)) is seen
    with place.web.scope(Scope(place.kanwil)) as connection:
        assert exports.part(connection, export_id, 0) is None
    with place.web.scope(Scope(place.unit)) as connection:
        assert [exports.part(connection, export_id, n) for n in range(3)] == [b"one", b"two", None]


def test_no_web_role_writes_files_or_asks_for_another(place: Any) -> None:
    ask(place, "sari", place.unit)
    for query in (
        "UPDATE exports SET requested_by = 'budi'",
        "DELETE FROM exports",
        "INSERT INTO export_files SELECT export_id, 0, tenant_id, '' FROM exports",
    ):
        with place.web.scope(Scope(place.unit)) as connection, pytest.raises(DBAPIError):
            connection.execute(text(query))
    wish = {"export_id": str(uuid.uuid4()), "tenant_id": place.kanwil, "unit_types": []}
    wish |= {"requested_by": "sari", "kind": "answers", "format": "csv", "name": "a", "plan": {}}
    with place.web.scope(Scope(place.unit)) as connection, pytest.raises(DBAPIError):
        exports.ask(connection, wish)


def test_one_process_takes_a_file_and_another_goes_on_when_it_falls_silent(place: Any) -> None:
    with place.worker.unbound() as connection:
        connection.execute(text("DELETE FROM exports"))
    export_id = ask(place, "sari", place.unit)

    def take() -> str | None:
        with place.worker.unbound() as connection:
            found = exports.take(connection)
        return str(found.export_id) if found else None

    assert [take(), take()] == [export_id, None]
    with place.worker.unbound() as connection:
        connection.execute(text("UPDATE exports SET touched_at = touched_at - interval '3 min'"))
    assert take() == export_id
    with place.worker.unbound() as connection:
        exports.fail_running(connection, export_id)
        connection.execute(text("UPDATE exports SET touched_at = touched_at - interval '3 min'"))
    assert take() is None
    with place.worker.unbound() as connection:
        aged = "UPDATE exports SET requested_at = requested_at - interval '8 days'"
        connection.execute(text(aged))
        exports.forget_old(connection)
        assert connection.execute(text("SELECT count(*) FROM exports")).scalar_one() == 0
