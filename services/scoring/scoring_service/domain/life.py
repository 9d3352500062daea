"""The life of a result: open, closed and provisional (sementara), final.

Until it is final late answers, exclusions and the number of recipients are decided, and it shows a
coarse picture alone (`coarse`). Final it is shown exactly, once.
"""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from contracts.shapes import Stage, Survey

# Of a survey whose edition did not say it.
LATE_DAYS = 7
# The count of a survey moves at once, but not more often than this.
SECONDS_BETWEEN_SCORES = 0.25
# Whether a day has begun or a result become final is looked at so often.
SECONDS_BETWEEN_LOOKS = 20
# What results say together is made so often: many become final in the same minutes.
SECONDS_BETWEEN_SUMMARIES = 10
# Offices in all time zones of the country sleep when its day begins in the west.
DAY_OF: Final = ZoneInfo("Asia/Jakarta")
# From the close until nothing can change a result any more.
FINAL_AFTER = timedelta(days=14)
# Earlier answers of a month long over come in many batches: final is what has rested so long.
RESTS: Final = timedelta(seconds=60)


def final_at(survey: Survey) -> datetime:
    """Never before the last late answer, which the schedule allows."""
    late = timedelta(days=survey.get("late_days", LATE_DAYS))
    return datetime.fromisoformat(survey["closes_at"]) + max(FINAL_AFTER, late)


def may_be_final(survey: Survey, now: datetime) -> bool:
    return survey["status"] == "closed" and now >= final_at(survey)


def stage(survey: Survey, *, final: bool) -> Stage:
    """`final`: whether the final result is published."""
    if final:
        return "final"
    return "provisional" if survey["status"] == "closed" else "open"
