"""The page on which answers are chosen and fetched as files."""

from datetime import datetime
from urllib.parse import urlencode

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t, whole
from chassis.problems import Invalid
from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from responses_service.exports.handlers import asking
from responses_service.exports.handlers.contents import bind, standings
from responses_service.exports.handlers.saying import standing_words
from responses_service.exports.rules.limits import AGAIN_SECONDS, SURVEYS
from responses_service.exports.rules.plan import FORMATS, PERMISSION, READS
from responses_service.exports.rules.release import LEAST
from responses_service.shared.addresses import EXPORTS_API, HUB
from responses_service.shared.context import Context
from responses_service.shared.projection import Survey

PATH = f"{HUB}/ekspor"


def blueprint(context: Context, database: Database) -> Blueprint:
    pages = Blueprint("export_pages", __name__)

    @pages.get(PATH)
    @requires(*READS)
    def page() -> Response:
        return _page(context, database, None)

    @pages.post(PATH)
    @requires(*READS)
    def ask() -> Redirect | tuple[Response, int]:
        wish = {
            name: given for name in asking.FIELDS if (given := request.form.get(name, "").strip())
        }
        try:
            if wish.get("format") == "csv" and wish.get("kind") != "texts":
                plan = asking.planned(database, context.projection, principal(), wish)
                if plan.survey:
                    query = urlencode({"kind": plan.kind})
                    return redirect(f"{EXPORTS_API}/{plan.survey}.csv?{query}", 303)
            asking.ask(database, context.projection, principal(), wish)
        except Invalid as fault:
            return _page(context, database, fault), Invalid.status
        return redirect(f"{PATH}#files", 303)

    return pages


def _page(context: Context, database: Database, fault: Invalid | None) -> Response:
    by = principal()
    own = _own(context) if by.may(PERMISSION["answers"]) else []
    with database.scope(by.scope) as connection:
        bind(connection, by.scope)
        ids = [each.survey_id for each in own]
        found = standings(connection, context.projection, ids)
    unit = context.projection.tenant(by.tenant_id)
    zone = unit["time_zone"] if unit else "UTC"
    files = [asking.as_state(row) for row in asking.mine(database, by)]
    page = render_template(
        "exports/exports.html",
        surveys=[
            (each, found[each.survey_id].file_since, standing_words(found[each.survey_id], zone))
            for each in own
        ],
        is_statistician=by.may(PERMISSION["microdata"]),
        instruments=sorted({each.instrument for each in context.projection.surveys.values()}),
        files=files,
        formats=FORMATS,
        least=LEAST,
        fault=_words(fault),
        given={name: request.form.get(name, "") for name in asking.FIELDS},
        whole=whole,
        size=size,
        minute=minute,
        path=PATH,
        api=EXPORTS_API,
        hub=HUB,
    )
    answer = Response(page, mimetype="text/html")
    if any(each["state"] in ("waiting", "running") for each in files):
        # Without script, too, the page comes again by itself until the work is done. To an address
        # with a fragment, as after the form, a browser would only move within the page.
        answer.headers["Refresh"] = f"{AGAIN_SECONDS}; url={PATH}"
    return answer


def _own(context: Context) -> list[Survey]:
    """Surveys of the caller's own tenant, the newest period first."""
    known = list(context.projection.by_tenant.get(principal().tenant_id, {}).values())
    known.sort(key=lambda each: (each.opens_at, each.instrument), reverse=True)
    return [each for each in known if each.form_version_id in context.projection.forms][:SURVEYS]


def _words(fault: Invalid | None) -> dict[str, str] | None:
    if fault is None:
        return None
    field, message = fault.faults[0].field, fault.faults[0].message
    return {"field": field, "words": message if field == "survey" else t(f"exports.fault.{field}")}


def minute(at: str) -> str:
    """A moment, to the minute."""
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M}"


def size(number: int) -> str:
    """A file's size in kB or MB."""
    kilo = max(1, round(number / 1000))
    return f"{whole(kilo)} kB" if kilo < 1000 else f"{whole(round(kilo / 1000))} MB"
