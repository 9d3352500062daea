"""The same index from more or fewer answers, and when it would tell of a few people."""

from fractions import Fraction

import pytest
from contracts.enough import MINIMUM
from scoring_service.domain.findings import findings
from scoring_service.domain.methods import read_formula
from scoring_service.domain.results import release
from scoring_service.domain.strata import Strata, Stratum
from scoring_service.domain.tallies import Tally, layout_of
from scoring_testing import FORMULA, UNKNOWN, confirmed

LAYOUT = layout_of([{"key": key, "type": "stars", "points": 6} for key in ("a", "b")])
RULES = read_formula("spkp-spak-minmax", FORMULA)
HONEST = Stratum("", "self", False, "none")
MARKED = Stratum("", "self", True, "none")


def strata(**numbers: int) -> Strata:
    """`honest`, `marked`, `kiosk` answers of six stars (the marked ones of one)."""
    found = Strata(LAYOUT)
    for stratum, stars, n in (
        (HONEST, 6, numbers.get("honest", 0)),
        (MARKED, 1, numbers.get("marked", 0)),
        (Stratum("", "kiosk", False, "valid"), 6, numbers.get("kiosk", 0)),
    ):
        for _ in range(n):
            one = Tally.empty(LAYOUT)
            one.add(LAYOUT, {"a": stars, "b": stars})
            found.add(stratum, one)
    return found


@pytest.mark.parametrize(
    ("honest", "marked", "told"), [(30, 10, "4.00"), (30, 9, None), (9, 30, None), (0, 9, None)]
)
def test_without_the_marked_ones_unless_that_tells_of_fewer_than_ten(
    honest: int, marked: int, told: str | None
) -> None:
    state = release(RULES, strata(honest=honest, marked=marked), UNKNOWN)
    variant = state["variants"][0]
    assert (variant["name"], variant["n"]) == ("without_flagged", honest)
    assert variant["indices"][0]["display4"] == told


@pytest.mark.parametrize(("out", "told"), [(1, None), (9, None), (10, "4.00")])
def test_with_the_excluded_ones_unless_that_tells_of_fewer_than_ten(
    out: int, told: str | None
) -> None:
    """The index with and without them would give theirs: (21 x with - 20 x without) of one."""
    found = strata(honest=20 + out)
    for _ in range(out):
        found.exclude(HONEST, {"a": 6, "b": 6})
    state = release(RULES, found, UNKNOWN)
    assert state["counts"]["excluded"] == out
    (variant,) = state["variants"]
    assert (variant["name"], variant["n"]) == ("with_excluded", 20 + out)
    assert variant["indices"][0]["display4"] == told


def test_what_a_verdict_needs_where_the_marked_ones_decide() -> None:
    """55 answers of which 43 are marked: how many, what without them, and that these are twelve."""
    state = release(RULES, strata(honest=12, marked=43), UNKNOWN)
    assert (state["n"], state["counts"]["flagged"]) == (55, 43)
    assert [(each["name"], each["n"]) for each in state["variants"]] == [("without_flagged", 12)]
    assert state["variants"][0]["indices"][0]["value"] == "4.000000"


def test_where_nothing_is_marked_or_excluded_there_is_one_index() -> None:
    state = release(RULES, strata(honest=9), UNKNOWN)
    assert state["variants"] == []
    assert state["counts"]["excluded"] == 0


def test_taking_out_and_putting_back_is_exact() -> None:
    found = strata(honest=9)
    before = found.total()
    found.exclude(HONEST, {"a": 6, "b": 6})
    assert found.total().responses == 8
    assert found.with_excluded() == before
    value = Fraction(release(RULES, found, UNKNOWN)["indices"][0]["value"])
    assert value == 4


def test_a_release_says_what_was_found() -> None:
    found = release(RULES, strata(honest=15, kiosk=26), confirmed(40))["findings"]
    assert found == [
        {"code": "more_answers_than_services", "n": 41, "limit": 40},
        {"code": "kiosk_share", "n": 26, "limit": 20},
    ]


SERVICES, KIOSK, FLAGGED = "more_answers_than_services", "kiosk_share", "flagged_share"


@pytest.mark.parametrize(
    ("numbers", "recipients", "expected"),
    [
        ({"honest": 40}, 40, []),
        ({"honest": 41}, 40, [(SERVICES, 41, 40)]),
        ({"honest": 41}, None, []),
        ({"honest": 15, "kiosk": 15}, None, []),
        ({"honest": 14, "kiosk": 16}, None, [(KIOSK, 16, 15)]),
        # More than half of 31 are 16, however it is rounded.
        ({"honest": 15, "kiosk": 16}, None, [(KIOSK, 16, 15)]),
        ({"honest": 5, "kiosk": 24}, None, []),
        ({"honest": 24, "marked": 6}, None, []),
        ({"honest": 24, "marked": 8}, None, [(FLAGGED, 8, 6)]),
        ({"marked": 8, "kiosk": 24}, 30, [(SERVICES, 32, 30), (KIOSK, 24, 16), (FLAGGED, 8, 6)]),
    ],
)
def test_findings_speak_of_shares_once_there_are_enough(
    numbers: dict[str, int], recipients: int | None, expected: list[tuple[str, int, int]]
) -> None:
    made = strata(**numbers)
    found = findings(made.total().responses, made.counts(), recipients, MINIMUM)
    assert found == [{"code": code, "n": n, "limit": limit} for code, n, limit in expected]
    assert all(type(each["limit"]) is int for each in found)
