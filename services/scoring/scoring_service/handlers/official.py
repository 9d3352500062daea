"""The official indices of a release, unrounded: of the figures before anything was withheld."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import Row

from scoring_service.domain import methods
from scoring_service.domain.fitting import fitted
from scoring_service.domain.methods import Formula, read_formula


def official(row: Row[Any]) -> Formula:
    """That of its formula version; `row.formula` is the state of that."""
    return read_formula(row.formula["code"], row.formula["definition"])


def values_of(row: Row[Any]) -> Mapping[str, Fraction]:
    """By code, without those that have none; `row` with the `exact` figures of a release and the
    states of its `form` and `formula`."""
    whole = official(row)
    formula = fitted(whole, row.form["definition"])
    counts = {each["item"]: each["options"] for each in row.exact["indicators"]}
    found = {code: methods.index(formula, code, counts).value for code in whole.weights}
    return {code: value for code, value in found.items() if value is not None}
