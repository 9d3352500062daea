"""What final results say together: a unit's quarter and semester, and the units below an office."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from contracts.shapes import Lack
from hypothesis import given
from hypothesis import strategies as st
from scoring_cases.spelling import formula
from scoring_service.domain.methods import Formula, shown
from scoring_service.domain.summaries import Result, Unit, own, region, unit

MINMAX, PROP = formula("spkp-spak-minmax"), formula("spkp-spak-prop")
FORMULAS = {"m": MINMAX, "p": PROP}
Q3 = ("2026-07", "2026-08", "2026-09")


def result(n: int = 40, ipak: str = "3.70", version: str = "m", lack: Lack | None = None) -> Result:
    values = {} if lack else {"IPAK": Fraction(ipak), "IPKP": Fraction("3.40")}
    return Result(version, n, values, lack)


def over(
    results: Mapping[str, Result], *idle: str, period: str = "2026-Q3", **more: Formula
) -> Unit:
    found = unit(period, results, idle, {**FORMULAS, **more})
    assert found is not None
    return found


def quarter(*results: Result | None) -> Unit:
    return over({month: each for month, each in zip(Q3, results, strict=False) if each})


def month(n: int = 40, ipak: str = "3.70", version: str = "m", lack: Lack | None = None) -> Unit:
    return over({"2026-09": result(n, ipak, version, lack)}, period="2026-09")


def ipak(told: Any) -> Any:
    return next(each for each in told["indices"] if each["code"] == "IPAK")


def summed(units: Mapping[str, Unit | None]) -> Any:
    found = region(units)
    assert found is not None
    return found


def test_a_quarter_is_the_mean_of_its_months_and_pooled_beside_it() -> None:
    told = own(quarter(result(40, "3.64"), result(50, "3.58"), result(60, "3.70")))
    assert (ipak(told)["mean"], ipak(told)["display"], ipak(told)["pooled"]) == (
        "3.640000",
        "3.64",
        "3.644000",
    )
    assert (told["n"], [each["n"] for each in told["months"]]) == (150, [40, 50, 60])
    assert (told["formula"], told["formula_version_id"]) == ("spkp-spak-minmax", "m")
    assert (told["minimum"], [each["period"] for each in told["months"]]) == (30, [*Q3])


def test_months_without_a_figure_are_named_and_in_no_value() -> None:
    told = own(quarter(result(), result(9, lack="few")))
    assert [(each["n"], each["why"]) for each in told["months"]] == [
        (40, None),
        (None, "few"),
        (None, "no_result"),
    ]
    assert (told["n"], ipak(told)["mean"]) == (40, "3.700000")


def test_a_month_without_service_drops_out() -> None:
    found = over({"2026-07": result(), "2026-09": result()}, "2026-08")
    assert found.complete
    assert found.whys["2026-08"] == "no_service"
    assert not over({"2026-07": result(), "2026-09": result()}).complete


def test_the_newest_month_with_a_figure_says_by_which_formula() -> None:
    found = quarter(result(), result(40, "3.50", "p"), result(9, lack="few"))
    assert (found.version, list(found.whys.values())) == ("p", ["other_formula", None, "few"])
    assert found.responses == 40
    renamed = replace(MINMAX, code="x", bands=())
    found = over({"2026-07": result(), "2026-08": result(version="r")}, r=renamed)
    assert found.responses == 80


def test_a_short_month_counts_and_the_value_without_it_stands_beside() -> None:
    told = ipak(own(quarter(result(12, "3.40"), result(40, "3.70"))))
    assert (told["mean"], told["without_short"]) == ("3.550000", "3.700000")


def test_only_months_without_figures_leave_no_value() -> None:
    told = own(quarter(result(9, lack="few"), result(8, lack="few")))
    assert (told["n"], ipak(told)) == (
        0,
        {
            "code": "IPAK",
            "mean": None,
            "display": None,
            "pooled": None,
            "limits": [],
            "without_short": None,
        },
    )


def test_a_survey_of_the_whole_semester_is_its_own_result() -> None:
    found = over({"2026-S2": result()}, period="2026-S2")
    assert (list(found.whys), found.complete) == (["2026-S2"], True)
    assert summed({"a": found})["months"] == []


def test_without_any_result_there_is_nothing() -> None:
    assert unit("2026-Q3", {}, Q3, FORMULAS) is None
    assert region({"a": None}) is None
    assert region({"a": month(9, lack="few"), "b": None}) is None


def test_limits_are_compared_unrounded_and_by_every_reading() -> None:
    """3.61 by minmax is 5.35 stars, 3.5666... by prop; 3.5996 never prints as 3.60."""

    def meets(value: str) -> tuple[str, bool | None]:
        told = ipak(summed({"a": month(40, value)}))
        wbk = next(each for each in told["limits"] if each["name"] == "wbk")
        assert wbk["limit"] == "3.60"
        return told["display"], wbk["meets"]

    assert meets("3.64") == ("3.64", True)
    assert meets("3.61") == ("3.61", None)
    assert meets("3.5996") == ("3.5996", False)


def test_a_region_says_of_how_many_units_it_is() -> None:
    told = summed(
        {
            "a": month(40, "3.64"),
            "b": month(30, "3.40"),
            "c": month(12, "4"),
            "d": month(9, lack="few"),
            "e": month(50, "3.90", "p"),
            "f": None,
        }
    )
    assert {name: told[name] for name in ("units", "valid", "few", "other_formula")} == {
        "units": 6,
        "valid": 2,
        "few": 2,
        "other_formula": 1,
    }
    assert (ipak(told)["mean"], ipak(told)["pooled"]) == ("3.520000", "3.604878")
    # 12 are fewer than the minimum together as well.
    assert (told["n"], told["joined_units"], told["joined_n"]) == (82, 1, 12)
    assert ipak(told)["joined"] is None


def test_small_units_join_once_they_reach_the_minimum() -> None:
    told = summed({"a": month(40, "3.64"), "c": month(12, "4"), "d": month(20, "3.10")})
    assert (told["joined_units"], told["joined_n"], ipak(told)["joined"]) == (2, 32, "3.437500")
    assert ipak(told)["mean"] == "3.640000"


def test_without_a_valid_unit_there_is_no_mean() -> None:
    told = summed({"a": month(12, "3.40")})
    assert (told["valid"], ipak(told)["mean"], ipak(told)["pooled"]) == (0, None, "3.400000")


def test_a_quarter_of_a_region_counts_the_units_that_lack_no_month() -> None:
    told = summed({"a": quarter(*[result()] * 3), "b": quarter(result()), "c": None})
    assert (told["valid"], told["complete"], told["months"]) == (2, 1, list(Q3))


@pytest.mark.parametrize("turned", [False, True])
def test_of_as_many_units_by_each_formula_the_first_by_name_counts(turned: bool) -> None:  # noqa: FBT001
    units = {"a": month(), "b": month(version="p")}
    told = summed(dict(reversed(units.items())) if turned else units)
    assert (told["formula"], told["valid"], told["other_formula"]) == ("spkp-spak-minmax", 1, 1)


results = st.one_of(
    st.none(),
    st.builds(
        result,
        st.integers(10, 60),
        st.integers(100, 400).map(lambda hundredths: str(Fraction(hundredths, 100))),
        st.sampled_from("mp"),
    ),
    st.builds(result, st.integers(1, 9), lack=st.just("few")),
)
units_drawn = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.lists(results, min_size=3, max_size=3).map(
        lambda drawn: unit(
            "2026-Q3",
            {at: each for at, each in zip(Q3, drawn, strict=True) if each},
            (),
            FORMULAS,
        )
    ),
)


@given(units_drawn, st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing(units: dict[str, Unit | None], chance: Any) -> None:
    names = list(units)
    chance.shuffle(names)
    assert region({name: units[name] for name in names}) == region(units)


@given(units_drawn)
def test_parts_add_to_the_whole(units: dict[str, Unit | None]) -> None:
    told = region(units)
    figures = sum(each.responses for each in units.values() if each)
    assert (told is None) is (figures == 0)
    if told:
        without = sum(each is None for each in units.values())
        named = told["valid"] + told["few"] + told["other_formula"] + without
        assert told["units"] == len(units) == named
        assert told["complete"] <= told["valid"]
        assert told["n"] <= figures
        assert told["joined_n"] <= told["n"]


@given(units_drawn)
def test_one_more_unit_without_answers_is_counted_and_moves_no_value(
    units: dict[str, Unit | None],
) -> None:
    told = region(units)
    if told:
        assert region({**units, "z": None}) == {**told, "units": told["units"] + 1}


@given(units_drawn)
def test_pooled_gives_every_answer_the_same_say_in_whatever_month_and_unit(
    units: dict[str, Unit | None],
) -> None:
    told = region(units)
    if told:
        alike = [each for each in units.values() if each and each.formula.code == told["formula"]]
        months = [
            (value, each.people[at])
            for each in alike
            for at, value in each.indices["IPAK"].values.items()
        ]
        people = sum(n for _, n in months)
        assert told["n"] == people
        expected = sum((value * n for value, n in months), Fraction(0)) / people
        assert ipak(told)["pooled"] == shown(expected, 6)
