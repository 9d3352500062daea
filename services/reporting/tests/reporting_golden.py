"""For tests of reporting: fourteen pages that heads of office may meet, as their owners' events."""

from collections.abc import Iterable, Sequence
from typing import Any

import reporting_card as card
import reporting_scenes as scenes
import reporting_testing as testing
from contracts.codec import Event
from reporting_life import coarse, too_few
from reporting_zone import MONTHS, standing, standings

KANWIL = "G"
TOP = [0, 0, 1, 6, 33, 200]
# Of each page: the name of its unit, what its last final month says, and where it stands.
CASES = {
    "good": "Lapas Baik",
    "bad": "Lapas Kurang",
    "too-few": "Rutan Belum Cukup",
    "not-distinguishable": "Lapas Tipis",
    "near-a-limit": "Kanim Dekat Batas",
    "formula-dependent": "Kanim Bergantung Rumus",
    "mostly-flagged": "Rutan Bertanda",
    "many-excluded": "Rutan Dikecualikan",
    "missing-month": "Bapas Bulan Hilang",
    "no-service": "Bapas Tanpa Layanan",
    "small": "Cabang Rutan Kecil",
    "open-under-40": "Kanim Baru Dibuka",
    "first-month": "Bapas Pertama",
    "kanwil": "Kanwil Emas",
}


def code(case: str) -> str:
    return KANWIL if case == "kanwil" else f"G-{case.upper()}"


def strong(ipak: str, ipkp: str, tip: str | None, **more: Any) -> dict[str, Any]:
    """A final result of which nothing is weak; `tip`: when its verdict turns."""
    made = card.final(ipak, ipkp)
    listed = scenes.statements(**dict.fromkeys(testing.SHORT, TOP))
    found = {index["code"]: index for index in made["indices"]}
    found["IPAK"]["tipping"] = [scenes.tip("wbk", "3.60", 280, tip)]
    return {**made, "indicators": listed, **more}


def depending() -> dict[str, Any]:
    made = card.final("3.62", "3.41")
    next(each for each in made["indices"] if each["code"] == "IPAK")["note"] = "depends_on_formula"
    return made


def flagged() -> dict[str, Any]:
    return {**scenes.flagged(), "kind": "final", "number": 1, "reason": None}


def excluded() -> dict[str, Any]:
    told: dict[str, Any] = {"counts": scenes.counts(240, excluded=60)}
    return {
        **card.final("3.66", "3.41"),
        **told,
        "variants": [scenes.variant("with_excluded", 300, "3.52")],
    }


def narrow() -> dict[str, Any]:
    """Met by both ways of counting, but the range holds the limit."""
    made = strong("3.64", "3.41", "3.55")
    next(each for each in made["indices"] if each["code"] == "IPAK")["interval"]["low"] = "3.58"
    return made


def few() -> dict[str, Any]:
    return scenes.figures(22, "3.70", "3.50", kind="final", number=1, reason=None, withheld=None)


FINALS: dict[str, dict[str, Any]] = {
    "good": strong("3.90", "3.80", "3.35"),
    "bad": card.final("3.31", "3.12"),
    "too-few": few(),
    "not-distinguishable": card.final("3.58", "3.41"),
    "near-a-limit": narrow(),
    "formula-dependent": depending(),
    "mostly-flagged": flagged(),
    "many-excluded": excluded(),
    "missing-month": card.final("3.66", "3.41"),
    "no-service": card.final("3.66", "3.41"),
    "small": too_few(8),
    "open-under-40": card.final("3.75", "3.50"),
}
WHYS: dict[str, Sequence[str | None]] = {
    "missing-month": (None, "no_result", None),
    "small": ("few", "few", "few"),
}


def everything() -> Iterable[Event]:
    """Outside of K3, whose units the tests count."""
    yield testing.tenant(KANWIL, "M", "kanwil", CASES["kanwil"])
    for case, name in CASES.items():
        if case != "kanwil":
            yield from _unit(case, name)


def _unit(case: str, name: str) -> Iterable[Event]:
    unit = code(case)
    yield testing.tenant(unit, KANWIL, "lapas", name)
    yield scenes.survey(unit)
    yield testing.target(unit, scenes.MONTH, 120, 300)
    count, released = (25, None) if case in ("open-under-40", "first-month") else (52, coarse(48))
    made = scenes.score(unit, count, released)
    made.payload.update({"stage": "open", "final_at": card.FINAL_AT})
    yield made
    if case in FINALS:
        yield from _final(case, unit, FINALS[case])


def _final(case: str, unit: str, released: dict[str, Any]) -> Iterable[Event]:
    yield scenes.survey(unit, scenes.BEFORE, "closed")
    yield testing.target(unit, scenes.BEFORE, 221, 520)
    out = released.get("counts", {}).get("excluded", 0)
    made = scenes.score(unit, released["n"] + out, released, scenes.BEFORE, "closed", excluded=out)
    made.payload.update({"stage": "final", "final_at": "2026-11-11T17:00:00+00:00"})
    yield made
    values = {each["code"]: each["display4"] for each in released["indices"]}
    whys = WHYS.get(case, (None,) * len(MONTHS))
    stands = standing(values["IPKP"], values["IPAK"], whys=whys)
    if case == "no-service":
        stands["months"] = _without_service(stands["months"])
    yield standings(unit, stands)


def _without_service(months: Any) -> list[Any]:
    """Nobody was served in September: July counts instead."""
    idle = {**months[1], "n": None, "why": "no_service", "values": {}}
    return [{**months[0], "period": "2026-07"}, months[0], idle, months[2]]
