"""The web process of reporting: pages of units, JSON reports, static files of all staff pages."""

from chassis.config import read_settings
from chassis.database import Database
from chassis.web import create_app
from flask import Flask

from reporting_service import static
from reporting_service.config import ReportingSettings
from reporting_service.dashboards import api, pages


def create() -> Flask:
    settings = read_settings(ReportingSettings)
    database = Database(settings.database_web_url)
    return create_app(
        "reporting",
        settings,
        [pages.blueprint(database), api.blueprint(database), static.blueprint()],
        pages="reporting_service",
    )
