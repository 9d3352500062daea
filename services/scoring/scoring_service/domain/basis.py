"""What an interval rests on: how many could have answered, and how they were reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.shapes import Basis as Told
from contracts.shapes import Correction, Reach

from scoring_service.domain.recipients import Recipients


def reach_of(definition: Mapping[str, Any]) -> Reach:
    """Of a form version. A census asks each employee once; everything else is open to whom a code
    falls into the hands of, so those who answer are no draw from those who were served."""
    return "all" if definition.get("audience") == "employees" else "open"


@dataclass(frozen=True)
class Basis:
    """`known` is None while nobody knows how many there are."""

    known: Recipients | None
    reach: Reach

    @property
    def confirmed(self) -> int | None:
        """N of this very period, once the kanwil has confirmed it: no other number may correct an
        interval or turn a verdict."""
        return self.known.completed if self.known else None

    def correction(self, n: int) -> Correction:
        """Of the interval of n answers. More answers than people correct nothing."""
        if self.reach == "open" or self.confirmed is None or n > self.confirmed:
            return "none"
        return "finite_population" if n < self.confirmed else "all_counted"

    def population(self, n: int) -> int | None:
        """Of which n answers are a draw."""
        return self.confirmed if self.correction(n) == "finite_population" else None

    def others(self, n: int) -> int:
        """How many are known not to have answered."""
        return max(0, (self.confirmed or 0) - n)

    def told(self, n: int) -> Told:
        return {
            "recipients": self.known.number if self.known else None,
            "source": self.known.source if self.known else None,
            "reach": self.reach,
            "correction": self.correction(n),
        }
