"""Takes in the sums of visits, finds points that fell silent, and forgets what is old."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from chassis.consumer import Message, Outgoing
from chassis.database import Database
from chassis.outbox import add_events
from contracts.codec import Event
from sqlalchemy import Connection, Row

from forms_service.shared.events import own_audit
from forms_service.visits.rules.keeping import SOURCES_KEPT, VISITS_KEPT
from forms_service.visits.rules.silence import SHORTEST, WINDOW, Place, judge
from forms_service.visits.store import findings, visits

VISITS = "responses.visits.v1"
DIMENSIONS = ("kind", "how", "signed", "host")
Key = tuple[object, ...]


def fold(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    """Consumer handler: every sum once, however often its event comes; one statement a batch."""
    sums: Counter[Key] = Counter()
    for event in _fresh(connection, messages):
        of = event.payload
        for each in of["counts"]:
            cut = (each[name] for name in DIMENSIONS)
            sums[(of["tenant_id"], of["point_id"], of["hour"], *cut)] += each["count"]
    names = ("tenant_id", "point_id", "hour", *DIMENSIONS)
    rows = [{**dict(zip(names, key, strict=True)), "count": n} for key, n in sums.items()]
    if rows:
        visits.add_counts(connection, rows)
    return []


def _fresh(connection: Connection, messages: Sequence[Message]) -> list[Event]:
    """Events of one partition whose number their source had not reached before."""
    part = messages[0].partition
    sources = {message.event.payload["source"] for message in messages}
    last = visits.last_sequences(connection, sorted(sources), part)
    fresh = []
    for message in messages:
        source, number = message.event.payload["source"], message.event.payload["sequence"]
        if number > last.get(source, 0):
            last[source] = number
            fresh.append(message.event)
    visits.keep_sequences(connection, part, last)
    return fresh


def watch(database: Database, now: datetime) -> None:
    """End findings that are over, then judge every other point; for a timer."""
    with database.unbound() as connection:
        over = findings.end(connection, now)
        found = _silent(connection, now)
        add_events(
            connection,
            [
                *(_audit("forms.point-finding.end", row) for row in over),
                *(_audit("forms.point-finding.raise", row) for row in found),
            ],
        )


def _silent(connection: Connection, now: datetime) -> list[Row[Any]]:
    # Who was scanned in these last hours cannot be silent: most points need no judgement.
    heard = visits.scan_hours(connection, now - WINDOW, quiet_from=now - timedelta(hours=SHORTEST))
    known, found = findings.open_by_point(connection), []
    for point in findings.active_points(connection):
        if str(point.point_id) in known:
            continue
        hours, scans = heard.get(str(point.point_id), ([], 0))
        verdict = judge(place_of(point), hours, scans, now)
        if verdict.since is not None:
            found.append(findings.add(connection, point, verdict.since, verdict.usual))
    return [each for each in found if each is not None]


def place_of(point: Row[Any]) -> Place:
    return Place(point.channel, point.hours, point.time_zone, point.added_at)


def _audit(action: str, row: Row[Any]) -> Event:
    detail = {"point": str(row.point_id), "kind": row.kind, "since": row.since.isoformat()}
    return own_audit(action, str(row.finding_id), str(row.tenant_id), **detail)


def forget(database: Database, now: datetime) -> None:
    """For a timer."""
    with database.unbound() as connection:
        visits.forget(connection, now - VISITS_KEPT, now - SOURCES_KEPT)


def silent_points(connection: Connection) -> list[Row[Any]]:
    """In scope: tenant, name, code, silent since when; the longest first."""
    return findings.silent_points(connection)


def open_findings(
    connection: Connection, after: str, limit: int, tenant: str | None
) -> list[Row[Any]]:
    """By id, the `limit` after `after`, of one tenant or of all."""
    return findings.open_findings(connection, after, limit, tenant)


def sums_by_unit(connection: Connection, since: datetime) -> dict[str, Row[Any]]:
    """Scans and finishes of each unit in scope."""
    return visits.per_tenant(connection, since)


def former_hosts(connection: Connection, since: datetime) -> list[Row[Any]]:
    """Points in scope that are still reached by a former address, the most scanned first."""
    return visits.old_host_scans(connection, since)
