"""What `scoring.summaries.v1` carries, typed: final results of several months and units together.
The schema in `topics/` says the same and more; a test compares both."""

from typing import NotRequired, TypedDict

from contracts.shapes import Lack


class SummaryLimit(TypedDict):
    """A limit by the name of its predicate; `meets` is null where the readings differ."""

    name: str
    limit: str
    meets: bool | None


class SummaryIndex(TypedDict):
    """On scale 4: the simple mean, exact and as it is shown, and each part by its answers."""

    code: str
    mean: str | None
    display: str | None
    pooled: str | None
    limits: list[SummaryLimit]


class OwnIndex(SummaryIndex):
    """Over months; `without_short` is the mean without those below the minimum."""

    without_short: str | None


class RegionIndex(SummaryIndex):
    """Over units; `joined` is that of those below the minimum, once they reach it together."""

    joined: str | None


class SummaryMonth(TypedDict):
    """One month of a unit, and why it has no figure."""

    period: str
    n: int | None
    why: Lack | None


class Own(TypedDict):
    """The services of a tenant itself over a quarter or a semester."""

    formula: str
    formula_version_id: str
    minimum: int
    n: int
    months: list[SummaryMonth]
    indices: list[OwnIndex]


class Region(TypedDict):
    """The units below a tenant: `valid` of `units`, and why the others are not."""

    formula: str
    formula_version_id: str
    minimum: int
    units: int
    valid: int
    complete: int
    few: int
    other_formula: int
    months: list[str]
    n: int
    joined_units: int
    joined_n: int
    indices: list[RegionIndex]


class SmallIndex(TypedDict):
    """On scale 4, each answer alike: exact and as it is shown."""

    code: str
    value: str
    display: str


class Small(TypedDict):
    """Results of fewer than ten answers each, taken together once and for good: those of the
    tenant itself (of one of the `units`), or of units right below it."""

    formula: str
    formula_version_id: str
    units: int
    n: int
    periods: list[str]
    indices: list[SmallIndex]


class Summary(TypedDict):
    """Of one instrument; `regrouped` by the tree of now, where that gives other units; `small` is
    absent in editions before."""

    instrument: str
    own: Own | None
    region: Region | None
    regrouped: Region | None
    small: NotRequired[list[Small]]


class Summaries(TypedDict):
    """`scoring.summaries.v1`: one tenant, one period."""

    summary_id: str
    tenant_id: str
    period: str
    summaries: list[Summary]
