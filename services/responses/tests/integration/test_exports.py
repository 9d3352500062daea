"""Rows of files on the real database: released, own, shuffled; and whose file is whose."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from chassis import tenants
from chassis.database import Scope
from chassis.principal import Principal
from responses_service.exports.handlers.contents import bind, of_scope, rows
from responses_service.exports.rules.release import ALWAYS, LEAST, NEVER
from responses_service.exports.store import extracts
from responses_service.exports.store.extracts import Steps
from responses_service.shared.projection import Projection
from responses_testing import states
from sqlalchemy.exc import DBAPIError

PERIOD, INSTRUMENT = "2026-11", "SPKP-SPAK"


def test_the_newest_wait_for_the_next_release(place: Any) -> None:
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
    place: Any, counted: int, late: int, step: int, released: int
) -> None:
    place.add(place.unit, counted)
    since = (place.start + timedelta(minutes=counted - late, seconds=1)).isoformat()
    found = counts(place, Steps(place.unit, since, step))
    assert found == (counted, released)
    rows = list(range(1, released + 1)) if released >= LEAST else []
    assert sorted(place.own(place.unit, since=since, step=step)) == rows


def counts(place: Any, steps: Steps) -> tuple[int, int]:
    with place.web.scope(Scope(place.unit)) as connection:
        bind(connection, Scope(place.unit))
        return extracts.counted(connection, [steps], [PERIOD])[steps.survey_id]


def test_an_exclusion_moves_no_other_answer_into_a_file_or_out_of_it(place: Any) -> None:
    ids = place.add(place.unit, 45)
    since = (place.start + timedelta(minutes=40, seconds=1)).isoformat()
    assert sorted(place.own(place.unit, since=since)) == list(range(1, 46))
    place.exclude(place.unit, ids[41:42], True)
    left = [*range(1, 42), 43, 44, 45]
    assert sorted(place.own(place.unit, since=since)) == left
    place.add(place.unit, 1, first=46)
    assert sorted(place.own(place.unit, since=since)) == left
    assert counts(place, Steps(place.unit, since, 5)) == (45, 44)


def test_below_thirty_there_is_nothing(place: Any) -> None:
    place.add(place.unit, 29)
    assert place.own(place.unit) == place.own(place.unit, since=NEVER) == []
    place.add(place.unit, 5)
    assert len(place.own(place.unit)) == 30
    # 34 answers in steps of 7 are 28 rows.
    assert place.own(place.unit, step=7) == []


def test_late_and_excluded_answers_are_left_out_and_restored_ones_come_back(place: Any) -> None:
    ids = place.add(place.unit, 40)
    place.add(place.unit, 9, state="late")
    place.exclude(place.unit, ids[:2], True)
    place.exclude(place.unit, ids[2:4], True, False)
    assert sorted(place.own(place.unit, since=NEVER)) == list(range(3, 41))


def test_the_order_is_by_key_and_survives_a_new_release(place: Any) -> None:
    place.add(place.unit, 200)
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
    with place.web.scope(Scope(place.unit)) as connection, pytest.raises(DBAPIError):
        extracts.counted(connection, [Steps(place.unit, ALWAYS, 5)], [PERIOD])
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
