"""Indices published before Suara stand beside its own of the same period, and join none."""

from typing import Any

import pytest
from contracts.historic_shapes import Historic
from reporting_historic import published
from reporting_service.dashboards.rules.computed import computed
from reporting_service.dashboards.rules.numbers import period
from reporting_service.historic.rules import (
    SHOWN,
    HistoricView,
    historic_view,
    of_instrument,
    place,
)

OWN = {
    ("2026-10", "IPAK"): "3.70",
    ("2026-11", "IPAK"): None,
    ("2026-Q3", "IPAK"): "3.66",
    ("2026-09", "IPKP"): "3.40",
}


def view(*states: Historic, upto: str | None = "2026-11", own: Any = OWN) -> HistoricView:
    made = historic_view(states, upto, own)
    assert made
    return made


def test_periods_are_placed_by_their_end_and_the_newest_comes_first() -> None:
    periods = ["2024", "2025-S1", "2025-Q2", "2025-06", "2025-Q4", "2025"]
    assert place("2025-Q2") == (2025, 6, 3)
    made = view(*(published("A", each) for each in periods))
    told = [line.reported["period"] for line in made.lines]
    assert told == ["2025", "2025-Q4", "2025-S1", "2025-Q2", "2025-06", "2024"]


def test_a_result_of_suara_of_the_same_period_stands_beside() -> None:
    made = view(published("A", "2026-10"))
    assert (made.case, made.first.computed, made.newest) == ("both", "3.70", None)
    assert made.periods == {"2026-10"}


def test_what_is_not_final_is_not_shown_and_said_so() -> None:
    made = view(published("A", "2026-11"), published("A", "2025"))
    assert [(line.computed, line.waits) for line in made.lines] == [(None, True), (None, False)]


@pytest.mark.parametrize(
    ("before", "newest"),
    [
        ("2025-10", ("2026-10", "3.70")),
        ("2025-Q3", ("2026-Q3", "3.66")),
        ("2025", ("2026-10", "3.70")),
    ],
)
def test_else_the_newest_of_the_same_index_does_of_a_period_as_long(
    before: str, newest: tuple[str, str]
) -> None:
    made = view(published("A", before))
    assert (made.case, made.newest, made.periods) == ("newest", newest, {newest[0]})
    assert view(published("A", before, "IKM")).case == "alone"


def test_nothing_later_than_the_page_s_period_is_told() -> None:
    states = [published("A", each) for each in ("2025", "2026-10", "2026-11")]
    made = view(*states, upto="2026-09")
    assert [line.reported["period"] for line in made.lines] == ["2025"]
    assert made.newest == ("2026-Q3", "3.66")
    assert historic_view(states[1:], "2026-09", OWN) is None


def test_the_same_scale_speaks_first_and_another_one_is_said() -> None:
    both = [published("A", "2025", scale=100, value="89,2"), published("A", "2025")]
    assert view(*both).scales_differ is False
    assert view(both[0]).scales_differ is True
    assert view(both[0], own={}).scales_differ is False


def test_years_of_another_questionnaire_are_marked() -> None:
    made = view(published("A", "2024"), published("A", "2023-12"), published("A", "2020"))
    assert [line.other_form for line in made.lines] == [False, True, True]
    assert view(published("A", "2024")).other_form is False


def test_earlier_ones_are_folded_and_none_is_lost() -> None:
    made = view(*(published("A", str(year)) for year in range(2010, 2026)))
    assert (len(made.open_lines), len(made.folded)) == (SHOWN, 16 - SHOWN)


def test_each_instrument_has_its_own() -> None:
    states = [published("A", "2025"), published("A", "2025", "IKM", instrument="IKM")]
    assert of_instrument(states, "IKM") == states[1:]
    assert of_instrument(states, None) == states


def test_only_whole_spans_are_computed_ones() -> None:
    months = [{"period": "2026-10", "n": 40, "why": None}]
    index = {"code": "IPAK", "display": "3.66"}
    own = {"months": months, "indices": [index]}
    lacking = {**own, "months": [*months, {"period": "2026-11", "n": None, "why": "no_result"}]}
    idle = {**own, "months": [*months, {"period": "2026-11", "n": None, "why": "no_service"}]}
    told: Any = {
        name: {"own": each}
        for name, each in {"2026-Q1": own, "2026-Q2": lacking, "2026-Q3": idle}.items()
    }
    assert computed([], {**told, "2026-Q4": {"own": None}}) == {
        ("2026-Q1", "IPAK"): "3.66",
        ("2026-Q2", "IPAK"): None,
        ("2026-Q3", "IPAK"): "3.66",
    }


def test_a_year_is_written_as_it_is() -> None:
    assert (period("2025", "id"), period("2025", "en")) == ("2025", "2025")
