"""When the count and results may move: an officer must not read one visitor's answer off the
screen."""

from datetime import datetime, timedelta

from contracts.shapes import Survey

# Of a survey whose edition did not say it.
LATE_DAYS = 7
# The count of a survey moves at once, but not more often than this.
SECONDS_BETWEEN_SCORES = 0.25
# After a standstill the last few answers of a survey are still released if it ended so lately.
MADE_UP_FOR_MONTHS = 1
# Whether a survey can have no late answer any more is looked at so often: nobody waits for the last
# few answers of a month to the minute.
SECONDS_BETWEEN_ENDS = 300


def results_move(fresh: int, step: int, *, rest: bool, changed: bool) -> bool:
    """At least `step` answers that no release has had and nobody excluded, or fewer where they are
    the `rest`; without any, what has `changed` of those released. With a few that wait it waits."""
    return fresh >= step or (rest and fresh > 0) or (changed and fresh <= 0)


def is_rest(survey: Survey, status_then: str | None, now: datetime) -> bool:
    """At the close, and once no late answer can count any more. Those that come between the two
    move results in steps like all others. `status_then`: at the last score."""
    if survey["status"] != "closed":
        return False
    return status_then != "closed" or now >= ends_at(survey)


def ends_at(survey: Survey) -> datetime:
    """Until then an answer counts that was under way at the close."""
    late = timedelta(days=survey.get("late_days", LATE_DAYS))
    return datetime.fromisoformat(survey["closes_at"]) + late
