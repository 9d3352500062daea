"""JSON: tenants, people, grants, API clients and the audit trail of the caller's scope."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import NotFound, invalid
from chassis.requests import as_uuid, json_body, page, page_limit, whole_argument
from chassis.tenants import tenant
from chassis.web import json_response
from flask import Blueprint, Response, request
from sqlalchemy import Row

from identity_service.handlers import clients as client_handlers
from identity_service.handlers import grants as grant_handlers
from identity_service.handlers import people as handlers
from identity_service.store import audit, clients, grants, people, tenants

NEWEST = 10**18 - 1


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    _add_tenants(api, database)
    _add_people(api, database)
    _add_grants(api, database)
    _add_clients(api, database)
    _add_audit(api, database)
    return api


def _add_tenants(api: Blueprint, database: Database) -> None:
    @api.get("/tenants")
    @requires("tenants.read")
    def list_tenants() -> Response:
        limit = page_limit()
        with database.scope(principal().scope) as connection:
            found = tenants.tenants(connection, _after(), limit)
        return json_response(page(found, limit, "code"))

    @api.get("/tenants/<tenant_id>")
    @requires("tenants.read")
    def one_tenant(tenant_id: str) -> Response:
        with database.scope(principal().scope) as connection:
            found = tenant(connection, as_uuid(tenant_id))
        if found is None:
            raise NotFound
        return json_response(found)


def _add_people(api: Blueprint, database: Database) -> None:
    @api.get("/people")
    @requires("people.write")
    def list_people() -> Response:
        limit = page_limit()
        with database.scope(principal().scope) as connection:
            found = _dicts(people.people(connection, _after(), limit))
        return json_response(page(found, limit, "username"))

    @api.post("/people")
    @requires("people.write")
    def add_person() -> Response:
        return json_response(handlers.add_person(database, principal(), json_body()), 201)

    @api.post("/people/<person_id>/revoke")
    @requires("people.write")
    def revoke(person_id: str) -> Response:
        handlers.revoke_person(database, principal(), as_uuid(person_id))
        return json_response({"status": "revoked"})

    @api.post("/people/<person_id>/restore")
    @requires("people.write")
    def restore(person_id: str) -> Response:
        handlers.bring_back(database, principal(), as_uuid(person_id))
        return json_response({"status": "active"})


def _add_grants(api: Blueprint, database: Database) -> None:
    @api.get("/people/<person_id>/grants")
    @requires("people.write")
    def list_grants(person_id: str) -> Response:
        wanted = as_uuid(person_id)
        with database.scope(principal().scope) as connection:
            found = _dicts(grants.grants(connection, wanted))
            if not found and people.person(connection, wanted) is None:
                raise NotFound
        return json_response({"items": found, "next": None})

    @api.post("/people/<person_id>/grants")
    @requires("people.write")
    def add_grant(person_id: str) -> Response:
        made = grant_handlers.add_grant(database, principal(), as_uuid(person_id), json_body())
        return json_response(made, 201)

    @api.post("/people/<person_id>/grants/<grant_id>/end")
    @requires("people.write")
    def end_grant(person_id: str, grant_id: str) -> Response:
        by, person, grant = principal(), as_uuid(person_id), as_uuid(grant_id)
        grant_handlers.end_grant(database, by, person, grant)
        return json_response({"status": "ended"})


def _add_clients(api: Blueprint, database: Database) -> None:
    @api.get("/clients")
    @requires("clients.write")
    def list_clients() -> Response:
        limit = page_limit()
        with database.scope(principal().scope) as connection:
            found = _dicts(clients.clients(connection, _after(), limit))
        return json_response(page(found, limit, "client_id"))

    @api.post("/clients")
    @requires("clients.write")
    def add_client() -> Response:
        return json_response(client_handlers.add_client(database, principal(), json_body()), 201)

    @api.post("/clients/<client_id>/revoke")
    @requires("clients.write")
    def revoke_client(client_id: str) -> Response:
        if not client_id.isprintable():
            raise NotFound
        client_handlers.revoke_client(database, principal(), client_id)
        return json_response({"status": "revoked"})


def _add_audit(api: Blueprint, database: Database) -> None:
    @api.get("/audit")
    @requires("audit.read")
    def entries() -> Response:
        after, limit = whole_argument("after", 0, NEWEST, NEWEST), page_limit()
        with database.scope(principal().scope) as connection:
            found = _dicts(audit.entries(connection, after, limit))
        return json_response(page(found, limit, "number"))


def _after() -> str:
    """The key of the last item of the page before."""
    after = request.args.get("after", "")
    if not after.isprintable():
        raise invalid("after", "must be the `next` of the page before")
    return after


def _dicts(rows: list[Row[Any]]) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in rows]
