"""The pages of a kiosk: locking by its key, the screen that invites, the form, the queue's report.

All of it works with links alone; the script adds keys, resets, full screen and answers offline.
"""

from chassis.auth import public
from chassis.database import Database
from chassis.problems import NotFound
from chassis.reading import whole_in
from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from responses_service.answering.handlers.kiosk_frame import FORM, HOME, framed
from responses_service.answering.pages.form import answered, opened
from responses_service.intake.handlers.due import due
from responses_service.intake.handlers.limiting import Limits
from responses_service.intake.handlers.sender import KIOSK_COOKIE, kiosk_here
from responses_service.intake.handlers.taking import Intake
from responses_service.kiosks.handlers import MOST_WAITING, hash_of, point_of, report
from responses_service.shared import asset_files as assets
from responses_service.shared.html import html_page
from responses_service.shared.projection import State
from responses_service.shared.words import LANGUAGES, language_of

# As long as browsers keep a cookie; revoking ends it at once.
KEEP = 400 * 86_400


def blueprint(intake: Intake, limits: Limits, database: Database) -> Blueprint:
    routes = Blueprint("kiosk", __name__)

    @routes.get(HOME)
    @public
    def attract() -> Response:
        point = _point(intake)
        return _attract(intake, point) if point else _locked("", 200)

    @routes.post(HOME)
    @public
    def lock() -> Answer:
        """The key comes in the body, and goes into a cookie that no script can read."""
        key = request.form.get("key", "").strip()
        if intake.projection.kiosk(hash_of(key)) is None:
            return _locked("unknown", 422)
        answer = redirect(HOME, 303)
        answer.set_cookie(
            KIOSK_COOKIE,
            key,
            max_age=KEEP,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
        return answer

    @routes.get(FORM)
    @public
    def form() -> Answer:
        point = _point(intake)
        return opened(intake, point["code"]) if point else redirect(HOME, 303)

    @routes.post(FORM)
    @public
    def send() -> Answer:
        point = _point(intake)
        return answered(intake, limits, point["code"]) if point else redirect(HOME, 303)

    @routes.post(f"{HOME}/antrean")
    @public
    def queue() -> Response:
        kiosk = kiosk_here(intake.projection)
        if kiosk is None:
            raise NotFound
        report(database, intake, kiosk, whole_in(request.form, "waiting", 0, MOST_WAITING))
        return Response(status=204)

    return routes


def _point(intake: Intake) -> State | None:
    kiosk = kiosk_here(intake.projection)
    return point_of(intake, kiosk) if kiosk else None


def _attract(intake: Intake, point: State) -> Response:
    found = due(intake, point["code"])
    offered = found["surveys"][0]["definition"]["languages"] if found["surveys"] else []
    language = language_of(offered or list(LANGUAGES))
    return framed(
        html_page(
            "kiosks/kiosk.html",
            language,
            200,
            offered or list(LANGUAGES),
            here=HOME,
            more_style=assets.kiosk_style(),
            tenant=found["tenant"]["short_name"],
            place=found["point"],
            is_open=bool(found["surveys"]),
            form=FORM,
            home=HOME,
            script=assets.kiosk_script_name(),
            answer_script=assets.script_name(),
        ),
        assets.kiosk_style(),
    )


def _locked(fault: str, status: int) -> Response:
    language = language_of(list(LANGUAGES))
    return html_page(
        "kiosks/kiosk_lock.html",
        language,
        status,
        here=HOME,
        fault=fault,
        home=HOME,
        script=assets.kiosk_script_name(),
    )
