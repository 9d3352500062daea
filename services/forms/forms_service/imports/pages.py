"""Imports of services, numbers of recipients and links of the earlier 3AS: pages under
/kelola/impor, and the API."""

from functools import partial

from chassis import import_pages
from chassis.database import Database
from chassis.imports import Kind
from flask import Blueprint

from forms_service.points.links import handlers as links
from forms_service.populations.imports import handlers as numbers
from forms_service.services.imports import handlers as services

LINKS = "/api/v1/collection-points/legacy-links"


def blueprint(database: Database) -> Blueprint:
    number = partial(numbers.import_populations, database)
    service = partial(services.import_services, database)
    link = partial(links.import_links, database)
    kinds = [
        Kind("populations", "penerima", "populations.write", numbers.COLUMNS, number),
        Kind("services", "layanan", "populations.write", services.COLUMNS, service),
        Kind("links", "tautan-lama", "points.write", links.COLUMNS, link, api=LINKS),
    ]
    return import_pages.blueprint(database, kinds, "/kelola/impor")
