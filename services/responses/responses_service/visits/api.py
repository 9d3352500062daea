"""What a page calls when somebody begins to answer, and then tells the counter."""

from typing import Any

from chassis.auth import public
from contracts.typed_code import normalise
from flask import Blueprint, Response

from responses_service.shared.context import Context
from responses_service.visits.handlers import telling
from responses_service.visits.handlers.counting import Visits


def blueprint(context: Context, visits: Visits) -> Blueprint:
    routes = Blueprint("visits", __name__)

    @routes.record_once
    def install(state: Any) -> None:
        telling.install(state.app, context, visits)

    @routes.post("/s/<code>/start")
    @public
    def start(code: str) -> Response:
        telling.begun(normalise(code))
        return Response(status=204)

    return routes
