"""The retention schedule over the API."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import json_body
from chassis.web import json_response
from flask import Blueprint, Response

from responses_service.retention import handlers
from responses_service.retention.rules import Key
from responses_service.shared.context import Context

API = "/api/v1/retention"


def blueprint(context: Context, database: Database) -> Blueprint:
    routes = Blueprint("retention_api", __name__)

    @routes.get(API)
    @requires("retention.read")
    def schedule() -> Response:
        instruments = context.projection.instruments()
        rules, runs, last = handlers.schedule(database, principal(), instruments)
        return json_response(
            {
                "rules": [
                    {"instrument": name, "kind": kind, "months": months}
                    for (name, kind), months in rules.items()
                ],
                "last_run": last,
                "runs": [{**run._mapping} for run in runs],
            }
        )

    @routes.put(API)
    @requires("retention.write")
    def change() -> Response:
        body = json_body()
        given = body["rules"] if isinstance(body.get("rules"), list) else []
        wish: dict[Key, Any] = {
            (str(each.get("instrument", "")), str(each.get("kind", ""))): each.get("months")
            for each in given
            if isinstance(each, dict)
        }
        instruments = context.projection.instruments()
        changed = handlers.change(database, principal(), instruments, wish)
        return json_response({"changed": changed})

    return routes
