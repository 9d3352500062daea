"""A tally as it is published, worked out by hand."""

from collections.abc import Sequence
from typing import Any

import pytest
from scoring_service.domain.basis import Basis
from scoring_service.domain.methods import read_formula
from scoring_service.domain.results import release, results
from scoring_service.domain.strata import Strata, Stratum
from scoring_service.domain.tallies import Tally, layout_of
from scoring_testing import FORMULA, UNKNOWN, confirmed

LAYOUT = layout_of([{"key": key, "type": "stars", "points": 6} for key in ("a", "b")])
NATIVE = {"scale": {"min": 1, "max": 4}, "conversion": "native4"}
# Together they have 3.625: 43 of 48 stars are 5.375 of 6.
FOUR = [{"a": 6, "b": 5}, {"a": 6, "b": 5}, {"a": 6, "b": 5}, {"a": 5, "b": 5}]
JUST_ABOVE = {"wbk": {"IPAK": "3.63"}}


def folded(answers: Sequence[dict[str, int]]) -> Tally:
    tally = Tally.empty(LAYOUT)
    for given in answers:
        tally.add(LAYOUT, given)
    return tally


def published(*answers: dict[str, int], basis: Basis = UNKNOWN, **rules: Any) -> dict[str, Any]:
    return results(read_formula("f", {**FORMULA, **rules}), LAYOUT, folded(answers), basis)


def without_flagged(**rules: Any) -> dict[str, Any]:
    """The index of twelve answers beside that of all, of which as many are flagged."""
    strata = Strata(LAYOUT)
    for flagged in (False, True):
        strata.add(Stratum("", "self", flagged, "none"), folded(FOUR * 3))
    (variant,) = release(read_formula("f", {**FORMULA, **rules}), strata, UNKNOWN)["variants"]
    return variant["indices"][0]


def test_what_is_printed_has_the_grade_that_stands_beside_it() -> None:
    """59 people with 5.2203 stars: 3.5322 of 4 is 88.31 of 100 and an A; 3.53 would be 88.25."""
    (index,) = published(*[{"a": 6, "b": 6}] * 13, *[{"a": 5, "b": 5}] * 46)["indices"]
    assert (index["display4"], index["band_value"], index["band"]) == ("3.5322", "88.31", "A")


def test_two_answers_as_they_are_published() -> None:
    """Means 6 and 5.5, hence 5.75 of 6 stars: 1 + 3 x 4.75 / 5. The two persons have 3.7 and 4.0,
    the artificial one 2.5: mean 3.4. They differ by little, so 3.4 -/+ 4.303 x 1.5 / 3."""
    assert published({"a": 6, "b": 5}, {"a": 6, "b": 6}) == {
        "n": 2,
        "basis": {"recipients": None, "source": None, "reach": "open", "correction": "none"},
        "indices": [
            {
                "code": "IPAK",
                "value": "3.850000",
                "display4": "3.85",
                "display100": "95.00",
                "band_value": "96.25",
                "band": "A",
                "band_label": {"id": "Sangat baik", "en": "Very good"},
                "interval": {"low": "1.24", "high": "4.00"},
                "tipping": [],
                "note": None,
            }
        ],
        "indicators": [
            {
                "item": "a",
                "n": 2,
                "mean": "6.000000",
                "value4": "4.000000",
                "options": [0, 0, 0, 0, 0, 2],
            },
            {
                "item": "b",
                "n": 2,
                "mean": "5.500000",
                "value4": "3.700000",
                "options": [0, 0, 0, 0, 1, 1],
            },
        ],
    }


@pytest.mark.parametrize(
    ("answers", "rules", "note"),
    [
        ([{"a": 6}], {}, "no_answers"),
        ([], {}, "no_answers"),
        ([{"a": 4, "b": 4}], NATIVE, "formula_does_not_fit"),
    ],
)
def test_without_a_value_the_index_says_why(
    answers: list[dict[str, int]], rules: dict[str, Any], note: str
) -> None:
    names = ("value", "display4", "display100", "band_value", "band", "band_label")
    (index,) = published(*answers, **rules)["indices"]
    assert index == {
        "code": "IPAK",
        **dict.fromkeys(names),
        "interval": None,
        "tipping": [],
        "note": note,
    }


@pytest.mark.parametrize("limits", [{}, {"wbbm": {"IPAK": "3.60"}}, {"wbk": {"OTHER": "3.60"}}])
def test_where_there_is_no_limit_no_formula_decides_about_it(limits: dict[str, Any]) -> None:
    """3.61 by `minmax`, 3.57 by `prop`."""
    fives, sixes = [{"a": 5, "b": 5}] * 13, [{"a": 6, "b": 6}] * 7
    assert published(*fives, *sixes, thresholds=limits)["indices"][0]["note"] is None
    note = published(*fives, *sixes)["indices"][0]["note"]
    assert note == "depends_on_formula"


def test_half_of_all_employees_leave_half_to_chance() -> None:
    """The two of above are of four: 3.625, midway between 3.85 and 3.4, less 4.303 x 1.5 / 3 times
    the root of one half."""
    found = published({"a": 6, "b": 5}, {"a": 6, "b": 6}, basis=confirmed(4, "all"))
    assert found["basis"]["correction"] == "finite_population"
    assert found["indices"][0]["interval"] == {"low": "2.10", "high": "4.00"}


def test_where_all_employees_answered_nothing_is_left_to_chance() -> None:
    found = published({"a": 6, "b": 5}, {"a": 6, "b": 6}, basis=confirmed(2, "all"))
    assert found["basis"]["correction"] == "all_counted"
    assert found["indices"][0]["interval"] is None


def test_an_index_says_what_the_others_would_have_to_give() -> None:
    """3.60 of four are 14.40, of which two have 7.70: the other two need 3.35."""
    (index,) = published({"a": 6, "b": 5}, {"a": 6, "b": 6}, basis=confirmed(4))["indices"]
    assert index["tipping"] == [{"limit": "wbk", "at": "3.60", "others": 2, "mean": "3.35"}]


def test_nothing_below_a_limit_is_printed_as_the_limit() -> None:
    """Two of 1.0, and the artificial person's 2.5: at most 1.5 + 4.303 x 0.5."""
    assert published(*FOUR)["indices"][0]["display4"] == "3.63"
    assert published(*FOUR, thresholds=JUST_ABOVE)["indices"][0]["display4"] == "3.625"
    ones, limit = [{"a": 1, "b": 1}] * 2, {"wbk": {"IPAK": "3.66"}}
    assert published(*ones)["indices"][0]["interval"] == {"low": "1.00", "high": "3.66"}
    found = published(*ones, thresholds=limit)["indices"][0]["interval"]
    assert found == {"low": "1.00", "high": "3.652"}


def test_an_index_beside_the_official_one_is_printed_and_left_out_as_that_one() -> None:
    assert without_flagged()["display4"] == "3.63"
    assert without_flagged(thresholds=JUST_ABOVE)["display4"] == "3.625"
    assert without_flagged(**NATIVE) == {"code": "IPAK", "value": None, "display4": None}
