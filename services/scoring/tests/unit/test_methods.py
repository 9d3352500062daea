"""The statistician's tables: conversions, bands, Krejcie-Morgan, small populations."""

import csv
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from scoring_service.domain import methods, sampling
from scoring_service.domain.methods import CONVERSIONS, Scale, read_formula, shown

TABLES = Path(__file__).parent.parent / "methods"
STARS = Scale(1, 6)


def table(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def formula(name: str) -> methods.Formula:
    file = files("forms_service") / "data" / "formulas" / f"{name}.yaml"
    return read_formula(name, yaml.safe_load(file.read_text(encoding="utf-8")))


def same_counts(keys: list[str], scale: int, chosen: int) -> dict[str, list[int]]:
    row = [0] * scale
    row[chosen - 1] = 10
    return dict.fromkeys(keys, row)


@pytest.mark.parametrize("row", table("krejcie_morgan"), ids=lambda row: row["population"])
def test_every_printed_row_of_krejcie_morgan(row: dict[str, str]) -> None:
    assert sampling.krejcie_morgan(int(row["population"])) == int(row["sample"])


def test_the_whole_printed_table_was_checked() -> None:
    assert len(table("krejcie_morgan")) == 90


@pytest.mark.parametrize("row", table("small_populations"), ids=lambda row: row["population"])
def test_small_populations(row: dict[str, str]) -> None:
    population = int(row["population"])
    assert sampling.krejcie_morgan(population) == int(row["krejcie_morgan"])
    assert sampling.slovin(population) == int(row["slovin"])


@pytest.mark.parametrize(
    ("population", "wanted", "rule"),
    [
        (0, 0, "none"),
        (1, 1, "slovin"),
        (29, 28, "slovin"),
        (30, 30, "all"),
        (31, 30, "minimum"),
        (32, 30, "minimum"),
        (33, 30, "krejcie_morgan"),
        (345, 182, "krejcie_morgan"),
        (100000, 383, "krejcie_morgan"),
    ],
)
def test_targets_and_their_reason(population: int, wanted: int, rule: str) -> None:
    found = sampling.target(population)
    assert (found.target, found.rule) == (wanted, rule)
    assert set(found.reason) == {"id", "en"}
    assert "{" not in "".join(found.reason.values())


def test_a_negative_population_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        sampling.target(-1)


@pytest.mark.parametrize("row", table("conversions"), ids=lambda row: row["stars"])
def test_conversions_of_stars(row: dict[str, str]) -> None:
    stars = Fraction(row["stars"])
    prop, minmax, x25 = (CONVERSIONS[name](stars, STARS) for name in ("prop", "minmax", "x25"))
    assert (shown(prop[0], 4), shown(prop[1])) == (row["prop4"], row["prop100"])
    assert (shown(minmax[0], 4), shown(minmax[1])) == (row["minmax4"], row["minmax100"])
    assert shown(x25[1]) == row["x25100"]
    assert x25[0] == minmax[0]


@pytest.mark.parametrize("row", table("bands"), ids=lambda row: row["value4"])
def test_every_edge_of_the_bands(row: dict[str, str]) -> None:
    nik = methods.band_value(Fraction(row["value4"]))
    assert shown(nik) == row["nik"]
    assert methods.band(nik, formula("ikm").bands).code == row["band"]


def test_3_60_by_minmax_shows_86_67_and_is_band_a() -> None:
    read = formula("spkp-spak-minmax")
    # A mean of 5 1/3 stars: 10 fives and 5 sixes on each statement.
    counts = {key: [0, 0, 0, 0, 10, 5] for key in read.weights["IPAK"]}
    found = methods.index(read, "IPAK", counts)
    assert found.value == Fraction("3.60")
    assert shown(found.hundred or Fraction(0)) == "86.67"
    assert shown(found.band_value or Fraction(0)) == "90.00"
    assert found.band is not None
    assert found.band.code == "A"
    assert methods.reaches(found.value, read.thresholds["wbk"]["IPAK"])


def test_a_perfect_ikm_is_100_with_the_exact_weight() -> None:
    read = formula("ikm")
    found = methods.index(read, "IKM", same_counts(list(read.weights["IKM"]), 4, 4))
    assert shown(found.hundred or Fraction(0)) == "100.00"


@pytest.mark.parametrize("name", ["spkp-spak-minmax", "spkp-spak-prop", "ikm", "integritas-minmax"])
def test_weights_add_up_to_one(name: str) -> None:
    assert all(sum(weights.values()) == 1 for weights in formula(name).weights.values())


def test_grade_a_is_not_yet_the_limit_of_wbk() -> None:
    value = Fraction("3.5996")
    read = formula("spkp-spak-minmax")
    assert methods.band(methods.band_value(value), read.bands).code == "A"
    assert not methods.reaches(value, Fraction("3.60"))
    assert methods.shown_against(value, [Fraction("3.60")]) == "3.5996"


def test_an_item_nobody_answered_leaves_no_index() -> None:
    read = formula("ikm")
    counts = same_counts(list(read.weights["IKM"])[1:], 4, 3)
    assert methods.index(read, "IKM", counts).value is None


def test_missing_answers_divide_by_those_who_filled() -> None:
    assert methods.mean([0, 0, 1, 3], Scale(1, 4)) == Fraction(15, 4)
