"""Rows of files on the real database: own, shuffled, by scope; `test_finals` says which."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from chassis import tenants
from chassis.database import Scope
from chassis.principal import Principal
from responses_service.exports.handlers.contents import bind, of_scope, rows
from responses_service.exports.store import extracts, finals
from responses_service.shared.projection import Projection
from responses_testing import states
from sqlalchemy.exc import DBAPIError

FINAL = datetime(2026, 12, 14, 17, tzinfo=UTC)
PERIOD, INSTRUMENT = "2026-11", "SPKP-SPAK"


def test_the_order_is_by_key(place: Any) -> None:
    place.add(place.unit, 200)
    place.final(place.unit, 200, FINAL)
    first, again = place.own(place.unit), place.own(place.unit)
    assert first == again
    assert first not in (sorted(first), sorted(first, reverse=True))
    with place.web.scope(Scope(place.unit)) as connection:
        bind(connection, Scope(place.unit))
        known = place.plan("answers", place.unit)
        other = [row[0] for row in rows(connection, known, b"another key", place.text_key)]
    assert sorted(other) == sorted(first)
    assert other != first


def test_a_kanwil_reads_results_of_its_units_but_not_their_answers(place: Any) -> None:
    place.add(place.unit, 40)
    place.add(place.kanwil, 35)
    place.final(place.unit, 40, FINAL)
    place.final(place.kanwil, 35, FINAL)
    assert place.rows(Scope(place.kanwil), place.plan("answers", place.unit)) == []
    assert len(place.own(place.kanwil)) == 35
    assert place.rows(Scope(str(uuid.uuid4())), place.plan("microdata", None)) == []


def test_microdata_are_of_the_scope_and_its_cut(place: Any) -> None:
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


def test_texts_come_alone_and_apart(place: Any) -> None:
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


def test_without_a_scope_or_a_tenant_nothing_is_read(place: Any) -> None:
    place.add(place.unit, 40)
    with place.web.unbound() as connection, pytest.raises(DBAPIError):
        extracts.how_many(connection, place.plan("microdata", None).chosen)
    place.final(place.unit, 40, FINAL)
    with place.web.scope(Scope(place.unit)) as connection, pytest.raises(DBAPIError):
        finals.standing(connection, [place.unit])
    with place.web.scope(Scope(place.unit)) as connection:
        assert tenants.ids(connection) == {place.unit}


@pytest.mark.parametrize("kind", ["microdata", "texts"])
def test_answers_for_practice_stand_in_files_of_their_own(place: Any, kind: str) -> None:
    drill, wrote = place.practice_unit(), {"suggestion": "latihan", "items": {}}
    place.add(place.unit, 3, wrote=wrote)
    place.add(drill, 2, wrote=wrote)
    real, own = (
        (plan, place.rows(Scope(place.kanwil), plan))
        for plan in (place.plan(kind, None), place.plan(kind, None, practice=True))
    )
    assert {row[0] for row in real[1]} == {place.unit}
    assert {row[0] for row in own[1]} == {drill}
    names = [each.name for each in own[0].variables]
    assert {row[names.index("practice")] for row in own[1]} == {1}
    assert "practice" not in [each.name for each in real[0].variables]


def test_rows_of_a_practice_unit_say_so_and_so_does_their_file(place: Any) -> None:
    drill = place.practice_unit()
    place.add(drill, 40)
    place.final(drill, 40, FINAL)
    plan = place.plan("answers", drill, practice=True)
    assert [each.name for each in plan.variables] == ["practice", "pungli"]
    assert {row[0] for row in place.rows(Scope(drill), plan)} == {1}
    assert plan.file_name == "latihan-answers-W-SPKP-SPAK-2026-11"
    assert place.plan("answers", drill).file_name == "answers-W-SPKP-SPAK-2026-11"


def test_all_of_a_scope_are_the_real_ones_unless_it_is_for_practice(place: Any) -> None:
    drill = place.practice_unit()
    projection = Projection()
    for unit in (place.unit, drill):
        survey = {**states()["forms.surveys.v1"], "survey_id": unit, "tenant_id": unit}
        projection.apply("forms.surveys.v1", {**survey, "period": PERIOD})
        with place.worker.unbound() as connection:
            known = tenants.tenant(connection, unit)
        projection.apply("identity.tenants.v1", known)
        place.add(unit, 2)
    projection.apply("forms.form-versions.v1", states()["forms.form-versions.v1"])
    wish = {"instrument": INSTRUMENT, "period": PERIOD}
    for scope, practice, unit in ((place.kanwil, False, place.unit), (drill, True, drill)):
        by = Principal("p", "s", "person", "S", "statistician", scope, (), frozenset())
        plan = of_scope(place.web, projection, by, "microdata", wish)
        assert plan.practice is practice
        assert {row[0] for row in place.rows(Scope(scope), plan)} == {unit}
