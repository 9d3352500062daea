"""JSON: drafts of form versions, their review and their publication. The revision of a draft is its
ETag; every change names the one it was made on in `If-Match`."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.fields import Fields
from chassis.problems import invalid
from chassis.reading import read_whole
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response, request
from sqlalchemy import Row

from forms_service.authoring.drafts.rules import STATES
from forms_service.authoring.handlers import drafts as authoring
from forms_service.authoring.handlers.checking import faults_of
from forms_service.authoring.handlers.drafts import MOST_REVISIONS
from forms_service.authoring.publication import handlers as publishing
from forms_service.authoring.review import handlers as reviewing
from forms_service.authoring.rules.limits import LARGEST_BODY
from forms_service.shared.events import as_state
from forms_service.shared.lists import after_id, listed
from forms_service.shared.offices import is_ministry


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("drafts", __name__, url_prefix="/api/v1/drafts")
    _add_writing(api, database)
    _add_steps(api, database)
    return api


def _add_writing(api: Blueprint, database: Database) -> None:
    @api.get("")
    @requires("instruments.write", "instruments.review")
    def list_drafts() -> Response:
        after, state = after_id(), request.args.get("state")
        if state not in (None, *STATES):
            raise invalid("state", f"must be one of {', '.join(STATES)}")
        return listed(
            database,
            lambda connection, limit: authoring.listed(connection, after, limit, state),
            "draft_id",
        )

    @api.post("")
    @requires("instruments.write")
    def create_draft() -> Response:
        return _shown(authoring.create_draft(database, principal(), json_body(LARGEST_BODY)), 201)

    @api.get("/<draft_id>")
    @requires("instruments.write", "instruments.review")
    def one_draft(draft_id: str) -> Response:
        with database.scope(principal().scope) as connection:
            row = authoring.found(connection, as_uuid(draft_id))
            national = is_ministry(authoring.tenant_of(connection, row))
            found = faults_of(connection, row, national=national)
        faults = [{"path": fault.path, "problem": fault.problem} for fault in found]
        return _shown(row, 200, faults=faults)

    @api.put("/<draft_id>")
    @requires("instruments.write")
    def save_draft(draft_id: str) -> Response:
        key, definition = as_uuid(draft_id), json_body(LARGEST_BODY)
        saved = authoring.save_draft(database, principal(), key, revision(), definition)
        return _shown(saved)

    @api.delete("/<draft_id>")
    @requires("instruments.write")
    def drop_draft(draft_id: str) -> Response:
        return _shown(authoring.drop_draft(database, principal(), as_uuid(draft_id), revision()))


def _add_steps(api: Blueprint, database: Database) -> None:
    @api.post("/<draft_id>/submit")
    @requires("instruments.write")
    def submit(draft_id: str) -> Response:
        return _shown(reviewing.submit(database, principal(), as_uuid(draft_id), revision()))

    @api.post("/<draft_id>/approve")
    @requires("instruments.review")
    def approve(draft_id: str) -> Response:
        """`{"same_meaning": true}` where questions were corrected since the version before."""
        body = json_body() if request.content_length else {}
        fields = Fields(body, ("same_meaning",))
        fields.done()
        same = body.get("same_meaning") is True
        key = as_uuid(draft_id)
        return _shown(reviewing.approve(database, principal(), key, revision(), same_meaning=same))

    @api.post("/<draft_id>/return")
    @requires("instruments.review")
    def send_back(draft_id: str) -> Response:
        key, body = as_uuid(draft_id), json_body()
        return _shown(reviewing.send_back(database, principal(), key, revision(), body))

    @api.post("/<draft_id>/publish")
    @requires("instruments.write", "instruments.review")
    def publish(draft_id: str) -> Response:
        body = json_body() if request.content_length else {}
        state = publishing.publish(database, principal(), as_uuid(draft_id), revision(), body)
        return json_response(state, 201)


def revision() -> int:
    """The number in `If-Match: "3"`; 0, which no draft has, when there is none: a foreign id is not
    found whatever the header, and an own one answers with the present revision."""
    given = request.headers.get("If-Match", "").strip().strip('"') or "0"
    number = read_whole(given, 0, MOST_REVISIONS)
    if number is None:
        raise invalid("If-Match", "must be the ETag of the draft as you read it")
    return number


def _shown(row: Row[Any], status: int = 200, **more: Any) -> Response:
    headers = {"ETag": f'"{row.revision}"'}
    return json_response({**as_state(row), **more}, status, headers)
