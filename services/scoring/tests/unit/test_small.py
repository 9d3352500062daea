"""Results of fewer than ten answers, taken together."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_cases.spelling import formula
from scoring_service.domain.periods import span_of
from scoring_service.domain.small import Pool, Pooled, SmallResult, pools, settled, small

MINMAX = formula("spkp-spak-minmax")
NORTH = "north"


def result(
    tenant: str,
    n: int,
    ipak: str = "3.70",
    *,
    marked: int = 0,
    office: str | None = NORTH,
    counting: object = "m",
    number: int = 0,
) -> SmallResult:
    survey = f"{tenant}-{number:03}"
    return SmallResult(survey, 1, tenant, office, "2026-07", "v", counting, n, n - marked, values)


def shared(*waiting: SmallResult) -> dict[str, int]:
    """By owner, how many results are in a sum."""
    return {pool.owner: len(pool.results) for pool in pools(waiting)}


def test_small_months_of_a_unit_are_its_own_once_they_reach_ten() -> None:
    assert shared(result("a", 4), result("a", 6, number=1)) == {"a": 2}
    assert shared(result("a", 4), result("a", 5, number=1)) == {}


def test_what_does_not_reach_ten_joins_that_of_other_units_of_the_office() -> None:
    assert shared(result("a", 4), result("b", 3), result("c", 3)) == {NORTH: 3}
    assert shared(result("a", 4), result("b", 3), result("c", 2)) == {}
    elsewhere = result("c", 3, office="south")
    assert shared(result("a", 4), result("b", 3), elsewhere) == {}


def test_of_two_units_none_has_the_other_s() -> None:
    assert shared(result("a", 9), result("b", 9)) == {}


def test_marked_answers_make_no_ten() -> None:
    assert shared(result("a", 9), result("a", 9, marked=9, number=1)) == {}


def test_other_ways_of_counting_are_not_mixed() -> None:
    assert shared(result("a", 6), result("a", 6, counting="p", number=1)) == {}


def test_a_practice_unit_is_in_no_sum_of_others() -> None:
    assert shared(result("a", 5), result("b", 5), result("c", 5, office=None)) == {}
    assert shared(result("c", 5, office=None), result("c", 5, office=None, number=1)) == {"c": 2}


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdef"), st.integers(1, 9), st.integers(0, 9), st.sampled_from("mp")
        )
    )
)
def test_each_is_in_one_sum_at_most_and_no_sum_tells_of_few(drawn) -> None:
    waiting = [
        result(tenant, n, marked=min(n, marked), counting=counting, number=number)
        for number, (tenant, n, marked, counting) in enumerate(drawn)
    ]
    found = pools(waiting)
    together = Counter(each.survey for pool in found for each in pool.results)
    assert set(together.values()) <= {1}
    for pool in found:
        assert sum(each.unmarked for each in pool.results) >= 10
        units = {each.tenant for each in pool.results}
        assert units == {pool.owner} or (pool.owner == NORTH and len(units) >= 3)
        assert len({each.counting for each in pool.results}) == 1


def values(ipak: str) -> dict[str, Fraction]:
    return {"IPAK": Fraction(ipak), "IPKP": Fraction(3)}


def test_it_is_told_by_answers() -> None:
    results = [(8, values("3.50")), (2, values("4"))]
    told = small(MINMAX, Pooled("v", {*"abc"}, {"2026-08", "2026-07"}, results))
    # (8 x 3.50 + 2 x 4) / 10 = 3.60, which meets the limit and prints as it.
    by_code = {each["code"]: (each["value"], each["display"]) for each in told["indices"]}
    assert by_code == {"IPAK": ("3.600000", "3.60"), "IPKP": ("3.000000", "3.00")}
    assert (told["units"], told["n"], told["periods"]) == (3, 10, ["2026-07", "2026-08"])
    assert (told["formula"], told["formula_version_id"]) == ("spkp-spak-minmax", "v")


def test_a_value_below_its_limit_does_not_print_as_it() -> None:
    told = small(MINMAX, Pooled("v", {"a"}, {"2026-07"}, [(10, values("3.5996"))]))
    displays = {each["code"]: each["display"] for each in told["indices"]}
    assert displays["IPAK"] == "3.5996"


@pytest.mark.parametrize(
    ("period", "span"), [("2026-07", "2026-Q3"), ("2026-12", "2026-Q4"), ("2026-S2", "2026-S2")]
)
def test_no_two_spans_overlap(period: str, span: str) -> None:
    assert span_of(period) == span


def test_a_span_is_settled_thirty_days_after_its_end() -> None:
    assert not settled("2026-Q3", date(2026, 10, 29))
    assert settled("2026-Q3", date(2026, 10, 30))
    assert settled("2026-S2", date(2027, 1, 30))


def test_a_sum_is_named_by_its_first_survey() -> None:
    assert Pool("a", [result("b", 4), result("a", 6)]).name == "a-000"
