"""Styles and scripts of all staff pages; the address changes with the content, so caches keep."""

from chassis.auth import public
from chassis.pages import STATIC
from chassis.problems import NotFound
from chassis.web import FOREVER
from flask import Blueprint, Response, send_from_directory


def blueprint() -> Blueprint:
    routes = Blueprint("static_files", __name__)

    @routes.get("/static/<path:name>")
    @public
    def static_file(name: str) -> Response:
        if name.startswith("."):
            raise NotFound
        answer = send_from_directory(STATIC, name)
        answer.headers["Cache-Control"] = FOREVER
        return answer

    return routes
