"""Rows of files on the real database: released, own, shuffled; and whose file is whose."""

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from chassis.database import Database, Scope
from chassis.tenant_tree import store_tenants
from responses_service.exports.handlers.contents import bind, rows
from responses_service.exports.rules.plan import Plan
from responses_service.exports.rules.release import ALWAYS, LEAST, NEVER
from responses_service.exports.rules.variables import variables_of
from responses_service.exports.store import extracts
from responses_service.exports.store import files as exports
from responses_service.exports.store.extracts import Steps
from responses_service.shared import tenants
from responses_service.shared.sealing import seal
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

PERIOD, INSTRUMENT = "2026-11", "SPKP-SPAK"
START = datetime(2026, 11, 2, 2, tzinfo=UTC)
KEY, TEXT_KEY = b"k" * 32, os.urandom(32)
FORM = {
    "items": [
        {"key": "pungli", "type": "stars", "points": 6, "text": {"id": "Tidak ada"}},
        {"key": "cerita", "type": "long_text", "text": {"id": "Cerita"}},
    ],
    "profile": [],
    "stars": {"words": []},
}
INSERT = text(
    "INSERT INTO records (response_id, period, tenant_id, survey_id, instrument, form_version_id,"
    " point_id, state, answers, details, profile, mode, language, flagged, received_at, issued_at,"
    " answered_at, text_key, text_sealed, source_partition, source_offset)"
    " VALUES (:id, :period, :tenant, :survey, :instrument, :form, :form, :state,"
    " CAST(:answers AS jsonb), '{}', '{}', 'self', 'id', false, :at, :at, :at, :key, :sealed, 0, 0)"
)


@dataclass(frozen=True)
class Place:
    """A kanwil with a unit below it, each with a survey."""

    web: Database
    worker: Database
    kanwil: str
    unit: str
    form: str

    def add(
        self,
        tenant: str,
        number: int,
        state: str = "counted",
        wrote: Any = None,
        first: int = 1,
    ) -> list[str]:
        """Ids of new answers to the tenant's survey; `pungli` says the place in their order."""
        ids = [str(uuid.uuid4()) for _ in range(number)]
        box = seal(TEXT_KEY, tenant, wrote) if wrote else {"wrapped_key": None, "sealed": None}
        lines = [
            {
                **{"id": each, "period": PERIOD, "tenant": tenant, "survey": tenant},
                **{"instrument": INSTRUMENT, "form": self.form, "state": state},
                "answers": orjson.dumps({"pungli": place}).decode(),
                "at": START + timedelta(minutes=place),
                **{"key": box["wrapped_key"], "sealed": box["sealed"]},
            }
            for place, each in enumerate(ids, first)
        ]
        with self.worker.unbound() as connection:
            connection.execute(INSERT, lines)
        return ids

    def exclude(self, tenant: str, ids: list[str], *states: bool) -> None:
        """The history of each: out, back, ..."""
        request = str(uuid.uuid4())
        with self.worker.unbound() as connection:
            for sequence, excluded in enumerate(states, 1):
                for each in ids:
                    connection.execute(
                        text("INSERT INTO exclusion_effects VALUES (:id, :s, :t, :r, :e)"),
                        {"id": each, "s": sequence, "t": tenant, "r": request, "e": excluded},
                    )

    def plan(self, kind: str, survey: str | None, *, since: str = ALWAYS, step: int = 5) -> Plan:
        known = {"kind": kind, "instrument": INSTRUMENT, "period": PERIOD, "survey": survey}
        more = {"tenant": "W", "since": since, "step": step, "versions": {self.form: 7}}
        fields = ("suggestion", "cerita")
        return Plan(
            **known, **more, fields=fields, variables=tuple(variables_of(kind, [(7, FORM)]))
        )

    def rows(self, scope: Scope, plan: Plan) -> list[list[Any]]:
        with self.web.scope(scope) as connection:
            bind(connection, scope)
            return list(rows(connection, plan, KEY, TEXT_KEY))

    def own(self, tenant: str, **more: Any) -> list[int]:
        found = self.rows(Scope(tenant), self.plan("answers", tenant, **more))
        return [row[0] for row in found]


def tenant(tenant_id: str, kind: str, parent: str | None) -> dict[str, Any]:
    parents = [{"parent_id": parent, "valid_from": "2020-01-01"}] if parent else []
    unit_type = "kanwil" if kind == "kanwil" else "lapas"
    name = {"name": kind, "short_name": kind, "valid_from": "2020-01-01"}
    return {
        **{"tenant_id": tenant_id, "code": tenant_id, "kind": kind, "unit_type": unit_type},
        **{"time_zone": "Asia/Jakarta", "status": "active", "demo": True},
        **{"names": [name], "parents": parents, "province_codes": []},
    }


