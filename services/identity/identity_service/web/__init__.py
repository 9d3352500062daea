"""The web process of identity."""

from chassis.config import read_settings
from chassis.database import Database
from chassis.web import create_app
from flask import Flask

from identity_service.config import IdentitySettings
from identity_service.handlers.tokens import Issuer
from identity_service.web import api, imports, oauth, pages
from identity_service.web.cookies import Cookies
from identity_service.web.throttle import Throttle


def create() -> Flask:
    settings = read_settings(IdentitySettings)
    signin = Database(settings.database_signin_url)
    database = Database(settings.database_web_url)
    issuer = Issuer(settings.identity_signing_key, settings.suara_base_url)
    desk = pages.Desk(
        signin, issuer, Throttle(settings.valkey_url), Cookies(settings.suara_base_url)
    )
    return create_app(
        "identity",
        settings,
        [
            api.blueprint(database),
            imports.blueprint(database, Database(settings.database_worker_url, pool_size=1)),
            pages.blueprint(desk),
            oauth.blueprint(signin, issuer, settings.suara_base_url),
        ],
        pages="identity_service",
    )
