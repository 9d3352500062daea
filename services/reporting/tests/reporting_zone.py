"""For tests of reporting: standings on the way to WBK and WBBM, as scoring publishes them."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import reporting_testing as testing
from chassis.events import new_event
from contracts.codec import Event

LIMITS = {"wbk": {"IPKP": "3.20", "IPAK": "3.60"}, "wbbm": {"IPKP": "3.60", "IPAK": "3.60"}}
MONTHS = ("2026-08", "2026-09", "2026-10")
NEEDED = {("wbk", "IPKP"): "2.84", ("wbk", "IPAK"): "3.57", ("wbbm", "IPAK"): "3.57"}


def stars(four: str) -> Fraction:
    """The mean that minmax makes `four`."""
    return 1 + (Fraction(four) - 1) * 5 / 3


def value(name: str, mean: str | None) -> dict[str, Any]:
    texts = dict.fromkeys(("mean", "display", "without_short", "pooled", "points"))
    if mean is not None:
        exact = f"{float(Fraction(mean)):.6f}"
        texts |= {"mean": exact, "display": f"{float(Fraction(mean)):.2f}", "pooled": exact}
        points = Decimal(f"{float(Fraction(mean)) / 4 * 17.5:.8f}")
        texts["points"] = str(points.quantize(Decimal("0.0001"), ROUND_HALF_UP))
    return {"name": name, **texts}


def standing(
    ipkp: str | None = "3.45",
    ipak: str | None = "3.75",
    *,
    whys: Sequence[str | None] = (None, None, None),
    people_missing: int = 0,
) -> Any:
    """By minmax, and prop beside it; `whys`: why each month has no figure."""
    means = {"IPKP": ipkp, "IPAK": ipak}
    by_prop = {
        code: None if mean is None else str(stars(mean) * 4 / 6) for code, mean in means.items()
    }
    missing = sum(why is not None for why in whys)
    whole = not (missing or people_missing)
    return {
        "instrument": "SPKP-SPAK",
        "formula": "spkp-spak-minmax",
        "formula_version_id": testing.same_id("formula"),
        "reading": "minmax",
        "minimum": 30,
        "n": 40 * (len(whys) - missing),
        "months": [
            {
                "period": period,
                "n": None if why else 40,
                "why": why,
                "values": {} if why else {code: mean for code, mean in means.items() if mean},
            }
            for period, why in zip(MONTHS, whys, strict=True)
        ],
        "months_missing": missing,
        "people_missing": people_missing,
        "further": max(1, missing),
        "indices": [
            {"code": code, "readings": [value("minmax", mean), value("prop", by_prop[code])]}
            for code, mean in means.items()
        ],
        "predicates": [
            {"name": name, **_judged(name, limits, means, by_prop, whole=whole)}
            for name, limits in LIMITS.items()
        ],
    }


def _judged(
    name: str,
    limits: dict[str, str],
    means: dict[str, str | None],
    by_prop: dict[str, str | None],
    *,
    whole: bool,
) -> dict[str, Any]:
    def meets(mean: str | None, limit: str) -> bool:
        return mean is not None and Fraction(mean) >= Fraction(limit)

    indices: list[Any] = [
        {
            "code": code,
            "limit": limit,
            "needed": NEEDED.get((name, code)),
            "readings": [
                {"name": reading, "meets": meets(found[code], limit), "needed": "3.57"}
                for reading, found in (("minmax", means), ("prop", by_prop))
            ],
        }
        for code, limit in limits.items()
    ]
    told = {all(each["readings"][n]["meets"] for each in indices) for n in (0, 1)}
    state = "bergantung_rumus" if len(told) > 1 else "memenuhi" if told == {True} else "belum"
    return {"state": state if whole else "belum", "indices": indices}


def standings(code: str, *found: dict[str, Any]) -> Event:
    tenant_id = testing.same_id(code)
    state = {"tenant_id": tenant_id, "standings": list(found)}
    return new_event("scoring.standings.v1", tenant_id, state)
