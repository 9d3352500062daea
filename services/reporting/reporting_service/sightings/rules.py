"""What counts as having been shown a result, and what a list of such sightings says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

# A page, the part of it that swaps while it is open, the API, or a file.
Way = Literal["page", "live", "api", "file"]
# The result of an office, one line in the list of those below an office; the same of the three
# months on the way to WBK and WBBM, in which it is one, and of a quarter or semester; what the
# units below an office come to together, and that by the offices of now; small results that are
# told together alone.
What = Literal[
    "result",
    "results_below",
    "standing",
    "standings_below",
    "quarter",
    "quarters_below",
    "region",
    "regions_below",
    "regrouped",
    "small",
]
# What can be asked for, with the editions in which it comes beside those of results.
KINDS: Mapping[str, Sequence[str]] = {
    "result": (),
    "quarter": ("quarter",),
    "region": ("region", "regrouped"),
    "small": ("small",),
}
# Exact figures; all others are a coarse picture.
EXACT = ("final", "correction", "earlier", "practice", "summary")
# What one process remembers to have written, and what it keeps while the database takes nothing.
REMEMBERED, UNWRITTEN = 20_000, 10_000
# Lines of the page and of one answer of the API; the file has all.
LINES = 100


@dataclass(frozen=True)
class Shown:
    """One thing that a page or an answer held. `edition` is the position in the read model of the
    newest release in it, or standing. `unit_types` cuts what is below an office; empty is all."""

    what: What
    tenant_id: str
    instrument: str
    period: str
    edition: int
    unit_types: str = ""


@dataclass(frozen=True)
class Figure:
    """Of which it is asked who saw it: the result of a survey, or what several say together."""

    tenant_id: str
    instrument: str
    period: str
    survey_id: str | None
    kinds: Sequence[str] = ()


@dataclass(frozen=True)
class Asked:
    """As a reader names it, None what is not named. `of` is one of KINDS."""

    instrument: str | None
    period: str | None
    of: str
    until: str


def asked_of(arguments: Mapping[str, str]) -> Asked:
    return Asked(
        arguments.get("instrument"),
        arguments.get("period"),
        arguments.get("of", "result"),
        arguments.get("until", ""),
    )


@dataclass(frozen=True)
class Sighting:
    """That an edition of one result was shown to somebody in some way, first at `seen_at`. `office`
    is the code of the actor's, None where it is out of the reader's scope; `list_of` of the office
    in whose list it stood, if in one."""

    seen_at: datetime
    actor: str
    actor_kind: str
    role: str
    office: str | None
    number: int
    kind: str
    what: str
    list_of: str | None
    way: str

    @property
    def exact(self) -> bool:
        return self.kind in EXACT

    @property
    def key(self) -> str:
        """Tells it from the others, and sorts after those before it."""
        stamp = self.seen_at.astimezone(UTC).isoformat(timespec="microseconds")
        return "~".join(
            (stamp, self.actor, self.what, self.list_of or "", self.way, str(self.number))
        )


@dataclass(frozen=True)
class Seen:
    """The conclusion: how many people and systems, and of them with exact figures, and since
    when."""

    people: int
    systems: int
    exact: int
    exact_since: datetime | None


def seen(sightings: Iterable[Sighting]) -> Seen:
    found = list(sightings)
    exact = [each for each in found if each.exact]
    return Seen(
        people=len({each.actor for each in found if each.actor_kind == "person"}),
        systems=len({each.actor for each in found if each.actor_kind != "person"}),
        exact=len({each.actor for each in exact}),
        exact_since=min((each.seen_at for each in exact), default=None),
    )


def page_of(sightings: Sequence[Sighting], after: str) -> tuple[Sequence[Sighting], str | None]:
    """The lines behind `after`, oldest first, and the `after` of the next ones."""
    rest = [each for each in sightings if each.key > after]
    return rest[:LINES], rest[LINES - 1].key if len(rest) > LINES else None


def until_of(words: str, zone: str) -> datetime | None:
    """Until when, of a day (the end of it, where the office is) or a moment with its offset; None
    for what is neither."""
    try:
        if len(words) == len("2026-11-18"):
            day = datetime.fromisoformat(words).date() + timedelta(days=1)
            return datetime.combine(day, time(), ZoneInfo(zone))
        moment = datetime.fromisoformat(words)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


# Of the file and the API.
COLUMNS = (
    "seen_at",
    "actor",
    "actor_kind",
    "role",
    "office",
    "edition",
    "kind",
    "what",
    "list_of",
    "way",
)


def cells(each: Sighting) -> dict[str, str | int | None]:
    """One sighting by the names of COLUMNS; moments are in UTC."""
    values = (
        each.seen_at.astimezone(UTC).isoformat(),
        each.actor,
        each.actor_kind,
        each.role,
        each.office,
        each.number,
        each.kind,
        each.what,
        each.list_of,
        each.way,
    )
    return dict(zip(COLUMNS, values, strict=True))
