"""What the recorder compares with: answers at a point around a time, and those of a device."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, text

from responses_service.record.rules import AFTER, BEFORE

MINUTE = timedelta(minutes=1)


def at_points(
    connection: Connection, places: Collection[tuple[str, datetime, str]], within: timedelta
) -> list[Row[Any]]:
    """(point_id, period, answers, answered_at, mode) around each (point, minute, period), each
    answer once, oldest first."""
    # One period a row: partitions are passed over for a column's value, not for an array's.
    points, minutes, periods = zip(*sorted(places), strict=True)
    columns = "response_id, answers, answered_at, mode FROM records"
    near = "point_id = p.point_id AND period = p.period"
    return list(
        connection.execute(
            text(
                "SELECT DISTINCT ON (r.answered_at, r.response_id)"
                " p.point_id, p.period, r.answers, r.answered_at, r.mode"
                " FROM unnest(CAST(:points AS uuid[]), CAST(:ends AS timestamptz[]),"
                " CAST(:periods AS text[])) AS p(point_id, ends, period), LATERAL"
                f" ((SELECT {columns} WHERE {near} AND answered_at < p.ends"
                "   AND answered_at > p.ends - CAST(:within AS interval)"
                "   ORDER BY answered_at DESC LIMIT :before)"
                f" UNION ALL (SELECT {columns} WHERE {near} AND answered_at >= p.ends"
                "   AND answered_at < p.ends + CAST(:within AS interval)"
                "   ORDER BY answered_at LIMIT :after)) AS r"
                " ORDER BY r.answered_at, r.response_id"
            ),
            {
                "points": list(points),
                "ends": [minute + MINUTE for minute in minutes],
                "periods": list(periods),
                "within": within + MINUTE,
                "before": BEFORE,
                "after": AFTER,
            },
        )
    )


def by_devices(
    connection: Connection, wanted: Collection[tuple[str, str, str]]
) -> dict[tuple[str, str], int]:
    """How many answers each (survey, device) has in the record; `wanted` names the period, too."""
    if not wanted:
        return {}
    surveys, devices, periods = zip(*sorted(wanted), strict=True)
    rows = connection.execute(
        text(
            "SELECT w.survey_id, w.device, (SELECT count(*) FROM records r"
            " WHERE r.period = w.period AND r.survey_id = w.survey_id"
            " AND r.device = w.device) AS n"
            " FROM unnest(CAST(:surveys AS uuid[]), CAST(:devices AS text[]),"
            " CAST(:periods AS text[])) AS w(survey_id, device, period)"
        ),
        {"surveys": list(surveys), "devices": list(devices), "periods": list(periods)},
    )
    return {(str(row.survey_id), row.device): row.n for row in rows}
