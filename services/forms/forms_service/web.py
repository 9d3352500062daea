"""The web process of forms: its API and the pages under /kelola."""

from chassis.config import read_settings
from chassis.database import Database
from chassis.web import create_app
from flask import Flask

from forms_service.authoring.drafts import api as drafts
from forms_service.authoring.drafts import pages as authoring
from forms_service.authoring.items import pages as authoring_items
from forms_service.authoring.publication import pages as publications
from forms_service.authoring.review import pages as reviews
from forms_service.authoring.words import pages as authoring_texts
from forms_service.config import FormsSettings
from forms_service.imports import pages as imports
from forms_service.points import api as points
from forms_service.points import pages as point_pages
from forms_service.points.moves import pages as point_moves
from forms_service.populations.confirmations import pages as confirmations
from forms_service.populations.month import pages as month
from forms_service.populations.staff import pages as staff
from forms_service.posters import api as posters
from forms_service.posters import pages as poster_pages
from forms_service.recordings import pages as recordings
from forms_service.schedule import api as schedule_api
from forms_service.schedule import pages as schedules
from forms_service.services import pages as services
from forms_service.shared import invalid_words
from forms_service.surveys import api
from forms_service.surveys.early_closes import api as early_close_api
from forms_service.surveys.early_closes import pages as early_closes
from forms_service.visits.former import pages as former_hosts
from forms_service.visits.funnel import pages as funnel
from forms_service.xlsforms import pages as xlsforms

AUTHORING = (authoring, authoring_items, authoring_texts, publications, reviews)


def create() -> Flask:
    settings = read_settings(FormsSettings)
    database = Database(settings.database_web_url)
    blueprints = [
        api.blueprint(database),
        confirmations.blueprint(database),
        drafts.blueprint(database),
        early_close_api.blueprint(database),
        early_closes.blueprint(database),
        *(each.blueprint(database) for each in AUTHORING),
        month.blueprint(database),
        schedule_api.blueprint(database),
        schedules.blueprint(database),
        recordings.blueprint(database),
        services.blueprint(database),
        staff.blueprint(database),
        imports.blueprint(database),
        xlsforms.blueprint(database, settings.suara_base_url),
        points.blueprint(database, settings),
        point_pages.blueprint(database, settings),
        point_moves.blueprint(database),
        funnel.blueprint(database),
        former_hosts.blueprint(database),
        posters.blueprint(database, settings),
        poster_pages.blueprint(database, settings),
    ]
    app = create_app("forms", settings, blueprints, pages="forms_service")
    app.config["SAY_FAULT"] = invalid_words.said
    return app
