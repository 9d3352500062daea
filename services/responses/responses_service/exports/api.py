"""Files of answers over the API: CSV as a stream, the others from the background process."""

from datetime import timedelta
from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import NotFound
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response, request
from sqlalchemy import Row

from responses_service.exports.formats.csv_file import chunks, codebook_csv
from responses_service.exports.handlers import asking as handlers
from responses_service.exports.rules.plan import PERMISSION, Plan
from responses_service.exports.rules.variables import codebook
from responses_service.exports.store import files as exports
from responses_service.intake.handlers.taking import Intake

API = "/api/v1/exports"
READS = tuple(sorted(set(PERMISSION.values())))
LAST = 50
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sav": "application/x-spss-sav",
    "parquet": "application/vnd.apache.parquet",
}
KEPT = timedelta(days=exports.KEEP_DAYS)


def blueprint(intake: Intake, database: Database) -> Blueprint:
    routes = Blueprint("exports", __name__, url_prefix=API)
    _add_streams(routes, intake, database)
    _add_files(routes, intake, database)
    return routes


def _add_streams(routes: Blueprint, intake: Intake, database: Database) -> None:
    def plan(survey_id: str) -> Plan:
        wish = {"survey": as_uuid(survey_id), "kind": request.args.get("kind")}
        return handlers.planned(database, intake.projection, principal(), wish)

    @routes.get("/<survey_id>.csv")
    @requires(*READS)
    def stream(survey_id: str) -> Response:
        found, by = plan(survey_id), principal()
        with database.scope(by.scope) as connection:
            handlers.note(connection, by, found, "stream", "csv")
        rows = handlers.stream(database, by, found, intake.keys.receipt, intake.keys.text)
        names = [each.name for each in found.variables]
        return _download(chunks(names, rows), f"{found.file_name}.csv", TYPES["csv"])

    @routes.get("/<survey_id>/codebook.csv")
    @requires(*READS)
    def codebook_table(survey_id: str) -> Response:
        found = plan(survey_id)
        data = codebook_csv(found.variables)
        return _download([data], f"codebook-{found.file_name}.csv", TYPES["csv"])

    @routes.get("/<survey_id>/codebook.json")
    @requires(*READS)
    def codebook_json(survey_id: str) -> Response:
        found = plan(survey_id)
        about = {"instrument": found.instrument, "period": found.period, "kind": found.kind}
        return json_response({**about, "items": list(codebook(found.variables))})


def _add_files(routes: Blueprint, intake: Intake, database: Database) -> None:
    @routes.post("")
    @requires(*READS)
    def ask() -> Response:
        export_id = handlers.ask(database, intake.projection, principal(), json_body())
        return json_response(_one(database, export_id), 202)

    @routes.get("")
    @requires(*READS)
    def mine() -> Response:
        with database.scope(principal().scope) as connection:
            found = exports.of_person(connection, principal().subject, LAST)
        return json_response({"items": [as_state(row) for row in found]})

    @routes.get("/<export_id>")
    @requires(*READS)
    def one(export_id: str) -> Response:
        return json_response(_one(database, as_uuid(export_id)))

    @routes.get("/<export_id>/file")
    @requires(*READS)
    def file(export_id: str) -> Response:
        identifier = as_uuid(export_id)
        found = handlers.opened(database, principal(), identifier)
        data = handlers.parts(database, principal(), identifier)
        answer = _download(data, found.name, TYPES[found.format])
        answer.content_length = found.size
        return answer


def as_state(row: Row[Any]) -> dict[str, Any]:
    known = row._mapping
    return {
        **{name: known[name] for name in ("kind", "format", "name", "state", "total", "done")},
        "export_id": str(row.export_id),
        "size": row.size,
        "requested_at": row.requested_at.isoformat(),
        "kept_until": (row.requested_at + KEPT).isoformat(),
    }


def _one(database: Database, export_id: str) -> dict[str, Any]:
    with database.scope(principal().scope) as connection:
        found = exports.one(connection, export_id, principal().subject)
    if found is None:
        raise NotFound
    return as_state(found)


def _download(data: Any, name: str, content_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, headers=headers, content_type=content_type)
