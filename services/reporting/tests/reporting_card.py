"""For tests of reporting: a unit with final months, one that is decided and one that is open."""

from collections.abc import Iterable
from typing import Any

import reporting_scenes as scenes
import reporting_testing as testing
from contracts.codec import Event
from reporting_life import coarse
from reporting_zone import standing, standings

UNIT = "M-V"
FINAL_AT = "2026-12-12T17:00:00+00:00"
# Of 240 people: how many gave how many stars.
FEW_BROKERS = [4, 8, 19, 40, 60, 109]
FEW_WAITED = [2, 9, 16, 43, 70, 100]
FINE = [0, 0, 2, 30, 80, 128]


def final(ipak: str = "3.58", ipkp: str = "3.41", **fell: list[int]) -> dict[str, Any]:
    """The final result of 240 of 520 people; `fell`: how their stars did, by statement."""
    rows = {"percaloan": FEW_BROKERS, "waktu": FEW_WAITED, **fell}
    listed = scenes.statements(**{key: rows.get(key, FINE) for key in testing.SHORT})
    told = scenes.figures(240, ipak, ipkp, kind="final", number=1, reason=None, indicators=listed)
    found = {index["code"]: index for index in told["indices"]}
    found["IPAK"]["tipping"] = [scenes.tip("wbk", "3.60", 280, "3.62")]
    arrived = {"counts": scenes.counts(240), "variants": [], "findings": []}
    return {**told, **arrived, "basis": scenes.basis(520)}


def result(period: str, released: dict[str, Any] | None, **more: Any) -> Iterable[Event]:
    yield scenes.survey(UNIT, period, "closed")
    made = scenes.score(UNIT, 240, released, period, "closed")
    made.payload.update({"stage": "final", "final_at": f"{period}-14T17:00:00+00:00", **more})
    yield made


def card() -> Iterable[Event]:
    """Outside of K3, whose units the tests count."""
    yield testing.tenant(UNIT, "M", "lapas", "Lapas Kartu")
    yield testing.target(UNIT, "2026-10", 221, 520)
    for period, ipak in (("2026-08", "3.55"), ("2026-09", "3.56"), ("2026-10", "3.58")):
        yield from result(period, final(ipak))
    yield from [scenes.survey(UNIT), testing.target(UNIT, scenes.MONTH, 120, 300)]
    made = scenes.score(UNIT, 52, coarse(48))
    made.payload.update({"stage": "open", "final_at": FINAL_AT})
    yield made
    yield standings(UNIT, standing("3.41", "3.56"))
