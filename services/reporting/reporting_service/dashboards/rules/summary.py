"""What an office says of the units below it, in numbers of units: of all, and of each group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reporting_service.dashboards.rules.units import UnitRow
from reporting_service.dashboards.rules.verdict import COARSE, FAILING, PASSING, UNSURE
from reporting_service.dashboards.rules.zone import ZoneSummary, zone_summary


@dataclass(frozen=True)
class Summary:
    """`few` have figures of too few answers to judge, of fewer than `minimum`. Those judged are
    `below` a limit, `unsure` (it hangs on the formula, or on marked answers), or `meet` theirs;
    `coarse` ones are not final, of which `coarse_below` and `coarse_near` a limit; the other with
    figures have no limit. `count` answers came in, at `answered` units. `zones`: where they
    stand on the way to WBK and WBBM."""

    units: int
    count: int
    answered: int
    with_figures: int
    few: int
    minimum: int
    below: int
    unsure: int
    meet: int
    coarse: int
    coarse_below: int
    coarse_near: int
    zones: ZoneSummary

    @property
    def coarse_above(self) -> int:
        return self.coarse - self.coarse_below - self.coarse_near

    @property
    def judged(self) -> int:
        return self.below + self.unsure + self.meet


@dataclass(frozen=True)
class Group:
    """The units below one unit, or without a `code` those that stand below none of them."""

    code: str | None
    name: str
    summary: Summary


def summary(rows: Iterable[UnitRow]) -> Summary:
    rows = list(rows)

    def standing_in(states: Iterable[str]) -> int:
        return sum(row.standing in states for row in rows)

    return Summary(
        units=len(rows),
        count=sum(row.count or 0 for row in rows),
        answered=sum(bool(row.count) for row in rows),
        with_figures=sum(row.with_figures for row in rows),
        few=sum(row.with_figures and row.standing == "few" for row in rows),
        minimum=max((row.minimum for row in rows), default=0),
        below=standing_in(FAILING),
        unsure=standing_in(UNSURE),
        meet=standing_in(PASSING),
        coarse=standing_in(COARSE),
        coarse_below=standing_in(COARSE[:1]),
        coarse_near=standing_in(COARSE[1:2]),
        zones=zone_summary(row.zone for row in rows),
    )


def groups(rows: Iterable[UnitRow], names: Mapping[str, str]) -> list[Group]:
    """Units by the child of this office they stand below; `names` maps code to name. The children
    themselves come last, so that together they are all units; nothing where no child has units."""
    found: dict[str, list[UnitRow]] = {code: [] for code in names}
    rest: list[UnitRow] = []
    for row in rows:
        below = row.group in found and row.code != row.group
        (found[row.group] if below else rest).append(row)
    made = [
        Group(code, names[code], summary(members)) for code, members in found.items() if members
    ]
    return [*made, Group(None, "", summary(rest))] if made and rest else made
