"""Who answered, counted once more from the record: beside what was folded, and what was told."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.shapes import Respondents

from scoring_service.domain.respondents import Counts, add, merge, people, respondents
from scoring_service.store.snapshot import Place, Snapshot


@dataclass
class RebuiltRespondents:
    """`counts`: by survey, then by partition and whether the newest release tells of the answer."""

    snapshot: Snapshot
    counts: dict[str, dict[tuple[int, bool], Counts]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )

    def take(self, line: Mapping[str, Any], *, released: bool) -> None:
        """A counted answer of the snapshot."""
        part, offset = line["source"]["partition"], line["source"]["offset"]
        if self.snapshot.tells_who(part, offset):
            add(self.counts[line["survey_id"]][part, released], line["respondent"])

    def of_release(self, survey: str, n: int) -> list[Respondents]:
        """As a release of `n` answers tells them."""
        whole: Counts = {}
        for (_, released), counts in self.counts.get(survey, {}).items():
            if released:
                merge(whole, counts)
        return respondents(whole) if people(whole) == n else []

    def differences(self) -> Iterator[str]:
        again: dict[Place, Counts] = defaultdict(dict)
        for survey, by_part in self.counts.items():
            for (part, _), counts in by_part.items():
                merge(again[survey, part], counts)
        kept = self.snapshot.respondents
        for place in sorted(kept.keys() | again.keys()):
            yield from _differ(place, kept.get(place, {}), again.get(place, {}))


def _differ(place: Place, kept: Counts, again: Counts) -> Iterator[str]:
    for question in sorted(kept.keys() | again.keys()):
        stored, recorded = kept.get(question, {}), again.get(question, {})
        for choice in sorted(stored.keys() | recorded.keys()):
            one, other = stored.get(choice, 0), recorded.get(choice, 0)
            if one != other:
                yield (
                    f"survey {place[0]}, partition {place[1]}, {question} {choice}:"
                    f" {one} respondents, record {other}"
                )
