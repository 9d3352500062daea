"""Which units of the practice ministry have past months and numbers, and which months these are."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from forms_service.shared.period import CAPITAL, bounds, months_before, period_of
from forms_service.shared.unit_types import default_services

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
MONTHLY = "SPKP-SPAK"
# Months that are over; and recipients of a demo unit in each, by service.
PRACTICE_MONTHS = 3
RECIPIENTS = {"kunjungan": 310, "penitipan barang": 90}
# (instrument, period, opens, closes).
Wanted = tuple[str, str, datetime, datetime]


def practice_surveys(tenant: Mapping[str, Any], now: datetime) -> list[Wanted]:
    """Beside what the schedule opens today: still open, since the intake takes nothing for a closed
    survey, and nobody imports anything."""
    if tenant["code"] not in DEMO_UNITS:
        return []
    later = now.astimezone(UTC) + timedelta(days=2)
    return [survey_of(tenant, month, later) for month in past(now)]


def survey_of(tenant: Mapping[str, Any], month: str, closes: datetime) -> Wanted:
    return MONTHLY, month, bounds(month, tenant["time_zone"])[0], closes


def this_month(now: datetime) -> str:
    return period_of(MONTHLY, now, CAPITAL)


def past(now: datetime) -> list[str]:
    """The practice months of every demo unit, oldest first: while a month begins in the east, it is
    not over in the capital."""
    return months_before(this_month(now), PRACTICE_MONTHS)


def recipients(unit_type: str) -> dict[str, int]:
    """Of a demo unit in each month; the first services of its type where it has no visits."""
    keys = [each["key"] for each in default_services(unit_type)]
    if RECIPIENTS.keys() <= {*keys}:
        return RECIPIENTS
    return dict(zip(keys, RECIPIENTS.values(), strict=False))
