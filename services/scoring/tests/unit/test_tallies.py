"""The index is the same whatever the order, batching and partitioning of responses."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_service.domain import recount
from scoring_service.domain.methods import Scale, index, mean, read_formula
from scoring_service.domain.tallies import Layout, Tally

KEYS = ("a", "b", "c")
LAYOUT = Layout(tuple((key, 1, 6) for key in KEYS))
FORMULA = read_formula(
    "test",
    {
        "scale": {"min": 1, "max": 6},
        "conversion": "minmax",
        "indices": [{"code": "X", "items": {"a": "1/2", "b": "1/3", "c": "1/6"}}],
        "bands": [{"code": "D", "from": "25.00", "label": {"id": "-", "en": "-"}}],
        "thresholds": {},
    },
)
responses = st.lists(
    st.dictionaries(st.sampled_from(KEYS), st.integers(1, 6), min_size=0), max_size=60
)
full = st.fixed_dictionaries({key: st.integers(1, 6) for key in KEYS})


def fold(rows: list[dict[str, int]]) -> Tally:
    tally = Tally.empty(LAYOUT)
    for row in rows:
        tally.add(LAYOUT, row)
    return tally


@given(responses, st.randoms(use_true_random=False), st.lists(st.integers(0, 60), max_size=5))
def test_order_and_batches_change_nothing(rows, chance, cuts) -> None:
    whole = fold(rows)
    shuffled = list(rows)
    chance.shuffle(shuffled)
    parts = Tally.empty(LAYOUT)
    edges = [0, *sorted(cut for cut in cuts if cut < len(rows)), len(rows)]
    for start, end in zip(edges, edges[1:], strict=False):
        parts.merge(fold(shuffled[start:end]))
    assert parts == whole
    assert index(FORMULA, "X", parts.by_item(LAYOUT)) == index(FORMULA, "X", whole.by_item(LAYOUT))


@given(st.lists(responses.filter(bool), max_size=5), st.sampled_from([1, 7, recount.TOGETHER]))
def test_a_recount_by_other_means_gives_the_same(groups, together) -> None:
    rows = {
        number: b"".join(recount.row(LAYOUT, each) for each in group)
        for number, group in enumerate(groups)
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recount, "TOGETHER", together)
        assert dict(recount.recount(LAYOUT, rows)) == dict(enumerate(map(fold, groups)))


def test_a_recount_of_a_form_of_texts_alone_counts_its_answers() -> None:
    texts = Layout(())
    found = dict(recount.recount(texts, {"": 3 * recount.row(texts, {})}))
    assert found == {"": Tally([], [], [], [], [], 3)}


@given(st.integers(1, 6), st.integers(1, 40))
def test_equal_answers_give_that_value(stars: int, count: int) -> None:
    tally = fold([dict.fromkeys(KEYS, stars)] * count)
    found = index(FORMULA, "X", tally.by_item(LAYOUT))
    assert found.value == 1 + Fraction(3 * (stars - 1), 5)


@given(st.lists(full, min_size=1, max_size=30), st.integers(0, 29), st.sampled_from(KEYS))
def test_a_better_answer_never_lowers_the_index(rows, at, key) -> None:
    before = index(FORMULA, "X", fold(rows).by_item(LAYOUT)).value
    better = [dict(row) for row in rows]
    chosen = better[at % len(better)]
    chosen[key] = min(6, chosen[key] + 1)
    after = index(FORMULA, "X", fold(better).by_item(LAYOUT)).value
    assert before is not None
    assert after is not None
    assert before <= after
    assert 1 <= before <= 4


@pytest.mark.parametrize("value", [-1, 0, 7, 99, 254, 255, 10**30])
def test_a_value_off_the_scale_never_spills_into_the_next_item(value: int) -> None:
    answers = {"a": value, "b": 2, "c": 3}
    tally = fold([answers])
    assert [sum(counts) for counts in tally.by_item(LAYOUT).values()] == [0, 1, 1]
    assert dict(recount.recount(LAYOUT, {"": recount.row(LAYOUT, answers)})) == {"": tally}


def test_what_stands_beside_a_value_off_the_scale_counts_down_to_zero() -> None:
    layout, answers = Layout((("a", 0, 3), ("b", 1, 6))), {"a": 0, "b": -1}
    tally = Tally([1, 0, 0, *[0] * 6], [0], [0], [0], [0], 1)
    assert dict(recount.recount(layout, {"": recount.row(layout, answers)})) == {"": tally}


def test_an_empty_tally_has_a_place_for_each_option_and_each_pair() -> None:
    """Three items of six stars: the lists are as long as the database keeps them."""
    assert Tally.empty(LAYOUT) == Tally([0] * 18, [0] * 3, [0] * 3, [0] * 3, [0] * 3)


@pytest.mark.parametrize("change", [Tally.merge, Tally.take_away])
def test_tallies_of_two_forms_are_never_mixed(change: Callable[[Tally, Tally], None]) -> None:
    """Cut to the shorter one, every index after it would be wrong without a word."""
    with pytest.raises(ValueError, match="numbers and"):
        change(fold([]), Tally.empty(Layout(LAYOUT.items[:2])))


def test_the_mean_of_nobody_is_nothing() -> None:
    assert mean([0, 0], Scale(1, 2)) is None
