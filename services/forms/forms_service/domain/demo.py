"""Which units of the seeded ministry have surveys, points, populations and practice months."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from forms_service.domain.period import bounds, months_before, period_of

NAMESPACE = uuid.UUID("6b8f5c2e-3d0e-4c6a-9a39-5a0e7c1d2f10")
DEMO_UNITS = (
    *("W11-01", "W11-02", "W11-03", "W11-04", "W20-01", "W20-02", "W20-03"),
    *("W2-01", "W15-01", "W30-01", "W10-02", "W23-01"),
)
PRACTICE_MONTHS = 3
POPULATIONS = {"kunjungan": 310, "penitipan barang": 90}


def seed_id(kind: str, key: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{kind}:{key}"))


def serves_public(tenant: dict[str, Any]) -> bool:
    return tenant["kind"] in ("kanwil", "upt") and tenant["status"] == "active"


def plan(tenant: dict[str, Any], now: datetime) -> list[tuple[str, str, datetime, datetime]]:
    """(instrument, period, opens, closes) of one tenant; practice months stay open until closed."""
    zone = tenant["time_zone"]
    month = period_of("SPKP-SPAK", now, zone)
    wanted = [("SPKP-SPAK", month)]
    past: list[str] = []
    if tenant["code"] in DEMO_UNITS:
        wanted.append(("IKM", period_of("IKM", now, zone)))
        past = months_before(month, PRACTICE_MONTHS)
    if tenant["code"] == DEMO_UNITS[0]:
        wanted.append(("INTEGRITAS", period_of("INTEGRITAS", now, zone)))
    rows = [(instrument, period, *bounds(period, zone)) for instrument, period in wanted]
    # Practice answers go through the real intake, which takes nothing for a closed survey.
    later = now.astimezone(UTC) + timedelta(days=2)
    return rows + [("SPKP-SPAK", period, bounds(period, zone)[0], later) for period in past]
