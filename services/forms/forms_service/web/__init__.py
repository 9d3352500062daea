"""The web process of forms: its API and the pages under /kelola."""

from chassis.config import read_settings
from chassis.database import Database
from chassis.web import create_app
from flask import Flask

from forms_service.config import FormsSettings
from forms_service.web import (
    api,
    authoring,
    authoring_items,
    authoring_texts,
    confirmations,
    drafts,
    early_close_api,
    early_closes,
    former_hosts,
    funnel,
    imports,
    invalid_words,
    month,
    point_moves,
    point_pages,
    points,
    poster_pages,
    posters,
    publications,
    recordings,
    reviews,
    schedule_api,
    schedules,
    services,
    staff,
    xlsforms,
)

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
