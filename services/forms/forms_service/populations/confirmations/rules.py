"""A unit's month as its kanwil sees it: what waits, what came back, what is missing, and how each
number differs from the one confirmed for the period before."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.recipients import without_number

from forms_service.services.rules import EMPLOYEES

State = Mapping[str, Any]
# Sorted by need: what the kanwil can do comes first.
NEEDS = ("waiting", "returned", "missing", "incomplete", "unfinished", "confirmed")
# The states of a unit's numbers as they are listed.
ORDER = ("entered", "returned", "confirmed")
# A list that one reads to its end; a ministry sees its kanwil first.
UNITS_AT_ONCE = 100
# A smaller office moves by halves without any cause.
LARGE_FROM = 30


@dataclass(frozen=True, slots=True)
class Figure:
    """One service's number; `before` is what was confirmed for the period before, if anything."""

    population_id: str
    service: str
    recipients: int
    stage: str
    state: str
    reason: str | None
    before: int | None
    own: bool

    @property
    def change(self) -> str:
        """`first`, `same`, `none`, `more` or `less`."""
        if self.before is None:
            return "first"
        if self.recipients == self.before:
            return "same"
        if self.recipients == 0:
            return "none"
        return "more" if self.recipients > self.before else "less"

    @property
    def difference(self) -> int:
        return abs(self.recipients - (self.before or 0))

    @property
    def large(self) -> bool:
        """Half or more of what it was: worth a question before it is confirmed."""
        before = self.before or 0
        return before >= LARGE_FROM and 2 * self.difference >= before

    @property
    def decidable(self) -> bool:
        return self.state == "entered" and not self.own

    @property
    def staff(self) -> bool:
        """The employees stand beside the services, never among them."""
        return self.service == EMPLOYEES


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """One unit with its numbers of the period, and which of NEEDS it stands in; `without` are the
    keys of its services that have no number, so that the others do not make its sum."""

    tenant: State
    need: str
    figures: tuple[Figure, ...]
    without: tuple[str, ...]

    @property
    def total(self) -> int:
        """Recipients of the services; of a service with both numbers the final one counts."""
        newest = {
            figure.service: figure.recipients
            for figure in sorted(self.figures, key=lambda each: each.stage == "final")
            if not figure.staff
        }
        return sum(newest.values())

    @property
    def recipients(self) -> bool:
        """Whether there is a number of recipients at all: a semester may have the employees'."""
        return any(not figure.staff for figure in self.figures)

    @property
    def decidable(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.decidable]

    @property
    def name(self) -> str:
        return str(self.tenant["names"][-1]["short_name"])

    @property
    def place(self) -> tuple[int, bool, str, str]:
        """Where it stands in a list: by need, then what can be decided on, then by its name."""
        return NEEDS.index(self.need), not self.decidable, self.name, self.tenant["code"]


def unit_months(
    units: Iterable[State],
    rows: Iterable[State],
    period: str,
    apart: Callable[[str], bool],
    *,
    over: Container[str] = (),
) -> list[UnitMonth]:
    """Every unit in its place; for a semester, in which nobody has to enter a number, those that
    have one. `rows` are the populations of `period` and of the one before; whose numbers
    are `apart` may be decided on, the others are one's own; the period is `over` in these time
    zones."""
    now: dict[str, list[State]] = {}
    before: dict[tuple[str, str], int] = {}
    for row in sorted(rows, key=lambda each: each["stage"] == "final"):
        if row["period"] == period:
            now.setdefault(row["tenant_id"], []).append(row)
        elif row["confirmed_recipients"] is not None:
            before[row["tenant_id"], row["service"]] = row["confirmed_recipients"]
    made = [
        _unit_month(
            unit, now.get(unit["tenant_id"], []), before, apart, over=unit["time_zone"] in over
        )
        for unit in units
        if "S" not in period or unit["tenant_id"] in now
    ]
    return sorted(made, key=lambda each: each.place)


def _unit_month(
    unit: State,
    rows: list[State],
    before: Mapping[tuple[str, str], int],
    apart: Callable[[str], bool],
    *,
    over: bool,
) -> UnitMonth:
    figures = tuple(
        Figure(
            row["population_id"],
            row["service"],
            row["recipients"],
            row["stage"],
            row["state"],
            row["reason"],
            before.get((row["tenant_id"], row["service"])),
            own=not apart(row["entered_by"]),
        )
        for row in sorted(rows, key=lambda each: (each["state"] != "entered", each["service"]))
    )
    newest = {row["service"]: row for row in rows if row["service"] != EMPLOYEES}
    without = tuple(without_number(newest.values()))
    return UnitMonth(unit, _need(figures, without, over=over), figures, without)


def _need(figures: Sequence[Figure], without: Sequence[str], *, over: bool) -> str:
    """`incomplete`: all is confirmed, and some service never had a number; `unfinished`: the period
    is over, and what was confirmed is provisional alone."""
    states = {figure.state for figure in figures}
    if not states:
        return "missing"
    if "entered" in states:
        return "waiting"
    if "returned" in states:
        return "returned"
    if without:
        return "incomplete"
    final = any(figure.stage == "final" for figure in figures)
    return "confirmed" if final or not over else "unfinished"