@pytest.fixture
def place(service_database: Callable[[str], Any]) -> Iterator[Place]:
    database = service_database("responses")
    web, worker = Database(database.web), Database(database.worker)
    made = Place(web, worker, *(str(uuid.uuid4()) for _ in range(3)))
    with worker.unbound() as connection:
        units = [tenant(made.kanwil, "kanwil", None), tenant(made.unit, "upt", made.kanwil)]
        store_tenants(connection, units)
    yield made
    web.close()
    worker.close()


def test_the_newest_wait_for_the_next_release(place: Place) -> None:
    place.add(place.unit, 33)
    assert sorted(place.own(place.unit)) == list(range(1, 31))
    assert sorted(place.own(place.unit, since=NEVER)) == list(range(1, 34))
    assert sorted(place.own(place.unit, step=1)) == list(range(1, 34))


@pytest.mark.parametrize(
    ("counted", "late", "step", "released"),
    [
        (4, 4, 5, 0),
        (34, 34, 5, 30),
        (35, 35, 5, 35),
        (34, 0, 5, 34),
        # Three late ones wait for two more.
        (37, 3, 5, 34),
        (39, 5, 5, 39),
        (34, 34, 7, 28),
        (31, 31, 1, 31),
    ],
)
def test_late_answers_are_released_in_steps_of_their_own(
    place: Place, counted: int, late: int, step: int, released: int
) -> None:
    place.add(place.unit, counted)
    since = (START + timedelta(minutes=counted - late, seconds=1)).isoformat()
    found = counts(place, Steps(place.unit, since, step))
    assert found == (counted, released)
    rows = list(range(1, released + 1)) if released >= LEAST else []
    assert sorted(place.own(place.unit, since=since, step=step)) == rows


def counts(place: Place, steps: Steps) -> tuple[int, int]:
    with place.web.scope(Scope(place.unit)) as connection:
        bind(connection, Scope(place.unit))
        return extracts.counted(connection, [steps], [PERIOD])[steps.survey_id]


def test_an_exclusion_moves_no_other_answer_into_a_file_or_out_of_it(place: Place) -> None:
    ids = place.add(place.unit, 45)
    since = (START + timedelta(minutes=40, seconds=1)).isoformat()
    assert sorted(place.own(place.unit, since=since)) == list(range(1, 46))
    place.exclude(place.unit, ids[41:42], True)
    left = [*range(1, 42), 43, 44, 45]
    assert sorted(place.own(place.unit, since=since)) == left
    place.add(place.unit, 1, first=46)
    assert sorted(place.own(place.unit, since=since)) == left
    assert counts(place, Steps(place.unit, since, 5)) == (45, 44)


def test_below_thirty_there_is_nothing(place: Place) -> None:
    place.add(place.unit, 29)
    assert place.own(place.unit) == place.own(place.unit, since=NEVER) == []
    place.add(place.unit, 5)
    assert len(place.own(place.unit)) == 30
    # 34 answers in steps of 7 are 28 rows.
    assert place.own(place.unit, step=7) == []


def test_late_and_excluded_answers_are_left_out_and_restored_ones_come_back(place: Place) -> None:
    ids = place.add(place.unit, 40)
    place.add(place.unit, 9, state="late")
    place.exclude(place.unit, ids[:2], True)
    place.exclude(place.unit, ids[2:4], True, False)
    assert sorted(place.own(place.unit, since=NEVER)) == list(range(3, 41))


def test_the_order_is_by_key_and_survives_a_new_release(place: Place) -> None:
    place.add(place.unit, 200)
    first, again = place.own(place.unit), place.own(place.unit)
    assert first == again
    assert first not in (sorted(first), sorted(first, reverse=True))
    with place.web.scope(Scope(place.unit)) as connection:
        bind(connection, Scope(place.unit))
        known = place.plan("answers", place.unit)
        other = [row[0] for row in rows(connection, known, b"another key", TEXT_KEY)]
    assert sorted(other) == sorted(first)
    assert other != first


def test_a_kanwil_reads_results_of_its_units_but_not_their_answers(place: Place) -> None:
    place.add(place.unit, 40)
    place.add(place.kanwil, 35)
    assert place.rows(Scope(place.kanwil), place.plan("answers", place.unit)) == []
    assert len(place.own(place.kanwil)) == 35
    assert place.rows(Scope(str(uuid.uuid4())), place.plan("microdata", None)) == []


