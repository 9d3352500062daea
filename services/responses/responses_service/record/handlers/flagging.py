"""Gives newly claimed rows their flags, in the order of arrival."""

from collections import Counter, defaultdict, deque
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from responses_service.record.rules import COMPARED, LOOK_BACK, Seen, flags_of
from responses_service.record.store import neighbours

Submission = dict[str, Any]
# Point and period: two surveys of one visitor, a month's and a semester's, are no burst.
Place = tuple[str, str]


def flag(connection: Connection, rows: list[Submission]) -> None:
    """Set `flags` of each row. Answers that other partitions are storing this moment are not seen:
    a run of many is noticed a few answers later."""
    times = [datetime.fromisoformat(row["answered_at"]) for row in rows]
    mates: defaultdict[Place, deque[Seen]] = defaultdict(lambda: deque(maxlen=COMPARED))
    places = {
        (row["point_id"], at.replace(second=0, microsecond=0), row["period"])
        for row, at in zip(rows, times, strict=True)
    }
    for found in neighbours.at_points(connection, places, LOOK_BACK):
        seen = Seen(found.answers, found.answered_at, found.mode)
        mates[str(found.point_id), found.period].append(seen)
    devices = {
        (row["survey_id"], row["device"], row["period"]) for row in rows if row.get("device")
    }
    by_device = Counter(neighbours.by_devices(connection, devices))
    for row, at in zip(rows, times, strict=True):
        mine, near = Seen(row["answers"], at, row["mode"]), mates[row["point_id"], row["period"]]
        key = (row["survey_id"], row.get("device") or "")
        row["flags"] = flags_of(mine, row.get("signs") or (), near, by_device[key])
        near.append(mine)
        if row.get("device"):
            by_device[key] += 1
