"""What a release may show in detail: not what few answered, nor whom an exclusion tells apart."""

from typing import Any

import pytest
from scoring_service.domain.disclosure import Place, Stand, excluded_few, withhold


def places(*offsets: int) -> dict[str, Place]:
    return {f"answer {offset}": (0, offset) for offset in offsets}


def stand(last: int, *left_out: int) -> Stand:
    return Stand({0: last}, frozenset(places(*left_out)))


def released(n: int, *filled: int) -> dict[str, Any]:
    rows = [
        {"item": str(at), "n": each, "mean": "4.000000", "value4": "2.800000", "options": [each]}
        for at, each in enumerate(filled)
    ]
    return {"n": n, "indicators": rows}


@pytest.mark.parametrize(
    ("out", "detailed", "few"),
    [
        ((), [], False),
        ((), [stand(50)], False),
        ((3,), [], False),
        ((3,), [stand(50)], True),
        (range(9), [stand(50)], True),
        (range(10), [stand(50)], False),
        # Never shown: they came after the last release in detail, or in another partition.
        ((51, 52), [stand(50)], False),
        ((3,), [Stand({1: 50}, frozenset())], False),
        # Shown without them already.
        ((3,), [stand(50, 3)], False),
        ((3, 4), [stand(50, 3)], True),
        # Put back: it was not in what was shown, and now is.
        ((), [stand(50, 3)], True),
        ((), [stand(50, *range(10))], False),
        # Enough beside the newest, one beside the first: any two that were shown can be compared.
        ((0,), [stand(50), stand(60, *range(12))], True),
    ],
)
def test_details_wait_until_nobody_or_ten_are_told_apart(
    out: Any, detailed: list[Stand], *, few: bool
) -> None:
    assert excluded_few(places(*out), detailed) is few


@pytest.mark.parametrize(
    ("n", "few_excluded", "why"),
    [
        (1, False, "few"),
        (9, False, "few"),
        (9, True, "few"),
        (10, False, None),
        (10, True, "excluded_few"),
    ],
)
def test_a_release_without_details_says_why(n: int, why: str | None, *, few_excluded: bool) -> None:
    found = withhold(released(n, n), few_excluded=few_excluded)
    assert found["withheld"] == why
    assert [row["options"] for row in found["indicators"]] == ([] if why else [[n]])
    assert withhold(found, few_excluded=few_excluded) == found


def test_a_statement_that_few_filled_keeps_their_number_alone() -> None:
    rows = withhold(released(30, 30, 9, 0), few_excluded=False)["indicators"]
    assert [(row["n"], row["mean"], row["options"]) for row in rows] == [
        (30, "4.000000", [30]),
        (9, None, []),
        (0, "4.000000", [0]),
    ]
