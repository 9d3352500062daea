"""What a release may show in detail: not what few answered, nor whom an exclusion tells apart."""

from collections.abc import Mapping
from typing import Any

import pytest
from scoring_service.domain.disclosure import Place, Stand, excluded_few, withhold
from scoring_service.domain.fitting import fitted
from scoring_service.domain.methods import read_formula
from scoring_service.domain.results import release
from scoring_service.domain.strata import Strata, Stratum
from scoring_service.domain.tallies import Tally, layout_of
from scoring_testing import FORMULA, confirmed


def places(*offsets: int) -> dict[str, Place]:
    return {f"answer {offset}": (0, offset) for offset in offsets}


def stand(last: int, *left_out: int) -> Stand:
    return Stand({0: last}, frozenset(places(*left_out)))


def released(n: int, *filled: int) -> dict[str, Any]:
    rows = [
        {"item": str(at), "n": each, "mean": "4.000000", "value4": "2.800000", "options": [each]}
        for at, each in enumerate(filled)
    ]
    return {"n": n, "indices": [], "indicators": rows}


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
        ((0,), [Stand({1: 50}, frozenset())], False),
        # The first and the last answer of what was shown.
        ((0,), [stand(0)], True),
        ((50,), [stand(50)], True),
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
    found = withhold(released(n, n), {}, few_excluded=few_excluded)
    assert found["withheld"] == why
    assert [row["options"] for row in found["indicators"]] == ([] if why else [[n]])
    assert withhold(found, {}, few_excluded=few_excluded) == found


def test_a_statement_that_few_filled_keeps_their_number_alone() -> None:
    rows = withhold(released(30, 30, 9, 0), {}, few_excluded=False)["indicators"]
    assert [(row["n"], row["mean"], row["options"]) for row in rows] == [
        (30, "4.000000", [30]),
        (9, None, []),
        (0, "4.000000", [0]),
    ]


FORM: dict[str, Any] = {
    "sections": [{"key": "spak", "index": "IPAK"}],
    "items": [
        *({"key": key, "section": "spak", "type": "stars", "points": 6} for key in "ab"),
        {"key": "own", "section": "spak", "type": "stars", "points": 6, "own": True, "weight": "1"},
    ],
}
OFFICIAL = {"a": 6, "b": 5}
FIGURES = ("value", "display4", "display100", "band_value", "interval")


def published(
    *answers: tuple[Mapping[str, int], int],
    flagged: int = 0,
    out: int = 0,
    few_excluded: bool = False,
) -> dict[str, Any]:
    """Of (answers, how many gave them). Beside them `flagged` ones, of which `out` are excluded,
    that fill every statement."""
    layout = layout_of(FORM["items"])
    formula, strata = fitted(read_formula("f", FORMULA), FORM), Strata(layout)
    every = {**OFFICIAL, "own": 4}
    marked = Stratum("", "self", True, "none")
    for stratum, (given, n) in (
        *((Stratum("", "self", False, "none"), each) for each in answers),
        (marked, (every, flagged)),
    ):
        for _ in range(n):
            one = Tally.empty(layout)
            one.add(layout, given)
            strata.add(stratum, one)
    for _ in range(out):
        strata.exclude(marked, every)
    made = release(formula, strata, confirmed(100))
    made = withhold(made, formula.weights, few_excluded=few_excluded)
    assert withhold(made, formula.weights, few_excluded=few_excluded) == made
    return made


def test_the_star_of_one_person_does_not_follow_from_an_extended_index() -> None:
    """Three times its mean less those of the two others would be the answer of the one."""
    made = published((OFFICIAL, 39), ({**OFFICIAL, "own": 2}, 1))
    official, extended = made["indices"]
    assert official["value"] == "3.700000"
    assert extended["code"] == "IPAK-DIPERLUAS"
    assert [extended[name] for name in FIGURES] == [None] * 5
    assert extended["note"] == "few"
    assert [(row["n"], row["mean"]) for row in made["indicators"]] == [
        (40, "6.000000"),
        (40, "5.000000"),
        (1, None),
    ]
    assert made == published((OFFICIAL, 39), ({**OFFICIAL, "own": 6}, 1))


