"""The web process of responses: answering pages and the intake."""

from chassis import pages as staff_pages
from chassis.config import read_settings
from chassis.database import Database
from chassis.problems import Problem
from chassis.web import create_app
from flask import Flask, Response, request

from responses_service.answering.pages import codes, preview
from responses_service.answering.pages import form as pages
from responses_service.assisted import pages as assisted
from responses_service.config import ResponsesSettings
from responses_service.earlier import pages as answer_imports
from responses_service.exclusions import pages as exclusions
from responses_service.exports import api as exports
from responses_service.exports import pages as export_pages
from responses_service.intake import api
from responses_service.intake.handlers.limiting import Limits
from responses_service.intake.handlers.taking import Intake, Keys
from responses_service.kiosks import api as kiosks_api
from responses_service.kiosks.pages import desk as kiosk_desk
from responses_service.kiosks.pages import device as kiosk
from responses_service.paper import pages as paper
from responses_service.paper.entry import pages as paper_entry
from responses_service.paper.images import pages as paper_images
from responses_service.receipts import api as receipts
from responses_service.receipts import pages as written
from responses_service.record import api as records
from responses_service.retention import pages as retention
from responses_service.shared import hub
from responses_service.shared.projecting import Projecting
from responses_service.shared.publishing import Publisher
from responses_service.tokens import pages as tokens
from responses_service.visits import api as visits
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
    intake = Intake(projecting.projection, publisher, keys)
    intake.ready = projecting.ready
    limits = Limits()
    return create_app(
        "responses",
        settings,
        [
            api.blueprint(intake, limits),
            receipts.blueprint(intake, database),
            written.blueprint(intake, database),
            pages.blueprint(intake, limits),
            codes.blueprint(intake, settings),
            preview.blueprint(),
            records.blueprint(database),
            visits.blueprint(intake, Visits(publisher.offer).start()),
            hub.blueprint(),
            assisted.blueprint(intake, limits, database),
            kiosk.blueprint(intake, limits, database),
            kiosk_desk.blueprint(intake, database, settings.suara_base_url),
            kiosks_api.blueprint(intake, database, settings.suara_base_url),
            exclusions.blueprint(database, keys.receipt),
            tokens.blueprint(intake, database, settings.suara_base_url),
            retention.blueprint(intake, database),
            exports.blueprint(intake, database),
            export_pages.blueprint(intake, database),
            answer_imports.blueprint(intake, database),
            paper.blueprint(intake, database, settings.suara_base_url),
            paper_entry.blueprint(intake, database),
            paper_images.blueprint(intake, database),
        ],
        ready=projecting.healthy,
        pages="responses_service",
        cookieless=("/s", "/Q/", "/q/", assisted.FORM),
        error_page=error_page,
    )


def error_page(problem: Problem, reference: str) -> Response | str:
    """Of the staff below /jawaban, of the public elsewhere."""
    if request.path.startswith(hub.PATH):
        return staff_pages.error_page(problem, reference)
    return pages.error_page(problem, reference)
