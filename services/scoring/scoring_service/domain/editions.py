"""Releases of the edition that withheld nothing, until their next step makes them anew.

It corrected standard errors by the number of another period, and put formulas to forms they do not
fit (5.80 of 4). Such figures do not wait for a step: they go at once.
"""

from collections.abc import Mapping
from typing import Any

from scoring_service.domain.disclosure import without_value
from scoring_service.domain.fitting import converts, fits
from scoring_service.domain.methods import Formula
from scoring_service.domain.tallies import Layout


def is_earlier(released: Mapping[str, Any]) -> bool:
    """As that edition left it, or as `corrected` did."""
    return "withheld" not in released or "earlier_edition" in released


def corrected(formula: Formula, layout: Layout, released: Mapping[str, Any]) -> dict[str, Any]:
    """Without what may be false: every standard error, and each figure of a formula that does not
    fit. `formula` is the one fitted to the form of `layout`."""
    sound = {code for code in formula.weights if fits(formula, code, layout)}
    sure: dict[str, Any] = {
        "earlier_edition": True,
        "indices": [
            {**index, "standard_error": None}
            if index["code"] in sound
            else without_value(index["code"], "formula_does_not_fit")
            for index in released["indices"]
        ],
        "indicators": [
            row if converts(formula, layout.scales.get(row["item"])) else {**row, "value4": None}
            for row in released["indicators"]
        ],
    }
    if "variants" in released:
        sure["variants"] = [_variant(each, sound) for each in released["variants"]]
    return {**released, **sure}


def _variant(variant: Mapping[str, Any], sound: set[str]) -> dict[str, Any]:
    indices = [
        index if index["code"] in sound else {**index, "value": None, "display4": None}
        for index in variant["indices"]
    ]
    return {**variant, "indices": indices}
