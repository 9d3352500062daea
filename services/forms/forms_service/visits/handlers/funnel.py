"""The points of one unit as they are seen: numbers, silence and advice, the most urgent first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from forms_service.visits.handlers.visits import place_of
from forms_service.visits.rules.funnel import Hour, Numbers, Seen, Standing, advise, day
from forms_service.visits.rules.silence import (
    SCANNED_CHANNELS,
    WINDOW,
    YOUNG,
    Silence,
    judge,
)
from forms_service.visits.store import findings, visits

NAMES = ("scans", "starts", "finishes", "scanned", "typed", "old")


@dataclass(frozen=True)
class Funnel:
    """One active point: what is to be done, how its silence is judged, its open finding if there is
    one, its scans per hour of the unit's day."""

    point: Row[Any]
    seen: Seen
    silence: Silence
    finding: Row[Any] | None
    by_hour: list[int]

    @property
    def day(self) -> list[Hour]:
        return day(self.by_hour)

    @property
    def needs(self) -> bool:
        return bool(self.seen.advice)


def funnels(connection: Connection, unit: dict[str, Any], days: int, now: datetime) -> list[Funnel]:
    """Of the last `days` days, up to this hour."""
    tenant, zone = unit["tenant_id"], unit["time_zone"]
    since = now - timedelta(days=days)
    sums = visits.sums(connection, tenant, since)
    hours = visits.by_hour_of_day(connection, tenant, since, zone)
    heard = visits.scan_hours(connection, now - WINDOW, tenant)
    found = findings.open_by_point(connection, tenant)
    points = findings.active_points(connection, tenant)
    keys = [str(row.point_id) for row in points]
    seen = advise(
        [
            Seen(_numbers(sums.get(key)), _standing(row, sums.get(key), key in found, now))
            for row, key in zip(points, keys, strict=True)
        ]
    )
    rows = [
        Funnel(
            row,
            each,
            judge(place_of(row), *heard.get(key, ([], 0)), now),
            found.get(key),
            hours.get(key, [0] * 24),
        )
        for row, key, each in zip(points, keys, seen, strict=True)
    ]
    return sorted(rows, key=lambda row: (row.seen.rank, -row.seen.numbers.scans))


def _numbers(sums: Row[Any] | None) -> Numbers:
    return Numbers(**{name: int(sums._mapping[name]) for name in NAMES}) if sums else Numbers()


def _standing(point: Row[Any], sums: Row[Any] | None, silent: bool, now: datetime) -> Standing:
    return Standing(
        channel=point.channel,
        ever=bool(sums and sums.ever),
        silent=silent,
        young=now - point.added_at < YOUNG,
        watched=point.channel in SCANNED_CHANNELS,
    )
