"""What a page says beside an index of how sure it is. Scoring has computed every figure of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.enough import PROVEN_FROM
from contracts.shapes import Basis, Ends, Figures, IndexFigures

# Which sentence an interval gets, by its correction.
RANGES = {"none": "random", "finite_population": "finite", "all_counted": "all_counted"}
# Of an edition that did not tell.
UNTOLD: Basis = {"recipients": None, "source": None, "reach": "open", "correction": "none"}


@dataclass(frozen=True)
class Tip:
    """When the verdict on a limit turns: `key` names the sentence, `limit` the limit where it is
    not the one that the page judges by."""

    key: str
    limit: str | None
    others: int
    mean: str | None


@dataclass(frozen=True)
class Sureness:
    """`range_key` names the sentence of the interval, or that all are counted; None without.
    `recipients` is N, of which `n` answered; `unproven` where so few did that nobody has shown the
    interval to hold; `flagged` were left out for `without_flagged`."""

    ends: Ends | None
    range_key: str | None
    n: int
    recipients: int | None
    unproven: bool
    tips: Sequence[Tip]
    flagged: int
    without_flagged: str | None


def sureness(index: IndexFigures, released: Figures) -> Sureness:
    """Of an index of `released`."""
    basis, n = released.get("basis", UNTOLD), released["n"]
    ends, counted = index.get("interval"), all_counted(released)
    told = index["value"] is not None and (counted or ends is not None)
    return Sureness(
        ends=ends,
        range_key=RANGES[basis["correction"]] if told else None,
        n=n,
        recipients=basis["recipients"],
        unproven=ends is not None and n < PROVEN_FROM,
        tips=_tips(index),
        flagged=released["counts"]["flagged"] if "counts" in released else 0,
        without_flagged=variant(released, "without_flagged", index["code"]),
    )


def all_counted(released: Figures) -> bool:
    """Whether everybody there is was asked, and answered."""
    return released.get("basis", UNTOLD)["correction"] == "all_counted"


def crosses(index: IndexFigures, limit: Decimal) -> bool | None:
    """Whether the interval has values on both sides of the limit; None where there is none. Its
    ends are rounded, but stand on their own side of each limit."""
    ends = index.get("interval")
    return None if ends is None else Decimal(ends["low"]) < limit <= Decimal(ends["high"])


def cannot_turn(index: IndexFigures, limit: Decimal) -> bool:
    """Whether it is known that nothing those could answer who did not turns the verdict."""
    tips = index.get("tipping", ())
    return any(Decimal(tip["at"]) == limit and tip["mean"] is None for tip in tips)


def stands_above(index: IndexFigures, limit: Decimal) -> bool:
    """Whether the index meets the limit: it is shown with as many decimals as that takes."""
    return Decimal(index["display4"] or 0) >= limit


def variant(released: Figures, name: str, code: str) -> str | None:
    """The index with more or fewer answers, as it is shown; None where scoring hides it, since they
    are so few."""
    variants = (each for each in released.get("variants", ()) if each["name"] == name)
    found = (index for each in variants for index in each["indices"] if index["code"] == code)
    return next((index["display4"] for index in found), None)


def _tips(index: IndexFigures) -> list[Tip]:
    """The first limit is the one that is judged by; one that falls together with it says nothing
    more."""
    found, before = list[Tip](), set[str]()
    for tip in index.get("tipping", ()):
        if tip["at"] not in before:
            limit = tip["limit"].upper() if before else None
            side = "passes" if stands_above(index, Decimal(tip["at"])) else "fails"
            key = "never" if tip["mean"] is None else side
            found.append(Tip(key, limit, tip["others"], tip["mean"]))
        before.add(tip["at"])
    return found
