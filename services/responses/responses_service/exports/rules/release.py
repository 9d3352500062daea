"""What a rated unit may see of its own answers, and when."""

from datetime import datetime

from responses_service.shared.projection import Survey

# Fewer rows would tell of single visitors.
LEAST = 30
# Instants as PostgreSQL writes them.
ALWAYS, NEVER = "-infinity", "infinity"


def stepped_since(survey: Survey, now: datetime) -> str:
    """Answers that came in from this instant on are released in whole steps: all of them while the
    survey is open; after its close those that still come, so that nobody reads a single late answer
    off two files; none once no visitor's can count any more (an import can)."""
    if survey.is_open:
        return ALWAYS
    return survey.closes_at.isoformat() if now < survey.ends_at else NEVER


def rows_of(released: int) -> int:
    """How many of the released answers stand in a file: none while they are fewer than `LEAST`."""
    return released if released >= LEAST else 0
