"""What the tables of eligibility cannot spell: one index by one reading, and a limit that only the
highest answers still reach."""

from dataclasses import replace
from fractions import Fraction

from scoring_cases.spelling import formula, parts
from scoring_service.domain.eligibility import Eligibility, eligibility

LIMIT = Fraction("3.60")
ALONE = replace(formula("spkp-spak-native4"), thresholds={"wbk": {"IPAK": LIMIT}}, minimum=30)


def judged(months: str) -> Eligibility:
    return eligibility(ALONE, "wbk", parts(ALONE, ["IPAK"], months))


def test_one_index_by_one_reading_stands_beside_its_limit() -> None:
    found = judged("2026-01 10 3.80; 2026-02 10 3.60; 2026-03 5 3.60")
    (index,) = found.indices
    assert (index.code, index.limit, list(index.readings)) == ("IPAK", LIMIT, ["native4"])
    assert index.readings["native4"].meets
    # 25 of 30 people.
    assert (found.state, found.respondents_missing) == ("belum", 5)


def test_the_highest_answers_of_a_month_may_be_just_enough() -> None:
    """Four months need 14.40. With 10.40 the fourth needs 4.00; with less no answers would do."""
    enough = judged("2026-01 10 3.50; 2026-02 10 3.50; 2026-03 10 3.40")
    short = judged("2026-01 10 3.50; 2026-02 10 3.50; 2026-03 10 3.30")
    needed = [each.indices[0].readings["native4"].needed for each in (enough, short)]
    assert needed == [4, None]
