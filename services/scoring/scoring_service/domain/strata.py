"""The answers of one survey by how they came: what is counted, what is left out, and why it
matters to a reader. Sums of integers alone."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from contracts.shapes import Counts

from scoring_service.domain.tallies import Layout, Tally


class Stratum(NamedTuple):
    """How an answer came; `token` is none, valid, spent or foreign."""

    service: str
    mode: str
    flagged: bool
    token: str


def stratum_of(line: Mapping[str, Any]) -> Stratum:
    """Of an event or of a line of the record."""
    token = line.get("token") or "none"
    return Stratum(line["service"] or "", line["mode"], line["flagged"], token)


@dataclass
class Strata:
    """`kept` and `excluded` are tallies by stratum, both of answers that were counted once."""

    layout: Layout
    kept: dict[Stratum, Tally] = field(default_factory=dict)
    excluded: dict[Stratum, Tally] = field(default_factory=dict)

    def add(self, stratum: Stratum, tally: Tally) -> None:
        self.kept.setdefault(stratum, Tally.empty(self.layout)).merge(tally)

    def exclude(self, stratum: Stratum, answers: Mapping[str, int]) -> None:
        """One answer that stands in `kept`."""
        one = Tally.empty(self.layout)
        one.add(self.layout, answers)
        self.kept.setdefault(stratum, Tally.empty(self.layout)).take_away(one)
        self.excluded.setdefault(stratum, Tally.empty(self.layout)).merge(one)

    def total(self, wanted: Callable[[Stratum], bool] = lambda _: True) -> Tally:
        """Of the kept ones."""
        return self._sum([tally for stratum, tally in self.kept.items() if wanted(stratum)])

    def with_excluded(self) -> Tally:
        return self._sum([*self.kept.values(), *self.excluded.values()])

    def counts(self) -> Counts:
        """How many came how; `excluded` beside, never in the others."""
        modes, tokens, flagged = Counter[str](), Counter[str](), 0
        for stratum, tally in self.kept.items():
            modes[stratum.mode] += tally.responses
            tokens[stratum.token] += tally.responses
            flagged += tally.responses if stratum.flagged else 0
        return {
            "excluded": sum(tally.responses for tally in self.excluded.values()),
            "flagged": flagged,
            "modes": {name: n for name, n in sorted(modes.items()) if n},
            "tokens": {name: n for name, n in sorted(tokens.items()) if n},
        }

    def _sum(self, tallies: list[Tally]) -> Tally:
        found = Tally.empty(self.layout)
        for tally in tallies:
            found.merge(tally)
        return found
