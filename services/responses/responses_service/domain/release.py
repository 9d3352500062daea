"""What a rated unit may see of its own answers, and when."""

from datetime import datetime

from responses_service.domain.projection import Survey

# Fewer rows would tell of single visitors.
LEAST = 30
# Instants as PostgreSQL writes them.
ALWAYS, NEVER = "-infinity", "infinity"


def stepped_since(survey: Survey, now: datetime) -> str:
    """Answers that came in from this instant on are released in whole steps: all of them while the
    survey is open; after its close those that still come, so that nobody reads a single late answer
    off two files; none once no more can count."""
    if survey.is_open:
        return ALWAYS
    return survey.closes_at.isoformat() if now < survey.ends_at else NEVER


def rows_released(counted: int, stepped: int, step: int) -> int:
    """How many of `counted` answers are released: whole steps of the `stepped` ones and all others;
    none while that is fewer than `LEAST`."""
    released = counted - stepped % step
    return released if released >= LEAST else 0
