"""The formulas that ship fit their instruments, and each survey takes the one of its day."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from forms_service.shared.definitions.formula_files import load_formulas
from forms_service.shared.definitions.seed_files import load_instruments
from forms_service.shared.pairing.formula import in_force, named

FORMULAS = [state for state, _ in load_formulas()]
ITEMS = {
    seed.definition["code"]: {
        index["code"]: {
            item["key"]
            for item in seed.definition["items"]
            for section in seed.definition["sections"]
            if item["section"] == section["key"] and section.get("index") == index["code"]
        }
        for index in seed.definition["indices"]
    }
    for seed in load_instruments()
}


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda each: each["code"])
def test_every_index_weighs_exactly_its_own_statements_to_one(formula) -> None:
    indices = formula["definition"]["indices"]
    weights = {index["code"]: index["items"] for index in indices}
    assert {code: set(items) for code, items in weights.items()} == ITEMS[formula["instrument"]]
    for items in weights.values():
        assert sum(Fraction(weight) for weight in items.values()) == 1


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda each: each["code"])
def test_bands_fall_from_a_to_d_at_the_bounds_of_the_regulation(formula) -> None:
    bands = formula["definition"]["bands"]
    assert [band["code"] for band in bands] == ["A", "B", "C", "D"]
    floors = [Decimal(band["from"]) for band in bands]
    assert floors == [Decimal(text) for text in ("88.31", "76.61", "65.00", "25.00")]


def test_each_instrument_has_exactly_one_formula_in_force() -> None:
    found = sorted(each["instrument"] for each in FORMULAS if each["status"] == "in_force")
    assert found == ["IKM", "INTEGRITAS", "SPKP-SPAK"]


def test_thresholds_are_those_of_the_circular() -> None:
    formula = named(FORMULAS, "SPKP-SPAK", "spkp-spak-minmax")
    assert formula is not None
    assert formula["definition"]["thresholds"] == {
        "wbk": {"IPAK": "3.60", "IPKP": "3.20"},
        "wbbm": {"IPAK": "3.60", "IPKP": "3.60"},
    }


def version(code: str, since: str, until: str | None = None, status: str = "in_force"):
    return {
        "code": code,
        "instrument": "X",
        "status": status,
        "in_force_from": since,
        "in_force_to": until,
    }


def test_the_formula_is_the_one_of_the_day_the_last_stored_first() -> None:
    old, new = version("old", "2020-01-01", "2026-01-01"), version("new", "2026-01-01")
    other = version("other", "2026-06-01", status="selectable")
    stored = [old, new, other]
    assert in_force(stored, "X", date(2019, 12, 31)) is None
    assert in_force(stored, "X", date(2025, 12, 31)) == old
    assert in_force(stored, "X", date(2026, 1, 1)) == new
    assert in_force(stored, "Y", date(2026, 1, 1)) is None
    corrected = version("corrected", "2026-01-01")
    assert in_force([*stored, corrected], "X", date(2026, 1, 1)) == corrected


def test_a_formula_can_be_named_unless_withdrawn() -> None:
    first, second = version("a", "2020-01-01"), version("a", "2021-01-01")
    gone = version("b", "2020-01-01", status="withdrawn")
    assert named([first, second, gone], "X", "a") == second
    assert named([first, second, gone], "X", "b") is None
    assert named([first], "Y", "a") is None
