"""A tally as it is published, worked out by hand."""

from typing import Any

import pytest
from scoring_service.domain.methods import read_formula
from scoring_service.domain.results import results
from scoring_service.domain.tallies import Tally, layout_of
from scoring_testing import FORMULA, UNKNOWN

NATIVE = {"scale": {"min": 1, "max": 4}, "conversion": "native4"}


def published(*answers: dict[str, int], **rules: Any) -> dict[str, Any]:
    layout = layout_of([{"key": key, "type": "stars", "points": 6} for key in ("a", "b")])
    tally = Tally.empty(layout)
    for given in answers:
        tally.add(layout, given)
    return results(read_formula("f", {**FORMULA, **rules}), layout, tally, UNKNOWN)


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
