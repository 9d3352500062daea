"""JSON: the PDF of the poster of one point."""

from chassis.auth import principal, requires
from chassis.database import Database
from flask import Blueprint, Response, request

from forms_service.config import FormsSettings
from forms_service.posters.handlers.asking import picture, read_wish, share, with_logo
from forms_service.posters.handlers.making import make_poster, our_reaches
from forms_service.posters.rules.wishes import LARGEST_LOGO
from forms_service.shared.files import pdf_response


def blueprint(database: Database, settings: FormsSettings) -> Blueprint:
    posters = Blueprint("posters", __name__, url_prefix="/api/v1")
    reached = our_reaches(settings)

    @posters.get("/collection-points/<code>/poster.pdf")
    @requires("points.read")
    def poster(code: str) -> Response:
        wish = read_wish(request.args, reached)
        made = make_poster(database, settings, principal(), code, wish)
        return pdf_response(made.pdf, f"poster-{code.upper()}-{wish.format}.pdf")

    @posters.post("/collection-points/<code>/poster.pdf")
    @requires("points.read")
    def poster_with_logo(code: str) -> Response:
        wish = read_wish(request.form, reached)
        if file := request.files.get("logo"):
            logo = file.read(LARGEST_LOGO + 1)
            wish = with_logo(wish, picture(logo), share(request.form))
        made = make_poster(database, settings, principal(), code, wish)
        return pdf_response(made.pdf, f"poster-{code.upper()}-{wish.format}.pdf")

    return posters
