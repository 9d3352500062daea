"""The web process of forms: the API and the pages of every room."""

from chassis.config import read_settings
from chassis.database import Database
from chassis.fields import LONGEST
from chassis.web import create_app
from flask import Blueprint, Flask

from forms_service.authoring.drafts import api as drafts_api
from forms_service.authoring.drafts import pages as drafts_pages
from forms_service.authoring.items import pages as items_pages
from forms_service.authoring.publication import pages as publication_pages
from forms_service.authoring.review import pages as review_pages
from forms_service.authoring.versions import api as versions_api
from forms_service.authoring.versions import pages as versions_pages
from forms_service.authoring.words import pages as words_pages
from forms_service.banners import api as banners_api
from forms_service.banners import pages as banners_pages
from forms_service.config import FormsSettings
from forms_service.imports import pages as imports_pages
from forms_service.points import api as points_api
from forms_service.points import pages as points_pages
from forms_service.points.moves import pages as moves_pages
from forms_service.populations import api as populations_api
from forms_service.populations.confirmations import pages as confirmations_pages
from forms_service.populations.month import pages as month_pages
from forms_service.populations.staff import pages as staff_pages
from forms_service.posters import api as posters_api
from forms_service.posters import pages as posters_pages
from forms_service.posters.batches import api as batches_api
from forms_service.posters.batches import pages as batches_pages
from forms_service.recordings import pages as recordings_pages
from forms_service.schedule import api as schedule_api
from forms_service.schedule import pages as schedule_pages
from forms_service.schedule.opening import api as opening_api
from forms_service.schedule.opening import pages as opening_pages
from forms_service.services import api as services_api
from forms_service.services import pages as services_pages
from forms_service.shared import invalid_words, wording
from forms_service.surveys import api as surveys_api
from forms_service.surveys.early_closes import api as early_closes_api
from forms_service.surveys.early_closes import pages as early_closes_pages
from forms_service.visits import api as visits_api
from forms_service.visits.pages import former as former_pages
from forms_service.visits.pages import funnel as funnel_pages
from forms_service.xlsforms import pages as xlsforms_pages

# What needs the database alone.
PLAIN = (
    drafts_api,
    versions_api,
    populations_api,
    schedule_api,
    opening_api,
    services_api,
    surveys_api,
    early_closes_api,
    visits_api,
    drafts_pages,
    items_pages,
    publication_pages,
    review_pages,
    versions_pages,
    words_pages,
    imports_pages,
    moves_pages,
    confirmations_pages,
    month_pages,
    staff_pages,
    recordings_pages,
    schedule_pages,
    opening_pages,
    services_pages,
    early_closes_pages,
    former_pages,
    funnel_pages,
)
# What makes links and codes under our address as well.
LINKING = (
    points_api,
    points_pages,
    posters_api,
    posters_pages,
    batches_api,
    batches_pages,
    banners_api,
    banners_pages,
)


def create() -> Flask:
    settings = read_settings(FormsSettings)
    database = Database(settings.database_web_url)
    blueprints: list[Blueprint] = [
        *(each.blueprint(database) for each in PLAIN),
        *(each.blueprint(database, settings) for each in LINKING),
        xlsforms_pages.blueprint(database, settings.suara_base_url),
    ]
    app = create_app("forms", settings, blueprints, pages="forms_service")
    app.jinja_env.globals.update(wording.FOR_TEMPLATES, longest=LONGEST)
    app.config["SAY_FAULT"] = invalid_words.said
    return app
