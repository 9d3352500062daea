"""The JSON intake: form and submission."""

from chassis import clock
from chassis.auth import public
from chassis.requests import json_body
from chassis.web import json_response
from contracts.typed_code import normalise
from flask import Blueprint, Response, request

from responses_service.intake.handlers.at_point import etag, forms_at
from responses_service.intake.handlers.limiting import Limits
from responses_service.intake.handlers.sender import arrival_at
from responses_service.intake.handlers.taking import submit
from responses_service.intake.rules import LARGEST_BODY
from responses_service.shared.context import Context
from responses_service.shared.issued import issue
from responses_service.visits.handlers import telling


def blueprint(context: Context, limits: Limits) -> Blueprint:
    api = Blueprint("api", __name__, url_prefix="/api/v1")

    @api.get("/forms/<code>")
    @public
    def form(code: str) -> Response:
        found = forms_at(context, normalise(code))
        tag = etag(found)
        if tag in request.if_none_match:
            return Response(status=304, headers={"ETag": f'"{tag}"'})
        body = {**found, "issued": issue(context.keys.issued, clock.now())}
        return json_response(body, headers={"ETag": f'"{tag}"', "Cache-Control": "no-cache"})

    @api.post("/responses")
    @public
    def send() -> Response:
        body = json_body(LARGEST_BODY)
        point = context.projection.point(normalise(str(body.get("code", ""))))
        arrival = arrival_at(limits, context.projection, point, body)
        receipt = submit(context, body, arrival)
        telling.finished(body)
        return json_response({"response_id": body["response_id"], "receipt": receipt}, 202)

    return api
