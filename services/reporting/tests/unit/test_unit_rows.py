"""The units below an office: each row, their order, and what their numbers are together."""

from typing import Any

import reporting_testing as testing
from hypothesis import given
from hypothesis import strategies as st
from reporting_service.dashboards.rules.reports import unit_report
from reporting_service.dashboards.rules.summary import groups, summary
from reporting_service.dashboards.rules.trend import strip
from reporting_service.dashboards.rules.units import (
    GATHERING,
    NEED,
    UnitRow,
    formulas,
    ordered,
    page_of,
    unit_row,
)
from reporting_service.dashboards.rules.verdict import ORDER

RULES = testing.formula().payload["definition"]


def row(
    code: str,
    group: str,
    n: int,
    value: str | None,
    spread: str | None = "0.04",
    formula: str = "minmax",
    **more: Any,
) -> UnitRow:
    figures = {"n": n, "indices": [testing.ipak(value, spread)], **more} if n else None
    score = {"count": n or 12, "excluded": 0 if n else 12, "released": figures}
    state = {"score": score, "target": None, "is_open": True, "formula": formula, "rules": RULES}
    tenant = {"code": code, "unit_type": "lapas"}
    return unit_row(tenant, f"Lapas {code}", group, state, "id")


def bare(code: str, group: str) -> UnitRow:
    return unit_row({"code": code, "unit_type": "rutan"}, f"Rutan {code}", group, None, "id")


def rows() -> list[UnitRow]:
    return [
        row("A", "K1", 40, "3.90"),
        row("B", "K1", 40, "3.20"),
        row("C", "K1", 10, "3.10"),
        bare("E", "K2"),
    ]


def test_need_puts_the_failing_first_and_few_answers_are_not_judged() -> None:
    assert [row.code for row in ordered(rows(), "need")] == ["B", "E", "C", "A"]
    assert [row.standing for row in rows()] == [
        "passes_conditionally",
        "fails_conditionally",
        "few",
        "none",
    ]
    assert [row.mark for row in rows()] == ["disc", "square", "ring", "ring"]


def test_every_standing_has_its_place() -> None:
    assert sorted(NEED) == sorted({*GATHERING, *ORDER})


def test_a_row_is_as_unsure_as_its_page() -> None:
    marked = {"counts": {"flagged": 48, "excluded": 0}, "variants": []}
    assert row("A", "K1", 55, "3.90", **marked).standing == "passes_doubted"
    assert row("A", "K1", 55, "3.90", None).standing == "passes_unsure"
    assert row("A", "K1", 55, None).standing == "no_value"
    assert row("A", "K1", 0, None).standing == "excluded"


def test_a_headline_counts_units_with_figures_and_accounts_for_each() -> None:
    marked = {"counts": {"flagged": 48, "excluded": 0}, "variants": []}
    found = summary([*rows(), row("D", "K2", 55, "3.90", **marked), row("F", "K2", 40, None)])
    assert (found.units, found.answered, found.count) == (6, 5, 185)
    assert found.with_figures == 4
    assert (found.below, found.unsure, found.meet, found.few) == (1, 1, 1, 1)
    assert found.judged + found.few == found.with_figures


def test_a_failing_unit_in_doubt_is_not_certain() -> None:
    marked = {"counts": {"flagged": 48, "excluded": 0}, "variants": []}
    doubted = row("D", "K2", 55, "3.40", **marked)
    assert doubted.standing == "fails_doubted"
    found = summary([doubted])
    assert (found.below, found.unsure, found.meet) == (0, 1, 0)


def test_units_of_different_formulas_lie_on_lines_of_their_own() -> None:
    one = [row("A", "K1", 40, "3.90"), row("B", "K1", 40, "3.20"), bare("E", "K2")]
    assert formulas(one) == [("minmax", 2)]
    assert [name for name, _ in strip(one)] == ["IPAK"]
    two = [*one, row("C", "K2", 40, "3.40", formula="prop"), row("D", "K2", 0, None, formula="x")]
    assert formulas(two) == [("minmax", 2), ("prop", 1)]
    found = dict(strip(two))
    assert {name: len(each.dots) for name, each in found.items()} == {
        "IPAK (minmax)": 2,
        "IPAK (prop)": 1,
    }


def test_what_is_excluded_fills_no_target_of_a_row() -> None:
    score = {"count": 12, "excluded": 5, "released": None}
    state = {"score": score, "target": 20, "is_open": True, "formula": "minmax", "rules": RULES}
    made = unit_row({"code": "A", "unit_type": "lapas"}, "Lapas A", "K1", state, "id")
    assert (made.count, made.counted, made.target) == (12, 7, 20)
    told = unit_report(made)
    assert (told["count"], told["counted"], told["formula"]) == (12, 7, "minmax")
    del score["excluded"]
    assert unit_row({"code": "A", "unit_type": "lapas"}, "A", "K1", state, "id").counted == 12


PARTS = ("units", "count", "answered", "with_figures", "few", "below", "unsure", "meet")
NAMES = {"K1": "Kanwil 1", "K2": "Kanwil 2", "K3": "Kanwil 3"}
SCENES = st.tuples(
    st.sampled_from(sorted(NAMES)),
    st.sampled_from([(0, None), (40, "3.90"), (40, "3.20"), (12, "3.90"), (40, None)]),
    st.booleans(),
)


@given(st.lists(SCENES, max_size=12))
def test_groups_add_up_to_the_headline(drawn: Any) -> None:
    """Whatever stands where: an office's own survey, or a unit directly below, is in no group."""
    every = [
        row(group if own else f"{group}-{place}", group, n, value)
        for place, (group, (n, value), own) in enumerate(drawn)
    ]
    whole, parts = summary(every), [each.summary for each in groups(every, NAMES)]
    for name in PARTS if parts else ():
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name)
    assert all(part.judged == part.below + part.unsure + part.meet for part in parts)


def test_offices_themselves_are_a_part_of_their_own() -> None:
    found = groups([*rows(), row("K1", "K1", 40, "3.90"), row("K3", "K3", 40, "3.20")], NAMES)
    assert [(each.code, each.summary.units) for each in found] == [("K1", 3), ("K2", 1), (None, 2)]
    assert groups([row("K3", "K3", 40, "3.20")], NAMES) == []


def test_groups_count_units() -> None:
    first, second = groups(rows(), {"K1": "Kanwil 1", "K2": "Kanwil 2", "K3": "Kanwil 3"})
    found = first.summary
    assert (found.units, found.count, found.with_figures, found.judged, found.below) == (
        3,
        90,
        3,
        2,
        1,
    )
    assert (second.name, second.summary.units, second.summary.count) == ("Kanwil 2", 1, 0)


def test_pages_by_key_lead_there_and_back() -> None:
    everything = rows()
    first, following_key, previous = page_of(everything, "", 2)
    assert ([row.code for row in first], following_key, previous) == (["A", "B"], "B", None)
    second, following_key, previous = page_of(everything, "B", 2)
    assert ([row.code for row in second], following_key, previous) == (["C", "E"], None, "")
    assert page_of(everything, "gone", 2)[0] == first
    assert page_of(everything, "A", 1)[1:] == ("B", "")
    assert page_of(everything, "B", 1)[2] == "A"
