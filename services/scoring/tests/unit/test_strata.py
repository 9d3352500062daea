"""How answers came: counted by mode, mark and token; what is taken out stands beside."""

from typing import Any

import pytest
from scoring_service.domain.strata import Strata, Stratum, stratum_of
from scoring_service.domain.tallies import Tally, layout_of

LAYOUT = layout_of([{"key": key, "type": "stars", "points": 6} for key in ("a", "b")])
LINE = {"service": "paspor", "mode": "kiosk", "flagged": True, "token": "spent"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ("paspor", "kiosk", True, "spent")),
        ({"service": None}, ("", "kiosk", True, "spent")),
        ({"token": None, "flagged": False}, ("paspor", "kiosk", False, "none")),
    ],
)
def test_the_stratum_of_a_line(change: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert stratum_of({**LINE, **change}) == expected


def test_a_line_of_before_tokens_came_without_one() -> None:
    line = {name: value for name, value in LINE.items() if name != "token"}
    assert stratum_of(line).token == "none"


def one(answers: dict[str, int]) -> Tally:
    tally = Tally.empty(LAYOUT)
    tally.add(LAYOUT, answers)
    return tally


def test_answers_are_counted_by_how_they_came() -> None:
    strata = Strata(LAYOUT)
    came = {
        Stratum("", "self", False, "none"): 3,
        Stratum("paspor", "self", True, "valid"): 2,
        Stratum("", "kiosk", False, "valid"): 1,
        Stratum("", "paper", False, "none"): 1,
    }
    for stratum, n in came.items():
        for _ in range(n):
            strata.add(stratum, one({"a": 6, "b": 5}))
    strata.exclude(Stratum("", "paper", False, "none"), {"a": 6, "b": 5})
    assert strata.counts() == {
        "excluded": 1,
        "flagged": 2,
        "modes": {"kiosk": 1, "self": 5},
        "tokens": {"none": 3, "valid": 3},
    }


def test_taking_out_removes_that_answer_and_keeps_it_beside() -> None:
    stratum, other = Stratum("", "self", False, "none"), Stratum("", "kiosk", False, "none")
    strata = Strata(LAYOUT)
    for answers in ({"a": 6, "b": 5}, {"a": 2, "b": 3}):
        strata.add(stratum, one(answers))
    strata.add(other, one({"a": 1}))
    strata.exclude(stratum, {"a": 2, "b": 3})
    assert strata.kept == {stratum: one({"a": 6, "b": 5}), other: one({"a": 1})}
    assert strata.excluded == {stratum: one({"a": 2, "b": 3})}
    assert strata.total(lambda each: each.mode == "kiosk") == one({"a": 1})
    whole = strata.total()
    whole.merge(one({"a": 2, "b": 3}))
    assert strata.with_excluded() == whole


def test_an_answer_can_be_taken_out_before_those_beside_it_are_known() -> None:
    """Rows of the database come in any order; the sum is the same."""
    stratum = Stratum("", "self", False, "none")
    strata = Strata(LAYOUT)
    strata.exclude(stratum, {"a": 2, "b": 3})
    strata.add(stratum, one({"a": 2, "b": 3}))
    assert strata.total() == Tally.empty(LAYOUT)
    assert strata.with_excluded().responses == 1
