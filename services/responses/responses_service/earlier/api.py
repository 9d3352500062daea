"""Import of earlier answers over the API, in one call."""

import orjson
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.import_pages import allow_files, field_fault, said, sent_file
from chassis.problems import Invalid, invalid
from chassis.web import json_response
from flask import Blueprint, Response, request

from responses_service.earlier.handlers import import_answers, read_sheet, target_of, wish_in
from responses_service.earlier.rules import matched
from responses_service.shared.context import Context

API = "/api/v1/answer-imports"


def blueprint(context: Context, database: Database) -> Blueprint:
    routes = Blueprint("answer_imports_api", __name__)
    routes.url_value_preprocessor(allow_files)

    @routes.post(API)
    @requires("answers.import")
    def send() -> Response:
        """A form: file, unit, instrument, period, perhaps mapping (JSON: target by column) and
        dry_run=true, which stores nothing and lists every fault."""
        target = target_of(database, context.projection, principal(), wish_in(request.form))
        sheet = read_sheet(sent_file()[1], target.names)
        dry = request.form.get("dry_run") == "true"
        mapping = _given_mapping() or matched(sheet.heading, target.names)
        outcome = import_answers(
            database, context, principal(), sheet, target, mapping, store=not dry
        )
        if outcome.faults and not dry:
            raise Invalid(faults=[field_fault(fault) for fault in outcome.faults])
        counts = {name: getattr(outcome, name) for name in ("new", "unchanged", "faulty")}
        faults = [said(fault) for fault in outcome.faults]
        return json_response({"dry_run": dry, "mapping": mapping, **counts, "faults": faults})

    return routes


def _given_mapping() -> dict[str, str]:
    raw = request.form.get("mapping", "")
    try:
        found = orjson.loads(raw) if raw else {}
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise invalid("mapping", 'must be a JSON object such as {"Q1": "informasi"}')
    return found
