"""Imports of services, numbers of recipients and links of the earlier 3AS: pages under
/kelola/impor, and the API."""

from functools import partial

from chassis import import_pages
from chassis.database import Database
from chassis.imports import Kind
from flask import Blueprint

from forms_service.handlers import link_imports, population_imports, service_imports


def blueprint(database: Database) -> Blueprint:
    kinds = [
        Kind(
            name="populations",
            word="penerima",
            api="/api/v1/populations/import",
            permission="populations.write",
            columns=population_imports.COLUMNS,
            run=partial(population_imports.import_populations, database),
        ),
        Kind(
            name="services",
            word="layanan",
            api="/api/v1/services/import",
            permission="populations.write",
            columns=service_imports.COLUMNS,
            run=partial(service_imports.import_services, database),
        ),
        Kind(
            name="links",
            word="tautan-lama",
            api="/api/v1/collection-points/legacy-links",
            permission="points.write",
            columns=link_imports.COLUMNS,
            run=partial(link_imports.import_links, database),
        ),
    ]
    return import_pages.blueprint(database, kinds, "/kelola/impor")
