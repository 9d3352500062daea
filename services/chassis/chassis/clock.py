"""The day, for what holds by whole days wherever it is asked."""

from datetime import UTC, date, datetime


def today() -> date:
    """In UTC: that of a unit's own zone is asked of the unit."""
    return datetime.now(UTC).date()
