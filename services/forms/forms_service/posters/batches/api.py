"""JSON: posters of a whole unit or kanwil, and their files."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.fields import Fields
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response

from forms_service.config import FormsSettings
from forms_service.posters.batches import handlers
from forms_service.posters.handlers.asking import read_wish
from forms_service.posters.handlers.making import our_reaches
from forms_service.shared.events import as_state
from forms_service.shared.files import pdf_response


def blueprint(database: Database, settings: FormsSettings) -> Blueprint:
    posters = Blueprint("poster_batches_api", __name__, url_prefix="/api/v1")
    reached = our_reaches(settings)

    @posters.post("/posters")
    @requires("points.read")
    def ask() -> Response:
        body = json_body()
        fields = Fields(body, ("tenant", "format", "distance", "language", "guide"))
        tenant_id = fields.id("tenant")
        fields.done()
        wish = read_wish({name: str(value) for name, value in body.items()}, reached)
        return json_response(handlers.ask_batch(database, principal(), tenant_id, wish), 202)

    @posters.get("/posters/<batch_id>")
    @requires("points.read")
    def batch(batch_id: str) -> Response:
        with database.scope(principal().scope) as connection:
            row, files = handlers.found(connection, as_uuid(batch_id))
        return json_response({**as_state(row), "files": [dict(each._mapping) for each in files]})

    @posters.get("/posters/<batch_id>/<int:part>.pdf")
    @requires("points.read")
    def file(batch_id: str, part: int) -> Response:
        with database.scope(principal().scope) as connection:
            pdf = handlers.file(connection, as_uuid(batch_id), part)
        return pdf_response(pdf, f"poster-{part}.pdf")

    return posters
