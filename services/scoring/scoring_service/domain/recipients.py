"""Which number of recipients a survey's target rests on: the period's own once it is confirmed,
until then the confirmed one of the period before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from contracts.shapes import Source

from scoring_service.domain.periods import before, months_of

State = Mapping[str, Any]
OWN: Final = "own"


@dataclass(frozen=True)
class Recipients:
    """`number` recipients, and what it rests on: `own`, `unconfirmed`, the period `before`, or the
    sum of so many confirmed `months`."""

    number: int
    source: Source
    months: int = 0

    @property
    def completed(self) -> int | None:
        """Services completed in the period itself, once the kanwil has confirmed them all."""
        return self.number if self.source == OWN else None


def recipients(rows: Iterable[State], period: str, *, employees: bool = False) -> Recipients | None:
    """N of a period from the populations of its tenant; None while nobody knows.

    A semester is the sum of its months unless it has a number of its own; the employees of several
    months are the same people and are never added up. That there is no service waits for the
    kanwil, and an earlier period without service foretells nothing.
    """
    known = _by_period(rows)
    own = known.get(period)
    if own and own[1]:
        return Recipients(own[0], OWN)
    if "S" in period and not employees:
        months = [known[month] for month in months_of(period) if month in known and known[month][1]]
        if months:
            return Recipients(sum(number for number, _ in months), "months", len(months))
    earlier = known.get(before(period))
    if earlier and earlier[0] and earlier[1]:
        return Recipients(earlier[0], "before")
    return Recipients(own[0], "unconfirmed") if own and own[0] else None


def periods_for(period: str) -> list[str]:
    """Every period whose populations may decide on the target of `period`."""
    return [period, before(period), *(months_of(period) if "S" in period else [])]


def periods_after(period: str) -> list[str]:
    """Every period whose target a population of `period` may decide on."""
    if "S" in period:
        this = int(period[:4])
        return [period, f"{this}-S2" if period.endswith("S1") else f"{this + 1}-S1"]
    year, month = (int(part) for part in period.split("-"))
    following = f"{year + month // 12}-{month % 12 + 1:02}"
    return [period, following, f"{year}-S{1 if month <= 6 else 2}"]


def _by_period(rows: Iterable[State]) -> dict[str, tuple[int, bool]]:
    """(sum over services, all confirmed) per period; of one service a confirmed figure counts
    before an unconfirmed one, and the final one before the provisional."""
    chosen: dict[tuple[str, str], State] = {}

    def rank(row: State) -> tuple[bool, bool]:
        return bool(row.get("confirmed")), row["stage"] == "final"

    for row in sorted(rows, key=rank):
        chosen[row["period"], row["service"]] = row
    sums: dict[str, tuple[int, bool]] = {}
    for (period, _), row in chosen.items():
        number, confirmed = sums.get(period, (0, True))
        sums[period] = number + row["recipients"], confirmed and bool(row.get("confirmed"))
    return sums
