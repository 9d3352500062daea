"""The record for the rebuild of scores; each access stands in the audit trail."""

from collections.abc import Iterator

import orjson
from chassis.audit import audit
from chassis.auth import Principal, principal, requires
from chassis.database import Database
from chassis.outbox import add_events
from flask import Blueprint, Response

from responses_service.record.store import records


def blueprint(database: Database) -> Blueprint:
    routes = Blueprint("records", __name__, url_prefix="/api/v1")

    @routes.get("/records")
    @requires("records.read")
    def stream() -> Response:
        person = principal()
        with database.scope(person.scope) as connection:
            entry = audit(person, "responses.record.read", person.tenant_id, person.tenant_id)
            add_events(connection, [entry])
        return Response(_lines(database, person), mimetype="application/x-ndjson")

    return routes


def _lines(database: Database, person: Principal) -> Iterator[bytes]:
    with database.scope(person.scope) as connection:
        for row in records.stream(connection):
            body = {
                "response_id": str(row.response_id),
                "survey_id": str(row.survey_id),
                "tenant_id": str(row.tenant_id),
                "instrument": row.instrument,
                "period": row.period,
                "form_version_id": str(row.form_version_id),
                "state": row.state,
                "answers": row.answers,
                "service": row.service,
                "mode": row.mode,
                "flagged": row.flagged,
                "token": row.token,
                "source": {"partition": row.source_partition, "offset": row.source_offset},
            }
            yield orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE)
