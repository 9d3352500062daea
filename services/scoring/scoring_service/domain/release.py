"""When results may move: an officer must not read one visitor's answer off the screen."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

# Of a survey whose edition did not say it.
LATE_DAYS = 7


def due(count: int, released: int, step: int, *, rest: bool, decided: bool) -> bool:
    """At least `step` answers more than the last release had (excluded ones included in both), or
    fewer where it is the `rest`; after the close each decision on an exclusion (`decided`), unless
    late answers wait: the decision waits with them."""
    fresh = count - released
    return fresh >= step or (rest and fresh > 0) or (decided and fresh <= 0)


def is_rest(survey: Mapping[str, Any], status_then: str | None, now: datetime) -> bool:
    """At the close, and once no late answer can count any more. Those that come between the two
    move results in steps like all others. `status_then`: at the last score."""
    if survey["status"] != "closed":
        return False
    return status_then != "closed" or now >= ends_at(survey)


def ends_at(survey: Mapping[str, Any]) -> datetime:
    """Until then an answer counts that was under way at the close."""
    late = timedelta(days=survey.get("late_days", LATE_DAYS))
    return datetime.fromisoformat(survey["closes_at"]) + late
