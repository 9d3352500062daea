"""JSON: the national schedule, openings of a period, and the kinds of service of a unit."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response

from forms_service.schedule import handlers as schedules
from forms_service.schedule import store
from forms_service.services import handlers as services
from forms_service.shared.lists import id_argument


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("schedule_api", __name__, url_prefix="/api/v1")
    _add_schedules(api, database)
    _add_services(api, database)
    return api


def _add_schedules(api: Blueprint, database: Database) -> None:
    @api.get("/schedules")
    @requires("units.read")
    def list_schedules() -> Response:
        with database.scope(principal().scope) as connection:
            found = store.schedules(connection)
        plain = ("schedule_id", "tenant_id")
        items = [{**each, **{name: str(each[name]) for name in plain}} for each in found]
        return json_response({"items": items, "next": None})

    @api.put("/schedules/<schedule_id>")
    @requires("schedule.write")
    def change_schedule(schedule_id: str) -> Response:
        key = as_uuid(schedule_id)
        return json_response(schedules.change_schedule(database, principal(), key, json_body()))

    @api.post("/surveys/openings")
    @requires("schedule.write")
    def ask_opening() -> Response:
        return json_response(schedules.ask_opening(database, principal(), json_body()), 202)

    @api.get("/surveys/openings/<opening_id>")
    @requires("schedule.write")
    def one_opening(opening_id: str) -> Response:
        return json_response(schedules.find_opening(database, principal(), as_uuid(opening_id)))


def _add_services(api: Blueprint, database: Database) -> None:
    @api.get("/services")
    @requires("units.read")
    def list_services() -> Response:
        """Of `tenant`, or of the caller's own unit."""
        tenant = id_argument("tenant") or principal().tenant_id
        items = services.list_services(database, principal(), tenant)
        return json_response({"items": items, "next": None})

    @api.post("/services")
    @requires("populations.write")
    def add_service() -> Response:
        return json_response(services.add_service(database, principal(), json_body()), 201)

    @api.patch("/services/<service_id>")
    @requires("populations.write")
    def change_service(service_id: str) -> Response:
        key = as_uuid(service_id)
        return json_response(services.change_service(database, principal(), key, json_body()))
