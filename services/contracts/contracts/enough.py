"""How many answers it takes before something is said of them: scoring decides by these numbers, and
reporting tells a reader why it says less."""

from collections.abc import Mapping
from typing import Any, Final

# Respondents of a unit, for a formula version of an edition that did not say it.
MINIMUM: Final = 30
# Before a result is final a coarse picture is shown from so many answers on.
COARSE_FROM: Final = 40
# Options and statements are shown from so many answers on: fewer tell what each of them was.
DETAILED_FROM: Final = 10
# From so many answers on it is shown that an interval holds: `make prove-coverage`.
PROVEN_FROM: Final = 30
# Percent of the answers: where more of them are flagged, the flagged decide.
FLAGGED_PERCENT: Final = 20


def minimum_of(definition: Mapping[str, Any]) -> int:
    """How many respondents a formula version (its definition) asks for before it judges a unit."""
    return int(definition.get("minimum", MINIMUM))
