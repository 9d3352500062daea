"""The web process of reporting: pages of units, JSON reports, static files of all staff pages."""

from chassis.config import read_settings
from chassis.database import Database
from chassis.web import create_app
from flask import Flask

from reporting_service import static
from reporting_service.config import ReportingSettings
from reporting_service.dashboards import api, pages
from reporting_service.files.pages import downloads
from reporting_service.follow_ups import api as follow_ups_api
from reporting_service.follow_ups import pages as follow_ups_pages
from reporting_service.historic import api as historic_api
from reporting_service.historic import pages as historic_pages
from reporting_service.sightings import api as sightings_api
from reporting_service.sightings import pages as sightings_pages
from reporting_service.sightings.handlers.writing import Notebook


def create() -> Flask:
    settings = read_settings(ReportingSettings)
    database = Database(settings.database_web_url)
    notebook = Notebook(database)
    return create_app(
        "reporting",
        settings,
        [
            pages.blueprint(database, notebook),
            downloads.blueprint(database, notebook),
            api.blueprint(database, notebook),
            sightings_pages.blueprint(database),
            sightings_api.blueprint(database),
            historic_pages.blueprint(),
            historic_api.blueprint(database),
            follow_ups_pages.blueprint(database),
            follow_ups_api.blueprint(database),
            static.blueprint(),
        ],
        pages="reporting_service",
    )
