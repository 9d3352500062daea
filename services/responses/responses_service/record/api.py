"""The record for the rebuild of scores."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import orjson
from chassis.auth import principal, requires
from chassis.database import Database
from flask import Blueprint, Response
from sqlalchemy import Row

from responses_service.record.handlers import reading
from responses_service.shared.respondent import respondent

LINES = 500


def blueprint(database: Database) -> Blueprint:
    routes = Blueprint("records", __name__, url_prefix="/api/v1")

    @routes.get("/records")
    @requires("records.read")
    def stream() -> Response:
        lines = map(line_of, reading.stream(database, principal()))
        return Response(_together(lines), mimetype="application/x-ndjson")

    return routes


def _together(lines: Iterator[bytes]) -> Iterator[bytes]:
    """What the server sends at a time costs more than a line."""
    while some := b"".join(islice(lines, LINES)):
        yield some


def line_of(row: Row[Any]) -> bytes:
    """One answer of the record, as JSON."""
    body = {
        "response_id": row.response_id,
        "survey_id": row.survey_id,
        "tenant_id": row.tenant_id,
        "instrument": row.instrument,
        "period": row.period,
        "form_version_id": row.form_version_id,
        "state": row.state,
        "answers": orjson.Fragment(row.answers),
        "service": row.service,
        "mode": row.mode,
        "flagged": row.flagged,
        "token": row.token,
        "respondent": respondent(row.language, row.answered_at, orjson.Fragment(row.profile)),
        "source": {"partition": row.source_partition, "offset": row.source_offset},
    }
    return orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE)