def test_microdata_are_of_the_scope_and_its_cut(place: Place) -> None:
    ids = place.add(place.unit, 3)
    place.add(place.unit, 1, state="late")
    place.add(place.kanwil, 2)
    place.exclude(place.unit, ids[:1], True)
    plan = place.plan("microdata", None)
    names = [each.name for each in plan.variables]
    found = [dict(zip(names, row, strict=True)) for row in place.rows(Scope(place.kanwil), plan)]
    assert sorted(row["tenant"] for row in found) == sorted([place.unit] * 4 + [place.kanwil] * 2)
    assert {row["form_version"] for row in found} == {7}
    # 09:01 in Jakarta.
    assert {row["hours"] for row in found} == {"08-12"}
    assert sorted((row["state"], row["excluded"]) for row in found if row["tenant"] == place.unit)[
        :2
    ] == [("counted", 0), ("counted", 0)]
    assert sum(row["excluded"] for row in found) == 1
    assert {row["reason"] for row in found} == {None}
    cut = place.rows(Scope(place.kanwil, ("lapas",)), plan)
    assert {row[0] for row in cut} == {place.unit}
    assert len(place.rows(Scope(place.unit), plan)) == 4


def test_texts_come_alone_and_apart(place: Place) -> None:
    for number in range(20):
        wrote = {"suggestion": f"saran {number}", "items": {"cerita": f"cerita {number}"}}
        place.add(place.unit, 1, wrote=wrote)
    place.add(place.unit, 1, wrote={"suggestion": None, "items": {"cerita": "=SUM(A1)"}})
    found = place.rows(Scope(place.kanwil), place.plan("texts", None))
    assert {tuple(row[:3]) for row in found} == {(place.unit, INSTRUMENT, PERIOD)}
    by_field = {
        name: [row[4] for row in found if row[3] == name] for name in ("suggestion", "cerita")
    }
    assert sorted(by_field["suggestion"]) == sorted(f"saran {number}" for number in range(20))
    assert len(by_field["cerita"]) == 21
    # Nobody pairs two texts of one person by their place.
    stories = [each.split()[1] for each in by_field["cerita"] if not each.startswith("=")]
    assert stories != [each.split()[1] for each in by_field["suggestion"]]


def ask(place: Place, person: str, tenant_id: str) -> str:
    export_id = str(uuid.uuid4())
    with place.web.scope(Scope(tenant_id)) as connection:
        exports.ask(
            connection,
            {
                **{"export_id": export_id, "tenant_id": tenant_id, "unit_types": []},
                **{"requested_by": person, "kind": "answers", "format": "csv", "name": "a.csv"},
                "plan": place.plan("answers", tenant_id).plain(),
            },
        )
    return export_id


def test_a_file_is_of_the_hat_that_asked(place: Place) -> None:
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


def test_no_web_role_writes_files_or_asks_for_another(place: Place) -> None:
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


def test_one_process_takes_a_file_and_another_goes_on_when_it_falls_silent(place: Place) -> None:
    with place.worker.unbound() as connection:
        connection.execute(text("DELETE FROM exports"))
    export_id = ask(place, "sari", place.unit)

    def take() -> str | None:
        with place.worker.unbound() as connection:
            found = exports.take(connection)
        return str(found.export_id) if found else None

    assert [take(), take()] == [export_id, None]
    with place.worker.unbound() as connection:
        connection.execute(text("UPDATE exports SET touched_at = now() - interval '3 minutes'"))
    assert take() == export_id
    with place.worker.unbound() as connection:
        exports.fail_running(connection, export_id)
        connection.execute(text("UPDATE exports SET touched_at = now() - interval '3 minutes'"))
    assert take() is None
    with place.worker.unbound() as connection:
        connection.execute(text("UPDATE exports SET requested_at = now() - interval '8 days'"))
        exports.forget_old(connection)
        assert connection.execute(text("SELECT count(*) FROM exports")).scalar_one() == 0


def test_without_a_scope_or_a_tenant_nothing_is_read(place: Place) -> None:
    place.add(place.unit, 40)
    with place.web.unbound() as connection, pytest.raises(DBAPIError):
        extracts.how_many(connection, place.plan("microdata", None).chosen)
    with place.web.scope(Scope(place.unit)) as connection, pytest.raises(DBAPIError):
        extracts.counted(connection, [Steps(place.unit, ALWAYS, 5)], [PERIOD])
    with place.web.scope(Scope(place.unit)) as connection:
        assert tenants.ids(connection) == {place.unit}
