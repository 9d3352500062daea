"""The index of each service and way of answering: what may be told beside what is published."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
from contracts.enough import DETAILED_FROM
from hypothesis import given
from hypothesis import strategies as st
from scoring_service.domain import methods
from scoring_service.domain.methods import read_formula
from scoring_service.domain.parts import LISTS, Weight, gives_away_nothing, joined, parts
from scoring_service.domain.strata import Strata, Stratum
from scoring_service.domain.tallies import Tally, layout_of
from scoring_testing import FORMULA

LAYOUT = layout_of([{"key": key, "type": "stars", "points": 6} for key in ("a", "b")])
READ = read_formula("f", FORMULA)
GOOD, POOR = {"a": 6, "b": 5}, {"a": 4, "b": 4}
# Service, way, marked.
How = tuple[str, str, bool]


def stratum(how: How) -> Stratum:
    return Stratum(how[0], how[1], how[2], "none")


def weights(cells: Mapping[How, int]) -> list[Weight]:
    return [Weight(stratum(how), n) for how, n in cells.items()]


def groups(cells: Mapping[How, int], *, marked: bool = False) -> dict[str, list[list[str]]]:
    found = joined(weights(cells), marked_told=marked)
    return {name: [sorted(group) for group in each] for name, each in found.items()}


def folded(cells: Mapping[How, int], answers: Mapping[str, int] = GOOD) -> Strata:
    strata = Strata(LAYOUT)
    for how, n in cells.items():
        tally = Tally.empty(LAYOUT)
        for _ in range(n):
            tally.add(LAYOUT, answers)
        strata.add(stratum(how), tally)
    return strata


@pytest.mark.parametrize(
    ("cells", "services", "ways"),
    [
        # Each of its own.
        ({("x", "self", False): 12, ("y", "self", False): 10}, [["x"], ["y"]], [["self"]]),
        # Nine: with them the smallest of the others.
        (
            {("x", "self", False): 30, ("y", "self", False): 12, ("z", "self", False): 9},
            [["x"], ["y", "z"]],
            [["self"]],
        ),
        # Several small ones are enough together.
        (
            {("x", "self", False): 30, ("y", "self", False): 6, ("z", "self", False): 5},
            [["x"], ["y", "z"]],
            [["self"]],
        ),
        # x less self is three answers at the kiosk.
        (
            {("x", "self", False): 20, ("x", "kiosk", False): 3, ("y", "kiosk", False): 20},
            [["x"], ["y"]],
            [["kiosk", "self"]],
        ),
        # Each service on its own way: the lists say the same.
        (
            {("x", "self", False): 20, ("y", "kiosk", False): 15},
            [["x"], ["y"]],
            [["kiosk"], ["self"]],
        ),
        # Own answers that are marked fill no group.
        (
            {("x", "self", False): 30, ("y", "self", False): 1, ("y", "self", True): 9},
            [["x", "y"]],
            [["self"]],
        ),
        ({("x", "self", False): 9}, None, None),
    ],
)
def test_what_is_told_apart(
    cells: dict[How, int], services: list[list[str]] | None, ways: list[list[str]] | None
) -> None:
    wanted = {} if services is None else {"mode": ways, "service": services}
    assert groups(cells) == wanted


def test_beside_the_index_without_marked_answers_the_marked_are_a_list_too() -> None:
    """x less those by phone less the marked ones are three people at the kiosk."""
    cells = {
        ("x", "self", False): 20,
        ("x", "kiosk", True): 12,
        ("x", "kiosk", False): 3,
        ("y", "kiosk", False): 20,
    }
    assert groups(cells) == {"mode": [["kiosk"], ["self"]], "service": [["x"], ["y"]]}
    told = groups(cells, marked=True)
    assert told == {"mode": [["kiosk", "self"]], "service": [["x"], ["y"]]}


@pytest.mark.parametrize(
    ("left", "gone", "stands"),
    [
        # Ten of x are out: four would be left of it.
        ({("x", "self", False): 4, ("y", "self", False): 40}, {("x", "self", False)}, False),
        ({("x", "self", False): 10, ("y", "self", False): 40}, {("x", "self", False)}, True),
        # All of x, and who else is out would be known beside them.
        ({("y", "self", False): 40}, {("x", "self", False), ("y", "self", False)}, False),
        # All of x and nobody else: the lists tell it.
        ({("y", "self", False): 40}, {("x", "self", False)}, True),
        # Of nothing that was told apart.
        ({("y", "self", False): 40}, set(), True),
    ],
)
def test_a_correction_stands_beside_lists_that_would_hold_without_those_who_left(
    left: dict[How, int], gone: set[How], *, stands: bool
) -> None:
    lists = {"service": [frozenset("x"), frozenset("y")]} if gone else {}
    out = [stratum(how) for how in gone]
    assert gives_away_nothing(weights(left), lists, gone=out) is stands


def test_of_marked_answers_few_may_not_be_left_either() -> None:
    """The index without marked answers was told beside the whole."""
    left, out = weights({("x", "self", False): 30, ("x", "self", True): 4}), [("x", "self", True)]
    gone = [stratum(how) for how in out]
    assert not gives_away_nothing(left, {}, marked_told=True, gone=gone)
    assert gives_away_nothing(left, {}, marked_told=False, gone=gone)
    assert gives_away_nothing(left[:1], {}, marked_told=True, gone=gone)


def test_a_statement_that_few_filled_keeps_its_service_joined() -> None:
    cells = {("x", "self", False): 30, ("y", "self", False): 20}
    strata = folded({("x", "self", False): 30})
    for how, n in folded({("y", "self", False): 9}).kept.items():
        strata.add(how, n)
    for how, n in folded({("y", "self", False): 11}, {"a": 6}).kept.items():
        strata.add(how, n)
    assert parts(READ, folded(cells))[0]["by"] == "service"
    assert parts(READ, strata) == []


def test_parts_as_they_are_published() -> None:
    strata = folded({("x", "self", False): 30})
    for how, tally in folded({("y", "self", False): 12}, POOR).kept.items():
        strata.add(how, tally)
    assert parts(READ, strata) == [
        {
            "by": "service",
            "groups": [
                {
                    "names": ["x"],
                    "n": 30,
                    "indices": [{"code": "IPAK", "value": "3.700000", "display4": "3.70"}],
                },
                {
                    "names": ["y"],
                    "n": 12,
                    "indices": [{"code": "IPAK", "value": "2.800000", "display4": "2.80"}],
                },
            ],
        }
    ]


def test_a_formula_that_does_not_fit_has_no_parts() -> None:
    wrong = {**FORMULA, "scale": {"min": 1, "max": 4}, "conversion": "native4"}
    cells = {("x", "self", False): 30, ("y", "self", False): 20}
    assert parts(read_formula("f", wrong), folded(cells)) == []


HOW = st.tuples(st.sampled_from("xyzw"), st.sampled_from(["self", "kiosk", "paper"]), st.booleans())
CELLS = st.dictionaries(HOW, st.integers(1, 25), min_size=1, max_size=8)


@given(CELLS, st.booleans())
def test_no_small_combination_of_groups_leaves_fewer_than_ten(
    cells: dict[How, int], marked: bool
) -> None:
    """Every sum of lists with the factors -1, 0 and 1, and the marked ones where they are told."""
    found = joined(weights(cells), marked_told=marked)
    told = [(name, group) for name, each in found.items() for group in each]
    if not told:
        return
    for factors in product((-1, 0, 1), repeat=len(told)):
        for beside in (-1, 0, 1) if marked else (0,):
            left = 0
            for how, n in cells.items():
                factor = beside * how[2] + sum(
                    each
                    for each, (name, group) in zip(factors, told, strict=True)
                    if LISTS[name](stratum(how)) in group
                )
                left += n if factor else 0
            assert left == 0 or left >= DETAILED_FROM


@given(CELLS, st.data())
def test_parts_with_their_numbers_are_the_whole(cells: dict[How, int], data: st.DataObject) -> None:
    strata = Strata(LAYOUT)
    stars = st.fixed_dictionaries({"a": st.integers(1, 6), "b": st.integers(1, 6)})
    for how, n in cells.items():
        tally = Tally.empty(LAYOUT)
        for _ in range(n):
            tally.add(LAYOUT, data.draw(stars))
        strata.add(stratum(how), tally)
    whole = strata.total()
    value = methods.index(READ, "IPAK", whole.by_item(LAYOUT)).value or Fraction(0)
    for part in parts(READ, strata):
        names = [name for group in part["groups"] for name in group["names"]]
        assert sorted(names) == sorted({LISTS[part["by"]](stratum(how)) for how in cells})
        assert sum(group["n"] for group in part["groups"]) == whole.responses
        total = sum(
            group["n"] * Fraction(group["indices"][0]["value"] or 0) for group in part["groups"]
        )
        assert abs(total / whole.responses - value) <= Fraction(1, 10**6)
