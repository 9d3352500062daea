"""The web process of responses: answering pages and the intake."""

from chassis import pages
from chassis.config import read_settings
from chassis.database import Database
from chassis.problems import Problem
from chassis.web import create_app
from flask import Flask, Response, request

from responses_service.answering.pages import codes, form, preview
from responses_service.assisted import api as assisted_api
from responses_service.assisted import pages as assisted
from responses_service.config import ResponsesSettings
from responses_service.earlier import api as earlier_api
from responses_service.earlier import pages as earlier
from responses_service.exclusions import api as exclusions_api
from responses_service.exclusions import pages as exclusions
from responses_service.exports import api as exports_api
from responses_service.exports import pages as exports
from responses_service.intake import api as intake_api
from responses_service.intake.handlers.limiting import Limits
from responses_service.kiosks import api as kiosks_api
from responses_service.kiosks.pages import desk, device
from responses_service.paper import api as paper_api
from responses_service.paper import pages as paper
from responses_service.paper.entry import pages as paper_entry
from responses_service.paper.entry.images import api as paper_images_api
from responses_service.receipts import api as receipts_api
from responses_service.receipts import pages as receipts
from responses_service.record import api as record_api
from responses_service.retention import api as retention_api
from responses_service.retention import pages as retention
from responses_service.shared import hub
from responses_service.shared.addresses import HUB
from responses_service.shared.context import Context, Keys
from responses_service.shared.projecting import Projecting
from responses_service.shared.publishing import Publisher
from responses_service.tokens import api as tokens_api
from responses_service.tokens import pages as tokens
from responses_service.visits import api as visits_api
from responses_service.visits.handlers.counting import Visits


def create() -> Flask:
    settings = read_settings(ResponsesSettings)
    database = Database(settings.database_web_url)
    projecting = Projecting(settings)
    publisher = Publisher(settings.kafka_bootstrap, settings.kafka_topic_prefix)
    keys = Keys(
        settings.key("receipt_key"),
        settings.key("text_master_key"),
        settings.key("contact_master_key"),
        settings.key("issued_key"),
    )
    context = Context(projecting.projection, publisher, keys, projecting.ready)
    limits = Limits()
    return create_app(
        "responses",
        settings,
        [
            intake_api.blueprint(context, limits),
            visits_api.blueprint(context, Visits(publisher.offer).start()),
            form.blueprint(context, limits),
            codes.blueprint(context, settings),
            preview.blueprint(),
            receipts_api.blueprint(context, database),
            receipts.blueprint(context, database),
            record_api.blueprint(database),
            hub.blueprint(),
            assisted_api.blueprint(context, limits, database),
            assisted.blueprint(context, limits, database),
            device.blueprint(context, limits, database),
            desk.blueprint(context, database, settings.suara_base_url),
            kiosks_api.blueprint(context, database, settings.suara_base_url),
            tokens_api.blueprint(context, database),
            tokens.blueprint(context, database, settings.suara_base_url),
            exclusions_api.blueprint(database, keys.receipt),
            exclusions.blueprint(database, keys.receipt),
            retention_api.blueprint(context, database),
            retention.blueprint(context, database),
            exports_api.blueprint(context, database),
            exports.blueprint(context, database),
            earlier_api.blueprint(context, database),
            earlier.blueprint(context, database),
            paper_api.blueprint(context, database),
            paper.blueprint(context, database, settings.suara_base_url),
            paper_entry.blueprint(context, database),
            paper_images_api.blueprint(context, database),
        ],
        ready=projecting.healthy,
        pages="responses_service",
        cookieless=("/s", "/Q/", "/q/", assisted.FORM),
        error_page=error_page,
    )


def error_page(problem: Problem, reference: str) -> Response | str:
    """Of the staff below /jawaban, of the public elsewhere."""
    if request.path.startswith(HUB):
        return pages.error_page(problem, reference)
    return form.error_page(problem, reference)
