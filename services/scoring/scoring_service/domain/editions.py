"""Releases of earlier editions, until their next step makes them anew.

The first one withheld nothing, corrected standard errors by the number of another period, and put
formulas to forms they do not fit (5.80 of 4). Such figures do not wait for a step: they go at once.
The next one published a standard error where now stands an interval; its releases stay as they are.
"""

from typing import TypeVar

from contracts.shapes import Figures, IndexFigures, Indicator, OtherFigure, Variant

from scoring_service.domain.disclosure import without_value
from scoring_service.domain.fitting import converts, fits
from scoring_service.domain.methods import Formula
from scoring_service.domain.tallies import Layout

F = TypeVar("F", bound=Figures)


def is_earlier(made: Figures) -> bool:
    """As the first edition left it, or as `corrected` did."""
    return "withheld" not in made or "earlier_edition" in made


def corrected(formula: Formula, layout: Layout, made: F) -> F:
    """Without what may be false: every standard error, and each figure of a formula that does not
    fit. `formula` is the one fitted to the form of `layout`."""
    sound = {code for code in formula.weights if fits(formula, code, layout)}
    sure = made.copy()
    sure["earlier_edition"] = True
    sure["indices"] = [_index(each, sound) for each in made["indices"]]
    sure["indicators"] = [_row(each, formula, layout) for each in made["indicators"]]
    if "variants" in made:
        sure["variants"] = [_variant(each, sound) for each in made["variants"]]
    return sure


def without_sureness(made: F) -> F:
    """What editions before the interval and this one say alike."""
    alike = made.copy()
    if "basis" in alike:
        del alike["basis"]
    alike["indices"] = [_bare(each) for each in made["indices"]]
    return alike


def _bare(index: IndexFigures) -> IndexFigures:
    bare = index.copy()
    bare.pop("standard_error", None)
    bare.pop("interval", None)
    bare.pop("tipping", None)
    return bare


def _index(index: IndexFigures, sound: set[str]) -> IndexFigures:
    if index["code"] in sound:
        return {**index, "standard_error": None}
    return without_value(index["code"], "formula_does_not_fit")


def _row(row: Indicator, formula: Formula, layout: Layout) -> Indicator:
    return row if converts(formula, layout.scales.get(row["item"])) else {**row, "value4": None}


def _variant(variant: Variant, sound: set[str]) -> Variant:
    indices: list[OtherFigure] = [
        index if index["code"] in sound else {**index, "value": None, "display4": None}
        for index in variant["indices"]
    ]
    return {**variant, "indices": indices}
