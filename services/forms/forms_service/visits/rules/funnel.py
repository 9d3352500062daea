"""What the scans, starts and finishes of a point say: which poster to check, move or reprint."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

# Spans that the page offers; the first one is shown.
DAYS = (7, 28)
# Below this a share of a quarter could be one family's afternoon.
ENOUGH = 20
# Who scans a poster means to answer: if more than half turn away, the page failed them.
FEW_STARTS = 0.5
# 13 stars take two minutes; losing four of ten is more than the interrupted and the curious.
FEW_FINISHES = 0.6
# A quarter of what the other points of the same kind get is no matter of chance or of a quiet hour.
FEW_SCANS = 0.25
# Typing eight signs is the way of last resort; three in ten choose it only when they must.
MANY_TYPED = 0.3
# One or two may be a photograph that somebody kept; three come from paper that still hangs there.
OLD_PRINTS = 3
# At least two others: one sister alone may be the unusual one.
SISTERS = 2
# Hours under which the day of a point has a label: 00, 06, 12, 18.
LABELLED = 6
# Kinds of advice that ask somebody to act, the most urgent first.
NEEDS = (
    "never",
    "silent",
    "none",
    "unreadable",
    "old_print",
    "few_starts",
    "few_finishes",
    "few_scans",
)


@dataclass(frozen=True)
class Numbers:
    """Sums of one point over the days shown. `scanned` and `typed` are ways to the page; `old`
    counts scans of prints without our signature or with a former address."""

    scans: int = 0
    starts: int = 0
    finishes: int = 0
    scanned: int = 0
    typed: int = 0
    old: int = 0


@dataclass(frozen=True)
class Hour:
    """One of the equal columns of a point's day: `place` in percent from the left, how many scans,
    and the words under it, if any."""

    place: float
    scans: int
    label: str


@dataclass(frozen=True)
class Standing:
    """What is known of a point besides its numbers; `ever`: whether it was ever scanned."""

    channel: str
    ever: bool
    silent: bool
    young: bool
    watched: bool = True


@dataclass(frozen=True)
class Seen:
    """A point with what to do about it: needs first, empty when it runs."""

    numbers: Numbers
    standing: Standing
    advice: tuple[str, ...] = ()

    @property
    def rank(self) -> int:
        """Smaller is more urgent."""
        return min((NEEDS.index(each) for each in self.advice), default=len(NEEDS))


def day(by_hour: Sequence[int]) -> list[Hour]:
    """The columns of scans from midnight on."""
    return [
        Hour(
            round(100 * hour / len(by_hour), 2),
            scans,
            "" if hour % LABELLED else f"{hour:02}",
        )
        for hour, scans in enumerate(by_hour)
    ]


def advise(points: Sequence[Seen]) -> list[Seen]:
    """The points of one unit with advice, in their own order."""
    return [replace(each, advice=_advice(each, points)) for each in points]


def _advice(seen: Seen, points: Sequence[Seen]) -> tuple[str, ...]:
    if not seen.standing.watched:
        return ()
    if missing := _unseen(seen):
        return missing
    sisters = [
        each.numbers.scans
        for each in points
        if each is not seen and each.standing.channel == seen.standing.channel
    ]
    found = {
        "silent": seen.standing.silent,
        "unreadable": _is_unreadable(seen.numbers),
        "old_print": seen.numbers.old >= OLD_PRINTS,
        "few_starts": _is_below(seen.numbers.starts, seen.numbers.scans, FEW_STARTS),
        "few_finishes": _is_below(seen.numbers.finishes, seen.numbers.starts, FEW_FINISHES),
        "few_scans": not seen.standing.young and _is_behind(seen.numbers.scans, sisters),
    }
    return tuple(need for need in NEEDS if found.get(need))


def _unseen(seen: Seen) -> tuple[str, ...]:
    """Advice for a point without a scan; a new poster is given its first days."""
    if seen.numbers.scans:
        return ()
    if seen.standing.young:
        return ()
    if seen.standing.silent:
        return ("silent",)
    return ("none",) if seen.standing.ever else ("never",)


def _is_unreadable(numbers: Numbers) -> bool:
    """Many type the code beside few scans: the QR code cannot be read from where they stand."""
    ways = numbers.scanned + numbers.typed
    return ways >= ENOUGH and numbers.typed > MANY_TYPED * ways


def _is_below(part: int, whole: int, share: float) -> bool:
    return whole >= ENOUGH and part < share * whole


def _is_behind(scans: int, sisters: Sequence[int]) -> bool:
    """Against the median of the others, once these have been seen often enough."""
    if len(sisters) < SISTERS:
        return False
    usual = median(sisters)
    return usual >= ENOUGH and scans < FEW_SCANS * usual
