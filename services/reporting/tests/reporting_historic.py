"""For tests of reporting: indices published before Suara, as scoring tells them."""

from typing import Any

import reporting_testing as testing
from chassis.events import new_event
from contracts.codec import Event
from contracts.historic_shapes import Historic


def published(code: str, period: str, index: str = "IPAK", **more: Any) -> Historic:
    value, scale = more.get("value", "3,57"), more.get("scale", 4)
    tenant_id = testing.same_id(code)
    state: Any = {
        "historic_id": f"{tenant_id}/{index}/{period}/{scale}",
        "tenant_id": tenant_id,
        "instrument": "SPKP-SPAK",
        "index": index,
        "period": period,
        "scale": scale,
        "value": value,
        "exact": value and value.replace(",", "."),
        "respondents": 182,
        "published_as": "Survei SPAK (3AS)",
        "source": f"Laporan {period}, hlm. 12",
        "revision": 1,
        "reason": None,
        "entered_at": "2026-11-12T02:05:00+00:00",
    }
    made: Historic = {**state, **more}
    return made


def sent(state: Historic) -> Event:
    return new_event("scoring.historic.v1", state["tenant_id"], state)
