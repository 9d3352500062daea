"""Streams the record: for the rebuild of scores, never with text or contact."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, text


def stream(connection: Connection) -> Iterator[Row[Any]]:
    """Every stored response in the caller's scope, in no order; 2,000 rows in memory at a time.
    `answers` and `profile` as JSON in text: nobody here looks into them."""
    return iter(
        connection.execution_options(yield_per=2000).execute(
            text(
                "SELECT response_id, survey_id, tenant_id, instrument, period, form_version_id,"
                " state, CAST(answers AS text) AS answers, service, mode, flagged, token,"
                " language, coalesce(answered_at, received_at) AS answered_at,"
                " CAST(profile AS text) AS profile, source_partition, source_offset"
                " FROM records"
            )
        )
    )


def known(connection: Connection, period: str, response_ids: list[str]) -> set[str]:
    """Those of the ids that the record of this period has, within the scope."""
    rows = connection.execute(
        text(
            "SELECT response_id FROM records WHERE period = :period"
            " AND response_id = ANY (CAST(:ids AS uuid[]))"
        ),
        {"period": period, "ids": response_ids},
    )
    return {str(found) for found in rows.scalars()}
