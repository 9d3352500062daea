"""Pages of follow-ups: lists, the form, one with its steps, the regulation's table."""

from chassis.database import Database
from flask import Blueprint

from reporting_service.follow_ups.pages.lists import add_lists
from reporting_service.follow_ups.pages.one import add_one
from reporting_service.follow_ups.pages.opening import add_opening
from reporting_service.follow_ups.pages.parts import add_parts


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("follow_ups", __name__)
    add_parts(pages)
    add_lists(pages, database)
    add_opening(pages, database)
    add_one(pages, database)
    return pages
