"""Opening hours of a collection point, as `forms.collection-points.v1` carries them: one rule for
who looks for silent points and for who marks answers of the night."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

# By weekday from Monday, in the unit's own time: [["08:00", "12:00"], ["13:00", "16:00"]] per day;
# an end at or before its start is past midnight.
Week = Sequence[Sequence[Sequence[str]]]
OFFICE: Week = [*([[["08:00", "16:00"]]] * 5), [], []]
A_DAY = timedelta(days=1)


def is_open(week: Week, at: datetime, time_zone: str, margin: timedelta = timedelta(0)) -> bool:
    """Whether the point is open at an instant, or was or will be within `margin` (below a day);
    a week without hours is office hours."""
    local = at.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
    return any(
        start - margin <= local < end + margin for start, end in _spans(week or OFFICE, local)
    )


def _spans(week: Week, local: datetime) -> list[tuple[datetime, datetime]]:
    """Of the day of `local`; of the day before, which may reach past midnight; of the next one,
    whose first visitors may come before it."""
    spans = []
    for day in (local - A_DAY, local, local + A_DAY):
        for start, end in week[day.weekday()]:
            begins = datetime.combine(day, time.fromisoformat(start))
            ends = datetime.combine(day, time.fromisoformat(end))
            spans.append((begins, ends if ends > begins else ends + A_DAY))
    return spans
