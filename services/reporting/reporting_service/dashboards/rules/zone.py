"""Where a unit stands on the way to WBK and WBBM: which sentences say it; figures are scoring's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.shapes import Limited, Predicate, Standing, StandingMonth, Standings, ThreeMonths

from reporting_service.dashboards.rules.numbers import following

# The order in which a sentence names them.
STATES = ("memenuhi", "bergantung_rumus", "belum")
MARKS = {"memenuhi": "disc", "bergantung_rumus": "diamond", "belum": "square"}
# Of a unit that lacks months or answers: `belum` too, but by no figure.
INCOMPLETE = "kurang"
# Drops out instead of being missed.
NO_SERVICE = "no_service"


@dataclass(frozen=True)
class Deciding:
    """The index that is nearest to failing: its value by the formula itself, or by each reading
    where these judge differently; beside its limits."""

    code: str
    values: Sequence[tuple[str, str]]
    limits: Sequence[str]


@dataclass(frozen=True)
class Dot:
    """One month of the window: the value of the index that decides, and what stands beside it; of
    a month without a figure whether nobody was served."""

    period: str
    value: str | None
    mark: str
    why: str


@dataclass(frozen=True)
class Zone:
    """The standing of one unit over its window of months."""

    standing: Standing

    @property
    def cut_off(self) -> str:
        """The newest month with a final result."""
        return self.standing["months"][-1]["period"]

    @property
    def missing(self) -> list[StandingMonth]:
        """Months without a figure, which drop out only without service."""
        return [each for each in self.standing["months"] if each["why"] not in (None, NO_SERVICE)]

    @property
    def there(self) -> int:
        """How many months have a figure."""
        return len(self._with_figures)

    @property
    def wanted(self) -> int:
        return self.there + self.standing["months_missing"]

    @property
    def complete(self) -> bool:
        """Whether a figure decides."""
        return not (self.missing or self.standing["months_missing"] or self.people_missing)

    @property
    def with_short(self) -> bool:
        """Whether a month has fewer answers than the minimum: the value without it differs."""
        return any((each["n"] or 0) < self.standing["minimum"] for each in self._with_figures)

    @property
    def readings(self) -> list[str]:
        """Names of the ways in which answers become scale 4."""
        values = (value for index in self.standing["indices"] for value in index["readings"])
        return [*dict.fromkeys(value["name"] for value in values)]

    @property
    def people_missing(self) -> int:
        return self.standing["people_missing"]

    @property
    def verdicts(self) -> list[tuple[str, list[str]]]:
        """(state, names of predicates), the best first."""
        named = self.standing["predicates"]
        found = [
            (state, [each["name"].upper() for each in named if each["state"] == state])
            for state in STATES
        ]
        return [(state, names) for state, names in found if names]

    @property
    def deciding(self) -> Deciding | None:
        """Of the first predicate that is not met, else of the last one; None without figures."""
        named = self.standing["predicates"]
        open_ones = [each for each in named if each["state"] != STATES[0]]
        chosen = (open_ones or named[::-1])[0]
        gaps = [(self._gap(each), each["code"]) for each in chosen["indices"]]
        known = [(gap, code) for gap, code in gaps if gap is not None]
        return self._beside(min(known)[1]) if known else None

    @property
    def dots(self) -> list[Dot]:
        """The months beside the first limit of the index that decides."""
        deciding = self.deciding
        if deciding is None:
            return []
        limit, code = Decimal(deciding.limits[0]), deciding.code
        return [_dot(each, each["values"].get(code), limit) for each in self.standing["months"]]

    @property
    def next_months(self) -> list[str]:
        """Those of which `needed` speaks."""
        found = [following(self.cut_off)]
        while len(found) < self.standing["further"]:
            found.append(following(found[-1]))
        return found

    def values(self, code: str) -> Sequence[ThreeMonths]:
        """By each reading; none where the formula has no such index."""
        return next(
            (each["readings"] for each in self.standing["indices"] if each["code"] == code), ()
        )

    def own(self, code: str) -> ThreeMonths | None:
        """As the formula itself counts."""
        own = self.standing["reading"]
        return next((each for each in self.values(code) if each["name"] == own), None)

    def state(self, name: str) -> str:
        """Of a predicate by its name; INCOMPLETE where no figure decides."""
        if not self.complete:
            return INCOMPLETE
        return next(
            (p["state"] for p in self.standing["predicates"] if p["name"] == name), INCOMPLETE
        )

    @property
    def _with_figures(self) -> list[StandingMonth]:
        return [each for each in self.standing["months"] if each["why"] is None]

    def _gap(self, limited: Limited) -> Decimal | None:
        """The least by any reading; below zero it fails."""
        means = [each["mean"] for each in self.values(limited["code"])]
        known = [Decimal(mean) - Decimal(limited["limit"]) for mean in means if mean is not None]
        return min(known, default=None)

    def _beside(self, code: str) -> Deciding:
        limited = [
            each
            for predicate in self.standing["predicates"]
            for each in predicate["indices"]
            if each["code"] == code
        ]
        differ = any(len({one["meets"] for one in each["readings"]}) > 1 for each in limited)
        shown = [each for each in self.values(code) if differ or each == self.own(code)]
        return Deciding(
            code,
            [(each["name"] if differ else "", each["display"] or "") for each in shown],
            [*dict.fromkeys(each["limit"] for each in limited)],
        )


def _dot(month: StandingMonth, value: str | None, limit: Decimal) -> Dot:
    why = NO_SERVICE if month["why"] == NO_SERVICE else "no_figure"
    if value is None:
        return Dot(month["period"], None, "ring", why)
    return Dot(month["period"], value, "disc" if Decimal(value) >= limit else "square", why)


@dataclass(frozen=True)
class Counted:
    """Units by their state for one predicate."""

    name: str
    meet: int
    depends: int
    below: int


@dataclass(frozen=True)
class ZoneSummary:
    """`complete` of `units` have three months and answers enough, so that a figure decides; `codes`
    are those of the indices that some unit has."""

    units: int
    complete: int
    codes: Sequence[str]
    predicates: Sequence[Counted]

    def meet(self, name: str) -> int:
        return next((each.meet for each in self.predicates if each.name == name), 0)


def zone_summary(zones: Iterable[Zone | None]) -> ZoneSummary:
    """Of units with a standing and without."""
    listed = list(zones)
    judged = [zone for zone in listed if zone and zone.complete]
    known = (each for zone in listed if zone for each in zone.standing["predicates"])
    named = dict.fromkeys(each["name"] for each in known)
    codes = {index["code"] for zone in listed if zone for index in zone.standing["indices"]}
    counted = [_counted(judged, name) for name in named]
    return ZoneSummary(len(listed), len(judged), sorted(codes), counted)


def _counted(judged: Sequence[Zone], name: str) -> Counted:
    meet, depends, below = (sum(zone.state(name) == state for zone in judged) for state in STATES)
    return Counted(name, meet, depends, below)


def zone_of(standings: Standings | None, instrument: str) -> Zone | None:
    """From a tenant's state as it stands in the read model."""
    listed = standings["standings"] if standings else ()
    return next((Zone(each) for each in listed if each["instrument"] == instrument), None)


def needs(predicate: Predicate) -> tuple[list[tuple[str, str]], list[str]]:
    """(code, what it needs) of each index, and the codes of those that the highest would not do."""
    found = [(each["code"], each["needed"]) for each in predicate["indices"]]
    return (
        [(code, needed) for code, needed in found if needed is not None],
        [code for code, needed in found if needed is None],
    )
