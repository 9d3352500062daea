"""What holds of every index, window and group, whatever the answers: bounds, order, how answers are
cut into batches, months and units, and that no better answer lowers a value."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from scoring_cases.spelling import SHIPPED, formula
from scoring_service.domain.eligibility import eligibility
from scoring_service.domain.groups import group
from scoring_service.domain.methods import Formula, convert, index
from scoring_service.domain.pooling import Known, Part, known, pooled
from scoring_service.domain.several_months import quarters, several_months
from scoring_service.domain.tallies import Layout, Tally

Answers = dict[str, int]
MONTHS = [f"2026-{month:02}" for month in range(1, 7)]
READ = formula("spkp-spak-minmax")
IPAK = list(READ.weights["IPAK"])
LAYOUT = Layout(tuple((item, 1, 6) for item in IPAK))
LIMIT = Fraction("3.60")
IPAK_ALONE = replace(
    READ, weights={"IPAK": READ.weights["IPAK"]}, thresholds={"wbk": {"IPAK": LIMIT}}
)


def person(number: int, options: int) -> Answers:
    """The answers that the digits of a number stand for, one for each item; of seven options the
    first is none. A number is drawn faster than a mapping."""
    digits = [number // options**at % options + 7 - options for at in range(len(IPAK))]
    return {item: stars for item, stars in zip(IPAK, digits, strict=True) if stars}


def persons(options: int, least: int) -> st.SearchStrategy[list[Answers]]:
    """Up to six people."""
    numbers = st.lists(st.integers(0, options ** len(IPAK) - 1), min_size=least, max_size=6)
    return numbers.map(lambda drawn: [person(number, options) for number in drawn])


def by_name(rows: st.SearchStrategy[list[Answers]]) -> st.SearchStrategy[dict[str, list[Answers]]]:
    """Of one to three months or units, of six."""
    return st.dictionaries(st.sampled_from(MONTHS), rows, min_size=1, max_size=3)


whole_people = persons(6, 1)
windows = by_name(persons(7, 0))
whole_windows = by_name(whole_people)


def tally(rows: Sequence[Answers]) -> Tally:
    found = Tally.empty(LAYOUT)
    for row in rows:
        found.add(LAYOUT, row)
    return found


def part(rows: Sequence[Answers], recipients: int | None = None) -> Part:
    return Part(len(rows), tally(rows).by_item(LAYOUT), recipients)


def parts(told: Mapping[str, Sequence[Answers]]) -> dict[str, Part]:
    return {name: part(rows) for name, rows in told.items()}


@st.composite
def formula_and_counts(draw: st.DrawFn) -> tuple[Formula, str, dict[str, list[int]]]:
    """One that ships, one of its indices, and counts in which somebody filled every item."""
    read = formula(draw(st.sampled_from(SHIPPED)))
    code = draw(st.sampled_from(sorted(read.weights)))
    size = read.scale.high - read.scale.low + 1
    counts = {}
    for item in read.weights[code]:
        drawn = draw(st.integers(1, 8**size - 1))
        counts[item] = [drawn // 8**at % 8 for at in range(size)]
    return read, code, counts


def ipak(told: Mapping[str, Part]) -> dict[str, Known]:
    return known(READ, "IPAK", told)


def there(found: Fraction | None) -> Fraction:
    assert found is not None
    return found


def value(read: Formula, code: str, counts: Mapping[str, Sequence[int]]) -> Fraction:
    return there(index(read, code, counts).value)


@given(formula_and_counts())
def test_an_index_stays_within_its_scale(given_counts) -> None:
    read, code, counts = given_counts
    lowest, highest = (convert(read, Fraction(end))[0] for end in (read.scale.low, read.scale.high))
    assert lowest <= value(read, code, counts) <= highest == 4


@given(formula_and_counts(), st.randoms(use_true_random=False))
def test_the_order_of_items_changes_nothing(given_counts, chance) -> None:
    read, code, counts = given_counts
    items, weights = list(counts.items()), list(read.weights[code].items())
    chance.shuffle(items)
    chance.shuffle(weights)
    turned = replace(read, weights={code: dict(weights)})
    assert index(turned, code, dict(items)) == index(read, code, counts)


@given(formula_and_counts(), st.data())
def test_one_more_star_never_lowers_an_index_of_any_formula(given_counts, data) -> None:
    read, code, counts = given_counts
    below_the_top = [item for item, row in counts.items() if any(row[:-1])]
    if below_the_top:
        item = data.draw(st.sampled_from(below_the_top))
        better = list(counts[item])
        at = data.draw(st.sampled_from([at for at, count in enumerate(better[:-1]) if count]))
        better[at], better[at + 1] = better[at] - 1, better[at + 1] + 1
        assert value(read, code, counts) < value(read, code, {**counts, item: better})


@given(formula_and_counts(), st.data())
def test_an_item_without_weight_has_no_effect_and_equal_weights_no_favourite(
    given_counts, data
) -> None:
    read, code, counts = given_counts
    first, *others = read.weights[code]
    light = {first: Fraction(0), **dict.fromkeys(others, Fraction(1, len(others)))}
    turned = replace(read, weights={code: light})
    other = data.draw(st.sampled_from(others))
    changed = {**counts, first: counts[other]}
    assert value(turned, code, counts) == value(turned, code, changed)
    swapped = {**counts, first: counts[other], other: counts[first]}
    assert value(read, code, counts) == value(read, code, swapped)


@given(windows, st.lists(st.integers(0, 11), max_size=4))
def test_however_answers_are_cut_into_batches_and_partitions_the_windows_are_equal(
    by_month, cuts
) -> None:
    """A month's answers as one tally, or merged of pieces that came in any order."""
    pieced = {}
    for month, rows in by_month.items():
        edges = [0, *sorted(cut for cut in cuts if cut < len(rows)), len(rows)]
        merged = Tally.empty(LAYOUT)
        for start, end in reversed(list(zip(edges, edges[1:], strict=False))):
            merged.merge(tally(rows[start:end]))
        pieced[month] = Part(merged.responses, merged.by_item(LAYOUT))
    assert several_months(30, ipak(pieced)) == several_months(30, ipak(parts(by_month)))


