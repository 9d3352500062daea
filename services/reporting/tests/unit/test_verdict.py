"""A page sounds as sure of a limit as the answers are: one table of every case."""

from typing import Any

import pytest
from reporting_scenes import counts, variant
from reporting_service.dashboards.rules.verdict import Doubt, Verdict, verdict

LIMIT = "3.60"


def index(
    value: str | None,
    ends: tuple[str, str] | None = ("3.88", "3.92"),
    note: str | None = None,
    turns: str | None = None,
) -> dict[str, Any]:
    """`turns`: mean of those who did not answer at which the verdict turns, or "never"."""
    interval = {"low": ends[0], "high": ends[1]} if ends else None
    mean = None if turns == "never" else turns
    tipping = [{"limit": "wbk", "at": LIMIT, "others": 9, "mean": mean}] if turns else []
    figures = {"value": value, "display4": value, "interval": interval, "tipping": tipping}
    return {"code": "IPAK", **figures, "note": note}


def released(n: int = 55, **marks: Any) -> dict[str, Any]:
    basis = {"recipients": None, "source": None, "reach": "open", "correction": "none"}
    more = {"variants": marks.pop("variants", []), "basis": marks.pop("basis", basis)}
    return {"n": n, "counts": counts(n, **marks), **more}


@pytest.mark.parametrize(
    ("value", "ends", "turns", "state"),
    [
        # Clear is what nothing can turn: not chance, and not those who did not answer.
        ("3.70", ("3.66", "3.74"), "never", "passes"),
        ("3.40", ("3.36", "3.44"), "never", "fails"),
        ("3.70", ("3.60", "3.80"), "never", "passes"),
        ("3.40", ("3.30", "3.596"), "never", "fails"),
        ("3.70", ("3.66", "3.74"), "3.02", "passes_conditionally"),
        ("3.40", ("3.36", "3.44"), "3.76", "fails_conditionally"),
        # Nobody knows how many did not answer.
        ("3.70", ("3.66", "3.74"), None, "passes_conditionally"),
        ("3.40", ("3.36", "3.44"), None, "fails_conditionally"),
        ("3.62", ("3.58", "3.66"), "never", "passes_narrowly"),
        ("3.60", ("3.56", "3.64"), None, "passes_narrowly"),
        ("3.5996", ("3.55", "3.64"), None, "fails_narrowly"),
        ("3.56", ("3.52", "3.60"), "never", "fails_narrowly"),
        # Clear is said of no value whose interval is not known, however far it lies.
        ("3.90", None, None, "passes_unsure"),
        ("4.00", None, "never", "passes_unsure"),
        ("1.20", None, "never", "fails_unsure"),
    ],
)
def test_chance_and_those_who_did_not_answer(
    value: str, ends: tuple[str, str] | None, turns: str | None, state: str
) -> None:
    assert verdict(index(value, ends, turns=turns), LIMIT, released()).state == state


def test_where_all_are_counted_nothing_is_left_to_chance() -> None:
    basis = {"recipients": 55, "source": "own", "reach": "all", "correction": "all_counted"}
    assert verdict(index("3.61", None), LIMIT, released(basis=basis)).state == "passes"
    assert verdict(index("3.59", None), LIMIT, released(basis=basis)).state == "fails"
    doubted = released(basis=basis, flagged=12, variants=without(43, "3.70"))
    assert verdict(index("3.61", None), LIMIT, doubted).state == "passes_doubted"


def test_an_edition_with_a_standard_error_is_as_sure_as_none() -> None:
    """It called intervals right that were too narrow."""
    earlier = {"code": "IPAK", "value": "3.90", "display4": "3.90", "note": None}
    known = {**earlier, "standard_error": "0.001"}
    assert verdict(known, LIMIT, {"n": 55}).state == "passes_unsure"


def test_nothing_rounded_decides() -> None:
    """Six decimals would be the limit; it is shown with as many as it takes."""
    near = {**index("3.600000", None), "display4": "3.59999996"}
    assert verdict(near, LIMIT, released()).state == "fails_unsure"


def test_a_value_rounded_to_its_limit_hides_no_doubt() -> None:
    below = index("3.600000", ("3.59", "3.61")) | {"display4": "3.5999996"}
    without = variant("without_flagged", 45, "3.62")
    found = verdict(below, LIMIT, released(flagged=10, variants=[without]))
    assert found == Verdict("fails_doubted", Doubt("marked_cross", 10, 55, 45, "3.62"))


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
    found = verdict(index(value, turns="never"), LIMIT, figures)
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
    found = verdict(index("3.90", turns="never"), LIMIT, figures)
    assert (found.state, found.doubt) == ("passes", None)
