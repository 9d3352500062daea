"""Files of answers on the real database: whose file is whose, and how long it stays."""

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


def test_files_go_when_their_time_is_over(place: Any) -> None:
    kept, gone = ask(place, "sari", place.unit), ask(place, "sari", place.unit)
    with place.worker.unbound() as connection:
        aged = "UPDATE exports SET requested_at = requested_at - interval '8 days'"
        connection.execute(text(f"{aged} WHERE export_id = :id"), {"id": gone})
        exports.forget_old(connection)
    with place.web.scope(Scope(place.unit)) as connection:
        assert exports.one(connection, gone, "sari") is None
        assert exports.one(connection, kept, "sari") is not None
