"""Streams the record: for the rebuild of scores, never with text, profile or contact."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, text


def stream(connection: Connection) -> Iterator[Row[Any]]:
    """Every stored response in the caller's scope, in no order; 2,000 rows in memory at a time."""
    return iter(
        connection.execution_options(yield_per=2000).execute(
            text(
                "SELECT response_id, survey_id, tenant_id, instrument, period, form_version_id,"
                " state, answers, service, mode, flagged, source_partition, source_offset"
                " FROM records"
            )
        )
    )
