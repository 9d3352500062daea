"""For tests of reporting: summaries of several months and units, as scoring publishes them."""

from collections.abc import Sequence
from typing import Any

import reporting_testing as testing
from chassis.events import new_event
from contracts.codec import Event

INSTRUMENT, FORMULA = "SPKP-SPAK", "spkp-spak-minmax"
LIMITS = {"IPAK": "3.60", "IPKP": "3.20"}


def index(code: str, mean: str | None, beside: str) -> dict[str, Any]:
    """`beside`: without_short or joined."""
    limits = [{"name": "wbk", "limit": LIMITS[code], "meets": False}]
    shown = mean if mean is None else f"{float(mean):.6f}"
    texts = {"mean": shown, "display": mean, "pooled": shown, beside: None}
    return {"code": code, **texts, "limits": limits if mean else []}


def region(
    ipak: str | None = "3.71",
    ipkp: str | None = "3.45",
    valid: int = 2,
    units: int = 3,
    **more: Any,
) -> Any:
    """The rest of the units has no final result."""
    return {
        "formula": FORMULA,
        "formula_version_id": testing.same_id("formula"),
        "minimum": 30,
        "units": units,
        "valid": valid,
        "complete": valid,
        "few": 0,
        "other_formula": 0,
        "months": ["2026-10"],
        "n": 40 * valid,
        "joined_units": 0,
        "joined_n": 0,
        "indices": [index("IPKP", ipkp, "joined"), index("IPAK", ipak, "joined")],
        **more,
    }


def joined(value: Any, units: int, n: int, **texts: str) -> Any:
    """The same with small units, whose values together are `texts` by index."""
    for each in value["indices"]:
        each["joined"] = texts[each["code"]]
    return {**value, "joined_units": units, "joined_n": n}


def own(
    ipak: str | None = "3.70",
    ipkp: str | None = "3.40",
    months: Sequence[tuple[str, str | None]] = (
        ("2026-10", None),
        ("2026-11", "no_result"),
        ("2026-12", "no_result"),
    ),
) -> Any:
    """`months`: each with the reason why it has no figure."""
    there = [period for period, why in months if why is None]
    return {
        "formula": FORMULA,
        "formula_version_id": testing.same_id("formula"),
        "minimum": 30,
        "n": 40 * len(there),
        "months": [
            {"period": period, "n": None if why else 40, "why": why} for period, why in months
        ],
        "indices": [index("IPKP", ipkp, "without_short"), index("IPAK", ipak, "without_short")],
    }


def small(ipak: str = "3.55", units: int = 1, n: int = 12, *periods: str) -> Any:
    indices = [
        {"code": code, "value": f"{float(value):.6f}", "display": value}
        for code, value in (("IPKP", "3.40"), ("IPAK", ipak))
    ]
    return {
        "formula": FORMULA,
        "formula_version_id": testing.same_id("formula"),
        "units": units,
        "n": n,
        "periods": list(periods) or ["2026-07", "2026-09"],
        "indices": indices,
    }


def summary(own: Any = None, region: Any = None, regrouped: Any = None, **more: Any) -> Any:
    whole = {"instrument": INSTRUMENT, "own": own, "region": region, "regrouped": regrouped}
    return {**whole, **more}


def summaries(code: str, period: str, *found: Any) -> Event:
    tenant_id = testing.same_id(code)
    state = {
        "summary_id": f"{tenant_id}/{period}",
        "tenant_id": tenant_id,
        "period": period,
        "summaries": list(found),
    }
    return new_event("scoring.summaries.v1", tenant_id, state)
