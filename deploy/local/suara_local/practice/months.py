"""Which units of the practice ministry have past months and numbers, and which months these are."""

from datetime import UTC, datetime, timedelta
from typing import Any

from forms_service.shared.period import bounds, months_before, period_of

DEMO_UNITS = (
    "W11-01",
    "W11-02",
    "W11-03",
    "W11-04",
    "W20-01",
    "W20-02",
    "W20-03",
    "W2-01",
    "W15-01",
    "W30-01",
    "W10-02",
    "W23-01",
)
# Months that are over; and recipients of a unit in each, by service.
PRACTICE_MONTHS = 3
POPULATIONS = {"kunjungan": 310, "penitipan barang": 90}


def practice_surveys(
    tenant: dict[str, Any], now: datetime
) -> list[tuple[str, str, datetime, datetime]]:
    """(instrument, period, opens, closes) beside what the schedule opens today: practice months,
    which stay open until closed."""
    if tenant["code"] not in DEMO_UNITS:
        return []
    zone = tenant["time_zone"]
    # Practice answers go through the real intake, which takes nothing for a closed survey.
    later = now.astimezone(UTC) + timedelta(days=2)
    return [("SPKP-SPAK", month, bounds(month, zone)[0], later) for month in past(tenant, now)]


def past(tenant: dict[str, Any], now: datetime) -> list[str]:
    """The practice months of a demo unit, oldest first."""
    return months_before(period_of("SPKP-SPAK", now, tenant["time_zone"]), PRACTICE_MONTHS)
