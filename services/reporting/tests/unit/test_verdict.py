"""A page sounds as sure of a limit as the answers are: one table of every case."""

from typing import Any

import pytest
from reporting_scenes import counts, variant
from reporting_service.dashboards.rules.verdict import Doubt, verdict

LIMIT = "3.60"


def index(value: str | None, error: str | None = "0.02", note: str | None = None) -> dict[str, Any]:
    return {"code": "IPAK", "value": value, "standard_error": error, "note": note}


def released(n: int = 55, **marks: Any) -> dict[str, Any]:
    variants = marks.pop("variants", [])
    return {"n": n, "counts": counts(n, **marks), "variants": variants}


@pytest.mark.parametrize(
    ("value", "error", "state"),
    [
        ("3.70", "0.02", "passes"),
        ("3.64", "0.02", "passes"),
        ("3.62", "0.02", "passes_narrowly"),
        ("3.60", "0.02", "passes_narrowly"),
        ("3.5996", "0.02", "fails_narrowly"),
        ("3.56", "0.02", "fails_narrowly"),
        ("3.40", "0.02", "fails"),
        # Clear is said of no value whose error is not known, however far it lies.
        ("3.90", None, "passes_unsure"),
        ("4.00", "0.000000", "passes_unsure"),
        ("3.60", "0", "passes_unsure"),
        ("1.20", "0.000000", "fails_unsure"),
        ("1.20", None, "fails_unsure"),
    ],
)
def test_chance_alone(value: str, error: str | None, state: str) -> None:
    assert verdict(index(value, error), LIMIT, released()).state == state


def test_what_is_not_judged_by_a_limit() -> None:
    assert verdict(index("3.90"), None, released()).state == "no_limit"
    assert verdict(index(None, None, "formula_does_not_fit"), LIMIT, released()).state == "no_value"
    depends = index("3.62", note="depends_on_formula")
    assert verdict(depends, LIMIT, released(flagged=48)).state == "depends"


def without(n: int, value: str | None) -> list[dict[str, Any]]:
    return [variant("without_flagged", n, value)]


def together(n: int, value: str | None) -> list[dict[str, Any]]:
    return [variant("with_excluded", n, value)]


@pytest.mark.parametrize(
    ("value", "figures", "doubt"),
    [
        # 48 of 55 are marked; whatever the other seven said, they are too few.
        ("3.90", released(flagged=48, variants=without(7, None)), Doubt("few_left", 48, 55, 7)),
        ("3.90", released(flagged=48, variants=without(7, "3.95")), Doubt("few_left", 48, 55, 7)),
        ("3.90", released(flagged=48), Doubt("few_left", 48, 55, 7)),
        ("3.90", released(flagged=55, variants=without(0, None)), Doubt("none_left", 55, 55)),
        (
            "3.90",
            released(flagged=11, variants=without(44, "3.414286")),
            Doubt("marked_cross", 11, 55, 44, "3.41"),
        ),
        (
            "3.90",
            released(flagged=12, variants=without(43, "3.88")),
            Doubt("many_marked", 12, 55, 43),
        ),
        # Hidden, since so few are marked: they may decide a near value, not a far one of many.
        (
            "3.61",
            released(flagged=4, variants=without(51, None)),
            Doubt("marked_may_cross", 4, 55, 51),
        ),
        (
            "3.90",
            released(excluded=20, variants=together(75, "3.414286")),
            Doubt("excluded_cross", 20, 55, 55, "3.41"),
        ),
        (
            "3.61",
            released(excluded=4, variants=together(59, None)),
            Doubt("excluded_may_cross", 4, 55, 55),
        ),
        # The other side of the limit is doubted alike.
        (
            "3.40",
            released(flagged=11, variants=without(44, "3.71")),
            Doubt("marked_cross", 11, 55, 44, "3.71"),
        ),
        (
            "3.40",
            released(excluded=20, variants=together(75, "3.60")),
            Doubt("excluded_cross", 20, 55, 55, "3.60"),
        ),
    ],
)
def test_marked_or_excluded_answers_decide(
    value: str, figures: dict[str, Any], doubt: Doubt
) -> None:
    found = verdict(index(value), LIMIT, figures)
    side = "passes" if value >= LIMIT else "fails"
    assert (found.state, found.doubt) == (f"{side}_doubted", doubt)


@pytest.mark.parametrize(
    "figures",
    [
        released(flagged=11, variants=without(44, "3.88")),
        released(flagged=1, variants=without(54, None)),
        released(240, flagged=4, variants=without(236, None)),
        released(excluded=20, variants=together(75, "3.70")),
        released(excluded=2, variants=together(57, None)),
        # A release of an edition that told nothing of this.
        {"n": 55},
    ],
)
def test_marked_or_excluded_answers_decide_nothing(figures: dict[str, Any]) -> None:
    found = verdict(index("3.90"), LIMIT, figures)
    assert (found.state, found.doubt) == ("passes", None)
