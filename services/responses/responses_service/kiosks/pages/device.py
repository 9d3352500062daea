"""The pages of a kiosk: locking by its key, the screen that invites, the form, the queue's report.

All of it works with links alone; the script adds keys, resets, full screen and answers offline.
"""

from chassis.auth import public
from chassis.database import Database
from chassis.problems import NotFound
from chassis.reading import whole_in
from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from responses_service.answering.handlers.kiosk_frame import framed
from responses_service.answering.handlers.serving import answered, opened
from responses_service.intake.handlers.at_point import forms_at
from responses_service.intake.handlers.limiting import Limits
from responses_service.intake.handlers.sender import KIOSK_COOKIE, kiosk_here
from responses_service.kiosks.handlers import point_of, report
from responses_service.kiosks.rules import KEY_KEPT, MOST_WAITING
from responses_service.shared import asset_files as assets
from responses_service.shared.addresses import KIOSK, KIOSK_FORM
from responses_service.shared.arrival import kiosk_hash
from responses_service.shared.context import Context
from responses_service.shared.html import html_page
from responses_service.shared.projection import State
from responses_service.shared.words import LANGUAGES, language_of


def blueprint(context: Context, limits: Limits, database: Database) -> Blueprint:
    routes = Blueprint("kiosk", __name__)

    @routes.get(KIOSK)
    @public
    def attract() -> Response:
        point = _point(context)
        return _attract(context, point) if point else _locked("", 200)

    @routes.post(KIOSK)
    @public
    def lock() -> Answer:
        """The key comes in the body, and goes into a cookie that no script can read."""
        key = request.form.get("key", "").strip()
        if context.projection.kiosk(kiosk_hash(key)) is None:
            return _locked("unknown", 422)
        answer = redirect(KIOSK, 303)
        answer.set_cookie(
            KIOSK_COOKIE,
            key,
            max_age=KEY_KEPT,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
        return answer

    @routes.get(KIOSK_FORM)
    @public
    def form() -> Answer:
        point = _point(context)
        return opened(context, point["code"]) if point else redirect(KIOSK, 303)

    @routes.post(KIOSK_FORM)
    @public
    def send() -> Answer:
        point = _point(context)
        return answered(context, limits, point["code"]) if point else redirect(KIOSK, 303)

    @routes.post(f"{KIOSK}/antrean")
    @public
    def queue() -> Response:
        kiosk = kiosk_here(context.projection)
        if kiosk is None:
            raise NotFound
        report(database, context, kiosk, whole_in(request.form, "waiting", 0, MOST_WAITING))
        return Response(status=204)

    return routes


def _point(context: Context) -> State | None:
    kiosk = kiosk_here(context.projection)
    return point_of(context, kiosk) if kiosk else None


def _attract(context: Context, point: State) -> Response:
    found = forms_at(context, point["code"])
    offered = found["surveys"][0]["definition"]["languages"] if found["surveys"] else []
    language = language_of(offered or list(LANGUAGES))
    return framed(
        html_page(
            "kiosks/kiosk.html",
            language,
            200,
            offered or list(LANGUAGES),
            here=KIOSK,
            more_style=assets.kiosk_style(),
            tenant=found["tenant"]["short_name"],
            practice=found["tenant"]["practice"],
            place=found["point"],
            is_open=bool(found["surveys"]),
            form=KIOSK_FORM,
            home=KIOSK,
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
        here=KIOSK,
        fault=fault,
        home=KIOSK,
        script=assets.kiosk_script_name(),
    )
