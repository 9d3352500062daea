"""JSON of follow-ups: lists, one, the opening of one and its steps."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import invalid
from chassis.reading import read_uuid
from chassis.requests import as_uuid, json_body, page_limit
from chassis.tenant_tree import is_practice
from chassis.web import json_response
from flask import Blueprint, Response, request
from sqlalchemy import Row

from reporting_service.follow_ups.handlers import moving
from reporting_service.follow_ups.handlers.files import allow_files, as_download, sent_file
from reporting_service.follow_ups.handlers.opening import open_one
from reporting_service.follow_ups.handlers.reading import file_of, page_of, told
from reporting_service.follow_ups.handlers.words import saying
from reporting_service.follow_ups.rules.reports import FILTERS, FIRST, report

ONE = "/<follow_up_id>"


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("follow_ups_api", __name__, url_prefix="/api/v1/follow-ups")
    api.url_value_preprocessor(allow_files)
    _add_reading(api, database)
    _add_steps(api, database)
    return api


def _add_reading(api: Blueprint, database: Database) -> None:
    @api.get("")
    @requires("follow_ups.read")
    def listed() -> Response:
        limit = page_limit()
        wanted = {name: request.args.get(name) for name in FILTERS}
        after, tenant = _id("after") or FIRST, _id("tenant")
        rows = page_of(database, principal(), after, limit, {**wanted, "tenant_id": tenant})
        items = [_about(row, unit) for row, unit in rows]
        full = len(items) == limit
        following = items[-1]["follow_up_id"] if full else None
        return json_response({"items": items, "next": following})

    @api.get(ONE)
    @requires("follow_ups.read")
    def one(follow_up_id: str) -> Response:
        return _one(database, as_uuid(follow_up_id))

    @api.get(f"{ONE}/evidence/<file_id>")
    @requires("follow_ups.read")
    def evidence(follow_up_id: str, file_id: str) -> Response:
        key, file = as_uuid(follow_up_id), as_uuid(file_id)
        return as_download(file_of(database, principal(), key, file))


def _add_steps(api: Blueprint, database: Database) -> None:
    @api.post("")
    @requires("follow_ups.write")
    def create() -> Response:
        body = json_body()
        unit = body.get("unit")
        with saying():
            if not isinstance(unit, str):
                raise invalid("unit", "required")
            row = open_one(database, principal(), unit, body)
        return _one(database, str(row.follow_up_id), 201)

    @api.post(f"{ONE}/approve")
    @requires("follow_ups.approve")
    def approve(follow_up_id: str) -> Response:
        key = as_uuid(follow_up_id)
        moving.approve(database, principal(), key)
        return _one(database, key)

    @api.post(f"{ONE}/evidence")
    @requires("follow_ups.write")
    def attach_by_api(follow_up_id: str) -> Response:
        key = as_uuid(follow_up_id)
        with saying():
            _, file_id = moving.attach(database, principal(), key, *sent_file())
        return json_response({"file_id": file_id}, 201)

    @api.post(f"{ONE}/finish")
    @requires("follow_ups.write")
    def finish(follow_up_id: str) -> Response:
        key = as_uuid(follow_up_id)
        with saying():
            moving.finish(database, principal(), key)
        return _one(database, key)

    @api.post(f"{ONE}/withdraw")
    @requires("follow_ups.write")
    def withdraw(follow_up_id: str) -> Response:
        key, body = as_uuid(follow_up_id), json_body()
        with saying():
            moving.withdraw(database, principal(), key, body.get("reason"))
        return _one(database, key)


def _one(database: Database, key: str, status: int = 200) -> Response:
    found = told(database, principal(), key)
    return json_response(
        {
            **_about(found.row, found.unit),
            "history": [
                {
                    "number": each.number,
                    "step": each.step,
                    "name": each.name,
                    "role": each.role,
                    "note": each.note,
                    "at": each.at.isoformat(),
                }
                for each in reversed(found.history)
            ],
            "evidence": [
                {
                    "file_id": str(each.file_id),
                    "name": each.name,
                    "kind": each.kind,
                    "bytes": each.bytes,
                    "at": each.at.isoformat(),
                }
                for each in found.files
            ],
        },
        status,
    )


def _about(row: Row[Any], unit: dict[str, Any]) -> dict[str, Any]:
    return {**report(row), "code": unit["code"], "practice": is_practice(unit)}


def _id(name: str) -> str | None:
    given = request.args.get(name)
    if given is None:
        return None
    found = read_uuid(given)
    if found is None:
        raise invalid(name, "must be an id (UUID) as the lists of this API show it")
    return found
