"""The web process of forms: its API and the pages under /kelola."""

from chassis.config import read_settings
from chassis.database import Database
from chassis.web import create_app
from flask import Flask

from forms_service.config import FormsSettings
from forms_service.web import api, points


def create() -> Flask:
    settings = read_settings(FormsSettings)
    database = Database(settings.database_web_url)
    blueprints = [
        api.blueprint(database),
        points.blueprint(database, settings.suara_base_url),
    ]
    return create_app("forms", settings, blueprints, pages="forms_service")
