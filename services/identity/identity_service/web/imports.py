"""Imports of tenants and of people: pages under /organisasi/impor, and the API."""

from functools import partial

from chassis import import_pages
from chassis.database import Database
from chassis.imports import Kind
from flask import Blueprint

from identity_service.handlers import people_imports, tenant_imports


def blueprint(database: Database, worker: Database) -> Blueprint:
    kinds = [
        Kind(
            name="tenants",
            word="satker",
            api="/api/v1/tenants/import",
            permission="tenants.write",
            columns=tenant_imports.COLUMNS,
            run=partial(tenant_imports.import_tenants, worker),
        ),
        Kind(
            name="people",
            word="orang",
            api="/api/v1/people/import",
            permission="people.write",
            columns=people_imports.COLUMNS,
            run=partial(people_imports.import_people, database),
        ),
    ]
    return import_pages.blueprint(database, kinds, "/organisasi/impor")
