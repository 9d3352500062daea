"""Files of answers over the API: CSV as a stream, the others from the worker."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response, request

from responses_service.exports.formats.csv_file import chunks, codebook_csv
from responses_service.exports.handlers import asking
from responses_service.exports.rules.plan import READS, FilePlan
from responses_service.exports.rules.variables import codebook
from responses_service.shared.addresses import EXPORTS_API
from responses_service.shared.context import Context

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sav": "application/x-spss-sav",
    "parquet": "application/vnd.apache.parquet",
}


def blueprint(context: Context, database: Database) -> Blueprint:
    routes = Blueprint("exports", __name__, url_prefix=EXPORTS_API)
    _add_streams(routes, context, database)
    _add_files(routes, context, database)
    return routes


def _add_streams(routes: Blueprint, context: Context, database: Database) -> None:
    def plan(survey_id: str) -> FilePlan:
        wish = {"survey": as_uuid(survey_id), "kind": request.args.get("kind")}
        return asking.planned(database, context.projection, principal(), wish)

    @routes.get("/<survey_id>.csv")
    @requires(*READS)
    def stream(survey_id: str) -> Response:
        found, by = plan(survey_id), principal()
        rows = asking.stream(database, by, found, context.keys.receipt, context.keys.text)
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
        about = {name: getattr(found, name) for name in ("instrument", "period", "kind", "since")}
        return json_response({**about, "items": list(codebook(found.variables))})


def _add_files(routes: Blueprint, context: Context, database: Database) -> None:
    @routes.post("")
    @requires(*READS)
    def ask() -> Response:
        export_id = asking.ask(database, context.projection, principal(), json_body())
        return json_response(asking.as_state(asking.one(database, principal(), export_id)), 202)

    @routes.get("")
    @requires(*READS)
    def mine() -> Response:
        found = asking.mine(database, principal())
        return json_response({"items": [asking.as_state(row) for row in found]})

    @routes.get("/<export_id>")
    @requires(*READS)
    def one(export_id: str) -> Response:
        return json_response(asking.as_state(asking.one(database, principal(), as_uuid(export_id))))

    @routes.get("/<export_id>/file")
    @requires(*READS)
    def file(export_id: str) -> Response:
        identifier = as_uuid(export_id)
        found = asking.opened(database, principal(), identifier)
        data = asking.parts(database, principal(), identifier)
        answer = _download(data, found.name, TYPES[found.format])
        answer.content_length = found.size
        return answer


def _download(data: Any, name: str, content_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, headers=headers, content_type=content_type)
