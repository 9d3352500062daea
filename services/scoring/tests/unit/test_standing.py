"""Where a unit stands on the way to WBK and WBBM: which months count, and what they say."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from contracts.shapes import Lack
from scoring_cases.spelling import formula, parts
from scoring_service.domain.methods import Formula
from scoring_service.domain.standing import standing
from scoring_service.domain.window import Final, carried, window

READ = formula("spkp-spak-minmax")
CODES = ("IPAK", "IPKP")


def final(month: str = "40 5.50 5", read: Formula = READ, lack: Lack | None = None) -> Final:
    """People, and their mean stars of IPAK and of IPKP."""
    (part,) = parts(read, CODES, f"x {month}").values()
    return Final(read, part, {"IPAK": "3.70", "IPKP": "3.40"}, lack)


def told(months: dict[str, Final], *idle: str, read: Formula = READ) -> Any:
    return standing("SPKP-SPAK", "v", read, window(months, idle))


def three(*months: str) -> Any:
    return told({f"2026-{n:02}": final(month) for n, month in enumerate(months, 9)})


def whys(found: Any) -> list[tuple[str, str | None]]:
    return [(each["period"], each["why"]) for each in found["months"]]


def states(found: Any) -> dict[str, str]:
    return {each["name"]: each["state"] for each in found["predicates"]}


def readings(found: Any, code: str = "IPAK") -> dict[str, Any]:
    (index,) = (each for each in found["indices"] if each["code"] == code)
    return {each["name"]: each for each in index["readings"]}


def needed(found: Any, predicate: str, code: str) -> dict[str, str | None]:
    (limits,) = (each["indices"] for each in found["predicates"] if each["name"] == predicate)
    (at,) = (each["readings"] for each in limits if each["code"] == code)
    return {each["name"]: each["needed"] for each in at}


def test_it_is_of_the_three_months_up_to_the_newest_final_result() -> None:
    found = told({f"2026-{n:02}": final() for n in range(6, 12)})
    assert whys(found) == [("2026-09", None), ("2026-10", None), ("2026-11", None)]
    assert found["months"][0]["values"] == {"IPAK": "3.70", "IPKP": "3.40"}
    assert (found["n"], found["months"][0]["n"]) == (120, 40)
    assert (found["instrument"], found["minimum"]) == ("SPKP-SPAK", 30)
    assert (found["formula"], found["formula_version_id"]) == ("spkp-spak-minmax", "v")
    assert states(found) == {"wbk": "memenuhi", "wbbm": "belum"}
    assert (found["months_missing"], found["people_missing"], found["further"]) == (0, 0, 1)


def test_a_year_is_crossed() -> None:
    found = told({"2026-01": final(), "2025-12": final(), "2025-11": final()})
    assert [each["period"] for each in found["months"]] == ["2025-11", "2025-12", "2026-01"]


@pytest.mark.parametrize("lack", ["few", "no_index"])
def test_a_month_without_a_figure_is_named_and_never_counted(lack: Lack) -> None:
    """Its answers are in none of the values: three months that held them would tell them."""
    hidden = final("9 1 1", lack=lack)
    found = told({"2026-09": final(), "2026-10": hidden, "2026-11": final()})
    assert whys(found)[1] == ("2026-10", lack)
    assert found["months"][1]["n"] is None
    assert (found["n"], found["months_missing"]) == (80, 1)
    assert readings(found)["minmax"]["mean"] == "3.700000"
    assert readings(found)["minmax"]["pooled"] == "3.700000"
    assert states(found) == {"wbk": "belum", "wbbm": "belum"}


def test_of_months_without_figures_alone_no_value_is_told() -> None:
    found = told({"2026-11": final("9 1 1", lack="few")})
    none = dict.fromkeys(("mean", "display", "without_short", "pooled", "points"))
    assert readings(found)["minmax"] == {"name": "minmax", **none}


def test_months_before_the_first_result_are_missing() -> None:
    found = told({"2026-11": final()})
    assert whys(found) == [("2026-09", "no_result"), ("2026-10", "no_result"), ("2026-11", None)]
    assert (found["months_missing"], found["further"]) == (2, 2)


def test_a_month_without_service_drops_out_and_the_window_goes_on_before_it() -> None:
    finals = {"2026-08": final(), "2026-09": final(), "2026-11": final()}
    found = told(finals, "2026-10")
    assert whys(found) == [
        ("2026-08", None),
        ("2026-09", None),
        ("2026-10", "no_service"),
        ("2026-11", None),
    ]
    assert (found["months_missing"], states(found)["wbk"]) == (0, "memenuhi")
    assert [*carried(window(finals, ["2026-10"]))] == ["2026-11", "2026-09"]
    # Not confirmed it stays in the window, and nothing before it counts.
    assert whys(told(finals))[0] == ("2026-09", None)


def test_a_month_without_service_that_has_a_result_counts() -> None:
    found = told({f"2026-{n:02}": final() for n in (9, 10, 11)}, "2026-10")
    assert whys(found)[1] == ("2026-10", None)


def test_years_without_service_are_not_looked_through() -> None:
    idle = [f"{year}-{n:02}" for year in (2024, 2025, 2026) for n in range(1, 13)]
    assert len(told({"2026-11": final()}, *idle)["months"]) == 12


def test_months_that_another_formula_made_are_not_mixed_in() -> None:
    prop = formula("spkp-spak-prop")
    found = told({"2026-09": final(), "2026-10": final(read=prop), "2026-11": final(read=prop)})
    assert whys(found)[0] == ("2026-09", "other_formula")
    weighed = replace(READ, weights={**READ.weights, "IPAK": {"x": Fraction(1)}})
    found = told({"2026-09": replace(final(), formula=weighed), "2026-10": final()})
    assert whys(found)[1:] == [("2026-09", "other_formula"), ("2026-10", None)]
    # Other bands, or another name, make no other index.
    renamed = replace(READ, code="x", bands=())
    found = told({"2026-09": final(read=renamed), "2026-10": final(), "2026-11": final()})
    assert found["months_missing"] == 0


def test_both_values_by_both_readings_stand_beside_the_points() -> None:
    """Domain notes 4.2 and question 4: 17.5 x I / 4, the simple mean and that by answers."""
    found = three("40 5.40 5", "50 5.30 5", "60 5.50 5")
    assert readings(found)["minmax"] == {
        "name": "minmax",
        "mean": "3.640000",
        "display": "3.64",
        "without_short": "3.640000",
        "pooled": "3.644000",
        "points": "15.9250",
    }
    assert readings(found)["prop"]["mean"] == "3.600000"
    assert readings(found)["prop"]["points"] == "15.7500"
    assert found["reading"] == "minmax"


def test_a_limit_between_both_readings_depends_on_the_formula() -> None:
    found = three(*["40 5.35 5"] * 3)
    assert states(found)["wbk"] == "bergantung_rumus"
    (limits,) = (each["indices"] for each in found["predicates"] if each["name"] == "wbk")
    (ipak,) = (each for each in limits if each["code"] == "IPAK")
    assert ipak["limit"] == "3.60"
    assert [(each["name"], each["meets"]) for each in ipak["readings"]] == [
        ("minmax", True),
        ("prop", False),
    ]


def test_a_mean_exactly_at_the_limit_meets_it_whatever_its_months_print() -> None:
    """Of values that no decimals hold, 3.5333..., 3.5333... and 3.7333...: added up as they are
    printed they would fall short of 3.60."""
    native = replace(formula("spkp-spak-native4"), minimum=30)
    months = ["15 53/15 4", "15 53/15 4", "15 56/15 4"]
    finals = {f"2026-{n:02}": final(each, native) for n, each in enumerate(months, 9)}
    found = told(finals, read=native)
    assert readings(found)["native4"]["mean"] == "3.600000"
    assert states(found)["wbk"] == "memenuhi"


def test_what_fails_by_little_never_prints_as_its_limit() -> None:
    found = three(*["3000 7999/1500 5"] * 3)
    assert readings(found)["minmax"]["display"] == "3.5996"


def test_the_next_month_takes_the_place_of_the_oldest() -> None:
    """3 x 3.60 - 3.58 - 3.64, rounded up; the month before them counts no more."""
    found = three("40 5.80 5", "40 5.30 5", "40 5.40 5")
    assert needed(found, "wbk", "IPAK")["minmax"] == "3.58"
    assert needed(three("40 1 5", "40 5.30 5", "40 5.40 5"), "wbk", "IPAK")["minmax"] == "3.58"
    # 3 x 3.20 - 2 x 3.40; and no month has more than 4.
    assert needed(found, "wbk", "IPKP")["minmax"] == "2.80"
    assert needed(found, "wbbm", "IPKP")["minmax"] == "4.00"
    assert needed(found, "wbbm", "IPKP")["prop"] is None


def test_what_is_needed_is_enough_as_it_is_printed() -> None:
    found = three("3 16/3 5", "3 16/3 5", "3 16/3 5")
    # 3 x 3.60 - 2 x 3.60, and by prop 3 x 3.60 - 2 x 3.5555... = 3.6888...
    assert needed(found, "wbk", "IPAK") == {"minmax": "3.60", "prop": "3.69"}


def test_one_number_is_enough_by_every_reading() -> None:
    """By prop 3.6888... is a mean of 5.5333... stars, which minmax makes 3.72."""
    found = three("3 16/3 5", "3 16/3 5", "3 16/3 5")
    (wbk, wbbm) = found["predicates"]
    told = {each["code"]: each["needed"] for each in wbk["indices"]}
    assert told == {"IPAK": "3.72", "IPKP": "3.04"}
    assert {each["code"]: each["needed"] for each in wbbm["indices"]}["IPKP"] is None


def test_after_a_gap_only_what_follows_it_counts_on() -> None:
    finals = {"2026-09": final(), "2026-11": final()}
    assert list(carried(window(finals, ()))) == ["2026-11"]
    found = told(finals)
    assert (found["months_missing"], found["further"]) == (1, 2)


def test_too_few_people_of_all_months_are_told() -> None:
    found = three("10 5.50 5", "10 5.50 5", "5 5.40 5")
    assert (found["people_missing"], states(found)["wbk"]) == (5, "belum")
    # All are short months: without them there is no value.
    assert readings(found)["minmax"]["without_short"] is None


def test_nothing_more_than_final_results_tell() -> None:
    """Mean and pooled of a window follow from the indices and numbers that its months show."""
    found = three("12 5.25 5", "40 5.50 5", "60 5.40 5")
    shown = {"2026-09": ("3.55", 12), "2026-10": ("3.70", 40), "2026-11": ("3.64", 60)}
    values = [Fraction(value) for value, _ in shown.values()]
    people = [n for _, n in shown.values()]
    by_answers = sum(v * n for v, n in zip(values, people, strict=True)) / sum(people)
    minmax = readings(found)["minmax"]
    assert Fraction(minmax["mean"]) == sum(values) / 3
    assert float(minmax["pooled"]) == pytest.approx(float(by_answers), abs=1e-6)
    assert found["months"][0]["n"] == 12