def test_of_few_nothing_depends_on_their_answers_but_the_official_index() -> None:
    """On paper few filled the statement b, and with it went the unit's own."""
    sets = []
    for stars in (1, 6):
        few = {"a": 6, "b": stars, "own": stars}
        two = {"a": 6, "b": 3, "own": 3}
        made = published(({"a": 6}, 27), (few, 1), (two, 2))
        official, extended = made["indices"]
        assert official["value"] is not None
        assert official["interval"] is None
        assert extended["value"] is None
        assert [(row["mean"], row["value4"], row["options"]) for row in made["indicators"]] == [
            (None, None, [])
        ] * 3
        assert [row["n"] for row in made["indicators"]] == [30, 3, 3]
        sets.append({**made, "indices": [extended]})
    assert sets[0] == sets[1]


def test_of_fewer_than_ten_each_index_is_named_and_has_no_value() -> None:
    made, many = published((OFFICIAL, 9)), published((OFFICIAL, 10))
    assert [(each["code"], each["value"], each["note"]) for each in made["indices"]] == [
        (each["code"], None, "few" if each["value"] else each["note"]) for each in many["indices"]
    ]


def test_beside_a_few_no_variant_has_figures() -> None:
    """Among the excluded ones more filled the statement: set against them the few would show."""
    flagged = out = 12
    rest = [({"a": 6}, 27), ({"a": 6, "b": 1}, 3)]
    made = published(*rest, flagged=flagged, out=out)
    (variant,) = made["variants"]
    assert [(each["value"], each["display4"]) for each in variant["indices"]] == [(None, None)] * 2
    assert all(each.keys() == {"code", "value", "display4"} for each in variant["indices"])
    many = published((OFFICIAL, 27), flagged=flagged, out=out)
    assert [index["value"] for index in many["variants"][0]["indices"]] == ["3.700000", None]


def test_of_many_it_is_said_how_sure_the_index_is() -> None:
    official, extended = published(({**OFFICIAL, "own": 4}, 20), ({"a": 5, "b": 5, "own": 4}, 10))[
        "indices"
    ]
    # Person by person 3.7 and 3.4, and 2.5: mean 3.5645; 2.042 x 1.5 / 31 to either side.
    assert official["interval"] == {"low": "3.46", "high": "3.67"}
    assert extended["interval"] is not None


def test_an_extended_index_is_a_detail_like_a_statement() -> None:
    """Beside the official one it is the mean of the unit's own: it goes and comes with those."""
    whole = {**OFFICIAL, "own": 4}
    for n, few_excluded, note in ((9, False, "few"), (30, True, "excluded_few"), (30, False, None)):
        official, extended = published((whole, n), few_excluded=few_excluded)["indices"]
        assert official["value"] == (None if note == "few" else "3.700000")
        assert (extended["value"], extended["note"]) == (None if note else "3.400000", note)


@pytest.mark.parametrize(("n", "told"), [(1, False), (9, False), (10, True)])
def test_an_index_of_a_few_has_no_figure_at_all(n: int, *, told: bool) -> None:
    """The value of two and its spread are the two values."""
    official, _ = published((OFFICIAL, n))["indices"]
    assert [official[name] is not None for name in FIGURES] == [told] * 5
    assert official["note"] == (None if told else "few")


def test_ten_who_filled_a_statement_are_enough_and_nobody_is_no_answer() -> None:
    made = published((OFFICIAL, 20), ({**OFFICIAL, "own": 2}, 10))
    assert [index["note"] for index in made["indices"]] == [None, None]
    assert [row["mean"] for row in made["indicators"]] == ["6.000000", "5.000000", "2.000000"]
    assert published((OFFICIAL, 30))["indices"][1]["note"] == "no_answers"