@given(windows, st.randoms(use_true_random=False))
def test_the_order_of_months_and_units_changes_nothing(drawn, chance) -> None:
    told = parts(drawn)
    names = list(told)
    chance.shuffle(names)
    turned = {name: told[name] for name in names}
    for of in (several_months, group, quarters):
        assert of(3, ipak(turned)) == of(3, ipak(told))
    values = several_months(3, ipak(turned)).values
    assert list(values) == sorted(values)
    assert eligibility(IPAK_ALONE, "wbk", turned) == eligibility(IPAK_ALONE, "wbk", told)


@given(whole_windows)
def test_pooled_is_the_index_of_all_answers_where_all_are_whole(by_month) -> None:
    everybody = [row for rows in by_month.values() for row in rows]
    found = several_months(3, ipak(parts(by_month)))
    assert found.pooled == index(READ, "IPAK", tally(everybody).by_item(LAYOUT)).value


@given(windows)
def test_no_month_is_lost(by_month) -> None:
    everybody = [row for rows in by_month.values() for row in rows]
    found = several_months(3, ipak(parts(by_month)))
    assert found.responses == len(everybody)
    assert {*found.values, *found.missing, *found.idle} == by_month.keys()
    assert {*found.short} <= {*found.values}
    if found.values:
        of_months = found.values.values()
        assert min(of_months) <= there(found.mean) <= max(of_months)
        assert min(of_months) <= there(found.pooled) <= max(of_months)
    else:
        assert found.mean is found.pooled is None
    of_quarters = quarters(3, ipak(parts(by_month))).values()
    assert sum(each.responses for each in of_quarters) == len(everybody)


@given(whole_windows, st.data())
def test_a_better_answer_lowers_no_window_and_no_group(told, data) -> None:
    name = data.draw(st.sampled_from(sorted(told)))
    at = data.draw(st.integers(0, len(told[name]) - 1))
    item = data.draw(st.sampled_from(IPAK))
    rows = list(told[name])
    rows[at] = {**rows[at], item: min(6, rows[at][item] + 1)}
    worse, better = parts(told), parts({**told, name: rows})
    for of in (several_months, group):
        before, after = (of(1, ipak(each)) for each in (worse, better))
        assert there(before.mean) <= there(after.mean)
        assert there(before.pooled) <= there(after.pooled)


@given(windows)
def test_units_that_join_have_their_own_index_together(by_unit) -> None:
    units = ipak(parts(by_unit))
    found = group(5, units)
    left = [units[name] for name in units if name not in found.valid]
    assert found.joined_responses == sum(unit.responses for unit in left)
    assert found.joined == (pooled(left) if found.joined_responses >= 5 else None)


@given(st.lists(whole_people, min_size=1, max_size=4))
def test_what_a_next_month_needs_is_just_enough(by_month) -> None:
    """With months of exactly the value that is needed the mean is the limit, unless it is above it
    with any month."""
    months = dict(zip(MONTHS, map(part, by_month), strict=False))
    found = eligibility(IPAK_ALONE, "wbk", months)
    for name, reading in found.indices[0].readings.items():
        lowest = convert(replace(READ, conversion=name), Fraction(1))[0]
        values = list(reading.window.values.values())
        with_needed = sum(values) + found.further * (reading.needed or 4)
        mean = with_needed / (len(values) + found.further)
        assert (reading.needed is None) is (mean < LIMIT)
        assert reading.needed in (None, lowest) or mean == LIMIT


@given(windows)
def test_a_unit_without_answers_is_one_more_unit_and_moves_no_value(by_unit) -> None:
    before = group(3, ipak(parts(by_unit)))
    after = group(3, ipak({**parts(by_unit), "2027-01": part([])}))
    assert after == replace(before, units=before.units + 1)
