"""Which number of recipients a survey's target rests on: the period's own once it is confirmed,
until then the confirmed one of the period before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from contracts.recipients import without_number
from contracts.shapes import Source

from scoring_service.domain.periods import before, months_of

State = Mapping[str, Any]
OWN: Final = "own"


@dataclass(frozen=True)
class Recipients:
    """`number` recipients, and what it rests on: `own`, `unconfirmed`, the period `before`, or the
    sum of so many confirmed `months`; both None where no number holds. `missing`: how many services
    of the unit have none in the period itself."""

    number: int | None
    source: Source | None
    months: int = 0
    missing: int = 0

    @property
    def completed(self) -> int | None:
        """Services completed in the period itself, once the kanwil has confirmed them all."""
        return self.number if self.source == OWN else None


@dataclass(frozen=True)
class _Sum:
    """Over the services of a unit in one period: whether the kanwil has confirmed them all, and how
    many of them have no number."""

    number: int = 0
    confirmed: bool = False
    missing: int = 0

    @property
    def settled(self) -> bool:
        return self.confirmed and not self.missing


def recipients(rows: Iterable[State], period: str, *, employees: bool = False) -> Recipients | None:
    """N of a period from the populations of its tenant; None while nobody has entered any.

    A semester is the sum of its months unless it has a number of its own; the employees of several
    months are the same people and are never added up. That there is no service waits for the
    kanwil, and an earlier period without service foretells nothing. A sum that lacks a service of
    the unit is not N, confirmed or not.
    """
    known = _by_period(rows)
    own = known.get(period, _Sum())
    if own.settled:
        return Recipients(own.number, OWN)
    found = _of_others(known, period, employees=employees)
    if own.missing:
        return replace(found or Recipients(None, None), missing=own.missing)
    return found or (Recipients(own.number, "unconfirmed") if own.number else None)


def _of_others(known: Mapping[str, _Sum], period: str, *, employees: bool) -> Recipients | None:
    """From the months of a semester, else from the period before."""
    if "S" in period and not employees:
        months = [known[month] for month in months_of(period) if month in known]
        if settled := [month.number for month in months if month.settled]:
            return Recipients(sum(settled), "months", len(settled))
    earlier = known.get(before(period), _Sum())
    return Recipients(earlier.number, "before") if earlier.number and earlier.settled else None


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


def _by_period(rows: Iterable[State]) -> dict[str, _Sum]:
    """Of one service a confirmed figure counts before an unconfirmed one, and the final one before
    the provisional."""
    chosen: dict[str, dict[str, State]] = {}

    def rank(row: State) -> tuple[bool, bool]:
        return bool(row.get("confirmed")), row["stage"] == "final"

    for row in sorted(rows, key=rank):
        chosen.setdefault(row["period"], {})[row["service"]] = row
    return {
        period: _Sum(
            number=sum(row["recipients"] for row in by_service.values()),
            confirmed=all(row.get("confirmed") for row in by_service.values()),
            missing=len(without_number(by_service.values())),
        )
        for period, by_service in chosen.items()
    }
