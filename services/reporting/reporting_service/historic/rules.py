"""What a page says of indices that were published before Suara: which stand beside a result of
Suara's own, and what a reader must know of them. No value is computed, converted or joined."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from contracts.historic_shapes import Historic

# What Suara's own indices lie on.
OWN_SCALE = 4
# Around 2021 to 2023 the questionnaires and their names became others (domain notes 1.9); those of
# today came with SE MenPANRB 04/2023.
OTHER_UNTIL = 2023
# Rows that stand open; the others are folded.
SHOWN = 6
# Months of a period by its letter.
MONTHS = {"S": 6, "Q": 3}
YEAR = 12
# Period and index.
Key = tuple[str, str]
Place = tuple[int, int, int]


@dataclass(frozen=True)
class Line:
    """One published index, and Suara's own of the same period: `computed` as its page shows it,
    `waits` while that is not final."""

    reported: Historic
    computed: str | None
    waits: bool

    @property
    def year(self) -> int:
        return place(self.reported["period"])[0]

    @property
    def other_form(self) -> bool:
        """Of the years whose questionnaire was another, or may have been."""
        return self.year <= OTHER_UNTIL


@dataclass(frozen=True)
class HistoricView:
    """`lines` begin with the newest; `newest` is Suara's own newest (period, value) of the index of
    the first line, where that period has none of its own."""

    lines: Sequence[Line]
    newest: tuple[str, str] | None

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def case(self) -> Literal["both", "newest", "alone"]:
        """Key of the conclusion."""
        if self.first.computed:
            return "both"
        return "newest" if self.newest else "alone"

    @property
    def scales_differ(self) -> bool:
        return self.case != "alone" and self.first.reported["scale"] != OWN_SCALE

    @property
    def open_lines(self) -> Sequence[Line]:
        return self.lines[:SHOWN]

    @property
    def folded(self) -> Sequence[Line]:
        return self.lines[SHOWN:]

    @property
    def other_form(self) -> bool:
        return any(line.other_form for line in self.lines)

    @property
    def periods(self) -> set[str]:
        """Of which results of Suara's own stand here."""
        held = {line.reported["period"] for line in self.lines if line.computed}
        return held | ({self.newest[0]} if self.newest else set())


def of_instrument(states: Iterable[Historic], instrument: str | None) -> list[Historic]:
    """All of them where none is named."""
    return [each for each in states if instrument in (None, each["instrument"])]


def historic_view(
    states: Iterable[Historic], upto: str | None, computed: Mapping[Key, str | None]
) -> HistoricView | None:
    """Of periods that end when `upto` does, or before. `computed`: final values as they are shown,
    by period and index; None while one is not final."""
    shown = sorted(
        (each for each in states if not upto or _end(each["period"]) <= _end(upto)),
        key=lambda each: (each["index"], each["scale"]),
    )
    shown.sort(key=lambda each: place(each["period"]), reverse=True)
    if not shown:
        return None
    lines = [_line(each, computed) for each in shown]
    newest = None if lines[0].computed else _newest(lines[0].reported, upto, computed)
    return HistoricView(lines, newest)


def place(period: str) -> Place:
    """Where it ends and how long it is: `2025-Q3` as (2025, 9, 3), a year as (2025, 12, 12)."""
    year, _, part = period.partition("-")
    if not part:
        return int(year), YEAR, YEAR
    length = MONTHS.get(part[0])
    if length is None:
        return int(year), int(part), 1
    return int(year), length * int(part[1:]), length


def _end(period: str) -> tuple[int, int]:
    return place(period)[:2]


def _line(reported: Historic, computed: Mapping[Key, str | None]) -> Line:
    key = reported["period"], reported["index"]
    return Line(reported, computed.get(key), key in computed and computed[key] is None)


def _newest(
    reported: Historic, upto: str | None, computed: Mapping[Key, str | None]
) -> tuple[str, str] | None:
    """Of the same index, of a period as long where there is one."""
    found = [
        (period, value)
        for (period, index), value in computed.items()
        if index == reported["index"] and value and (not upto or _end(period) <= _end(upto))
    ]
    length = place(reported["period"])[2]
    alike = [each for each in found if place(each[0])[2] == length]
    return max(alike or found, key=lambda each: place(each[0]), default=None)
