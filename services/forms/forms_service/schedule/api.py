"""JSON: the national schedule."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response

from forms_service.schedule import handlers


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("schedule_api", __name__, url_prefix="/api/v1")

    @api.get("/schedules")
    @requires("units.read")
    def list_schedules() -> Response:
        with database.scope(principal().scope) as connection:
            found = handlers.schedules(connection)
        plain = ("schedule_id", "tenant_id")
        items = [{**each, **{name: str(each[name]) for name in plain}} for each in found]
        return json_response({"items": items, "next": None})

    @api.put("/schedules/<schedule_id>")
    @requires("schedule.write")
    def change_schedule(schedule_id: str) -> Response:
        key = as_uuid(schedule_id)
        return json_response(handlers.change_schedule(database, principal(), key, json_body()))

    return api
