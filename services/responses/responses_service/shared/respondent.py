"""Who answered, as scoring is told it: for tables of respondents, never for an index."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

# Offices in all time zones of the country are closed when its day begins here.
DAY_OF: Final = ZoneInfo("Asia/Jakarta")


def respondent(language: str, at: datetime, profile: Any) -> dict[str, Any]:
    """`at`: when the person answered; `profile` by question, as an object or as its JSON."""
    return {
        "language": language,
        "day": at.astimezone(DAY_OF).date().isoformat(),
        "profile": profile,
    }
