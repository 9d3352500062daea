"""Imports of tenants and of people: pages under /organisasi/impor, and the API."""

from functools import partial

from chassis import import_pages
from chassis.database import Database
from chassis.imports import Kind
from flask import Blueprint

from identity_service.handlers.people_imports import COLUMNS as PERSON
from identity_service.handlers.people_imports import import_people
from identity_service.handlers.tenant_imports import COLUMNS as TENANT
from identity_service.handlers.tenant_imports import import_tenants


def blueprint(database: Database, worker: Database) -> Blueprint:
    kinds = [
        Kind("tenants", "satker", "tenants.write", TENANT, partial(import_tenants, worker)),
        Kind("people", "orang", "people.write", PERSON, partial(import_people, database)),
    ]
    return import_pages.blueprint(database, kinds, "/organisasi/impor")
