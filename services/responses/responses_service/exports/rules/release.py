"""What a rated unit may see of its own answers, and when: the rows of its final result."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from contracts.enough import DETAILED_FROM
from contracts.shapes import Reason, Score

from responses_service.shared.results import FINAL

# Fewer rows would tell of single visitors.
LEAST: Final = 30


@dataclass(frozen=True)
class Result:
    """The final result of a survey, as it was published or corrected last: of `n` answers as they
    stood at `at`; `reason` is that of the correction."""

    n: int
    at: datetime
    reason: Reason | None


def result_of(score: Score, told_at: str) -> Result | None:
    """None before it is final. Of no answer from `told_at` on where all are excluded by now: then a
    survey has no result, had it one or not."""
    released = score["released"]
    if released is None:
        all_out = 0 < score["count"] == score.get("excluded")
        return Result(0, datetime.fromisoformat(told_at), "exclusions") if all_out else None
    if score.get("stage") != "final" or released.get("kind") not in FINAL:
        return None
    at = datetime.fromisoformat(released["released_at"])
    return Result(released["n"], at, released.get("reason"))


def may_be_a_file(answers: Set[str], result: Result, kept: Iterable[Set[str]]) -> bool:
    """Whether these are the answers of the result, and beside each of `kept`, which were files
    before, either has none or at least ten alone: what a few said would be the difference."""
    alone = (len(one - other) for each in kept for one, other in ((answers, each), (each, answers)))
    return len(answers) == result.n and not any(0 < few < DETAILED_FROM for few in alone)


@dataclass(frozen=True)
class Standing:
    """How a survey stands with its file: the final result is of `rows` answers, `since` then; or it
    is None yet, and not `due` earlier, None where scoring has not told that."""

    rows: int
    since: datetime | None
    due: datetime | None

    @property
    def file_since(self) -> datetime | None:
        return self.since if self.rows >= LEAST else None
