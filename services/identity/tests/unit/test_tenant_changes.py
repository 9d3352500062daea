"""What an import may do to a tenant: history is added to and never edited."""

from datetime import date
from typing import Any

import pytest
from identity_service.domain import tenant_changes as rules
from identity_service.domain.organisation import tenant_id
from identity_service.domain.tenant_changes import RefusedError

CELLS = {
    "code": "W11-90",
    "kind": "upt",
    "unit_type": "lapas",
    "unit_class": "IIA",
    "line": "pemasyarakatan",
    "time_zone": "WIB",
    "name": "Lapas Kelas IIA Baru",
    "short_name": "",
    "parent_code": "W11",
    "valid_from": "2026-01-01",
    "practice": "",
}
PRACTICE = {"practice": "ya", "code": "W11-LATIHAN", "name": "Lapas Latihan"}
START = date(2026, 1, 1)
PARENT, OTHER = tenant_id("W11"), tenant_id("W13")


def wish(**more: str) -> dict[str, Any]:
    return rules.wish_of({**CELLS, **more})


def added(**more: str) -> dict[str, Any]:
    return rules.added(wish(**more), PARENT, START)


def test_a_new_tenant_has_one_name_one_parent_and_an_id_of_its_code() -> None:
    state = added()
    assert state["tenant_id"] == tenant_id("W11-90")
    assert state["names"][0]["short_name"] == state["names"][0]["name"] == CELLS["name"]
    assert state["parents"] == [{"parent_id": PARENT, "valid_from": "2026-01-01", "valid_to": None}]
    assert state["time_zone"] == "Asia/Jakarta"


@pytest.mark.parametrize(
    ("change", "column", "problem"),
    [
        ({"code": "w 1"}, "code", "code_shape"),
        ({"time_zone": "CET"}, "time_zone", "zone"),
        ({"line": "pajak"}, "line", "choice"),
        ({"unit_type": "kanwil"}, "unit_type", "choice"),
        ({"kind": "ministry", "unit_type": "ministry"}, "kind", "choice"),
        ({"practice": "mungkin"}, "practice", "choice"),
        ({**PRACTICE, "code": "W11-90"}, "code", "practice_name"),
        ({**PRACTICE, "name": "Lapas"}, "name", "practice_name"),
        ({**PRACTICE, "short_name": "Lapas"}, "short_name", "practice_name"),
    ],
)
def test_a_row_that_says_no_tenant_is_refused_by_its_column(
    change: dict[str, str], column: str, problem: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        added(**change)
    assert (refused.value.column, refused.value.problem) == (column, problem)


def test_a_tenant_without_a_parent_is_refused() -> None:
    with pytest.raises(RefusedError, match="no_parent"):
        rules.added(wish(), None, START)


def test_a_new_name_begins_where_the_old_one_ends() -> None:
    renamed = rules.changed(added(), wish(name="Lapas Baru"), PARENT, date(2026, 7, 1))
    assert [(each["name"], each["valid_from"], each["valid_to"]) for each in renamed["names"]] == [
        ("Lapas Kelas IIA Baru", "2026-01-01", "2026-07-01"),
        ("Lapas Baru", "2026-07-01", None),
    ]
    assert renamed["parents"] == added()["parents"]


def test_a_move_keeps_the_name_and_a_same_row_changes_nothing() -> None:
    moved = rules.changed(added(), wish(), OTHER, date(2026, 7, 1))
    assert [each["parent_id"] for each in moved["parents"]] == [PARENT, OTHER]
    assert moved["names"] == added()["names"]
    assert rules.changed(added(), wish(), PARENT, START) == added()


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2025, 5, 1)])
def test_history_is_not_rewritten(day: date) -> None:
    with pytest.raises(RefusedError, match="wrong_order"):
        rules.changed(added(), wish(name="Lain"), PARENT, day)


@pytest.mark.parametrize(
    "change", [{"time_zone": "WIT"}, {"line": "imigrasi"}, {"unit_type": "rutan"}]
)
def test_what_scopes_rest_on_never_changes(change: dict[str, str]) -> None:
    with pytest.raises(RefusedError, match="fixed"):
        rules.changed(added(), wish(**change), PARENT, date(2026, 7, 1))


def test_nobody_stands_above_itself_on_any_day() -> None:
    below = rules.added(wish(code="W11-91"), tenant_id("W11-90"), START)
    turned = rules.changed(added(), wish(), below["tenant_id"], date(2026, 7, 1))
    states = {each["tenant_id"]: each for each in (below, turned)}
    assert rules.is_own_ancestor(states, turned["tenant_id"])
    # One after the other is no circle.
    freed = rules.changed(below, wish(code="W11-91"), PARENT, date(2026, 7, 1))
    states = {each["tenant_id"]: each for each in (freed, turned)}
    assert not rules.is_own_ancestor(states, turned["tenant_id"])


def test_a_tenant_does_not_begin_before_its_parent() -> None:
    late = rules.added(wish(code="W11-92"), PARENT, date(2026, 3, 1))
    assert rules.begins_before(added(), late) == "2026-03-01"
    assert rules.begins_before(late, added()) is None


@pytest.mark.parametrize(("said", "practice"), [("", False), ("tidak", False), ("ya", True)])
def test_a_tenant_is_for_practice_only_where_its_row_says_so(said: str, practice: bool) -> None:
    assert added(**{**PRACTICE, "practice": said})["practice"] is practice


@pytest.mark.parametrize(("before", "after"), [("ya", "tidak"), ("tidak", "ya"), ("", "ya")])
def test_practice_never_becomes_real_nor_the_other_way_round(before: str, after: str) -> None:
    state = added(**{**PRACTICE, "practice": before})
    with pytest.raises(RefusedError) as refused:
        rules.changed(state, wish(**{**PRACTICE, "practice": after}), PARENT, START)
    assert (refused.value.column, refused.value.problem) == ("practice", "fixed")


def test_a_tenant_of_before_is_not_for_practice_and_stays_so() -> None:
    state = {name: value for name, value in added().items() if name != "practice"}
    assert rules.changed(state, wish(practice="tidak"), PARENT, START) == state
    with pytest.raises(RefusedError):
        rules.changed(state, wish(**PRACTICE), PARENT, START)


def test_a_practice_tenant_says_so_under_every_name() -> None:
    state, later = added(**PRACTICE), date(2026, 7, 1)
    renamed = wish(code=PRACTICE["code"], name="Rutan Latihan")
    assert rules.changed(state, renamed, PARENT, later)["practice"] is True
    with pytest.raises(RefusedError) as refused:
        rules.changed(state, {**renamed, "name": "Rutan"}, PARENT, later)
    assert (refused.value.column, refused.value.problem) == ("name", "practice_name")
