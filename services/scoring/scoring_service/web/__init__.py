"""The web process of scoring: scores of the caller's scope, the import of what was published before
Suara, and the sample size for anybody."""

from functools import partial

from chassis import import_pages
from chassis.auth import principal, public, requires
from chassis.config import read_settings
from chassis.database import Database
from chassis.imports import Kind
from chassis.requests import as_uuid, page_limit, whole_argument
from chassis.tenant_tree import is_practice
from chassis.tenants import tenant
from chassis.web import create_app, json_response
from contracts.enough import MINIMUM
from flask import Blueprint, Flask, Response, request

from scoring_service.config import ScoringSettings
from scoring_service.domain.sampling import MOST_RECIPIENTS, target
from scoring_service.handlers import historic
from scoring_service.handlers.readings import Readings
from scoring_service.handlers.words import reason
from scoring_service.store import scores

FIRST = "00000000-0000-0000-0000-000000000000"


def create() -> Flask:
    settings = read_settings(ScoringSettings)
    database = Database(settings.database_web_url)
    blueprints = [blueprint(database), imports(database)]
    # It shows no page; what is wrong with a file is said in words.
    return create_app("scoring", settings, blueprints, pages="scoring_service")


def imports(database: Database) -> Blueprint:
    run = partial(historic.import_historic, database)
    kind = Kind("historic", "hasil-lama", "historic.write", historic.COLUMNS, run)
    return import_pages.for_programs([kind])


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    readings = Readings(database)

    @api.get("/scores")
    @requires("results.read")
    def list_scores() -> Response:
        limit = page_limit()
        filters = {name: request.args.get(name) for name in ("tenant", "instrument", "period")}
        filters["after"] = as_uuid(request.args.get("after", FIRST))
        with database.scope(principal().scope) as connection:
            own = tenant(connection, principal().tenant_id)
            practice = own is not None and is_practice(own)
            rows = scores.listed(connection, filters, limit, practice=practice)
        readings.note(principal(), rows)
        items = [
            {
                "tenant": str(row.tenant_id),
                "tenant_code": row.code,
                "practice": row.practice,
                **row.state,
            }
            for row in rows
        ]
        following = items[-1]["survey_id"] if len(items) == limit else None
        return json_response({"items": items, "next": following})

    @api.get("/sample-size")
    @public
    def sample_size() -> Response:
        found = target(whole_argument("population", 0, MOST_RECIPIENTS), MINIMUM)
        return json_response(
            {
                "population": found.population,
                "target": found.target,
                "rule": found.rule,
                "reason": reason(found),
            }
        )

    return api
