"""The web process of responses: answering pages and the intake."""

from chassis.config import read_settings
from chassis.database import Database
from chassis.web import create_app
from flask import Flask

from responses_service.config import ResponsesSettings
from responses_service.handlers.intake import Intake, Keys
from responses_service.handlers.projecting import Projecting
from responses_service.handlers.publishing import Publisher
from responses_service.handlers.visits import Visits
from responses_service.web import api, codes, pages, preview, records, visits


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
    return create_app(
        "responses",
        settings,
        [
            api.blueprint(intake, database),
            pages.blueprint(intake, settings.suara_base_url),
            codes.blueprint(intake, settings),
            preview.blueprint(),
            records.blueprint(database),
            visits.blueprint(intake, Visits(publisher.offer).start()),
        ],
        ready=projecting.ready,
        error_page=pages.error_page,
    )
