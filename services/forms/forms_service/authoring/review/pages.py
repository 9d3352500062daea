"""Pages of the second person: what waits, the difference to the base, approve or return."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Conflict, Invalid
from chassis.requests import as_uuid
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from forms_service.authoring.handlers import differing, drafts
from forms_service.authoring.handlers.bases import base_of
from forms_service.authoring.handlers.checking import corrections_of
from forms_service.authoring.handlers.showing import draft_pages, names, revision, shown_draft
from forms_service.authoring.review import handlers as reviewing
from forms_service.authoring.rules.drafting import is_national


def blueprint(database: Database) -> Blueprint:
    pages = draft_pages("reviews", "/kelola/tinjau")
    _add_reading(pages, database)
    _add_deciding(pages, database)
    return pages


def _add_reading(pages: Blueprint, database: Database) -> None:
    @pages.get("")
    @requires("instruments.review")
    def waiting() -> str:
        by = principal()
        with database.scope(by.scope) as connection:
            found = reviewing.waiting(connection, by)
            owners = names(connection, {str(row.tenant_id) for row, _ in found})
        mine = [row for row, why in found if not why]
        others = [(row, why) for row, why in found if why]
        return render_template(
            "authoring/review/waiting.html", mine=mine, others=others, names=owners
        )

    @pages.get("/<draft_id>")
    @requires("instruments.review")
    def review(draft_id: str) -> Response:
        return _page(database, draft_id, "", [])


def _add_deciding(pages: Blueprint, database: Database) -> None:
    @pages.post("/<draft_id>/setuju")
    @requires("instruments.review")
    def approve(draft_id: str) -> Answer:
        try:
            reviewing.approve(
                database,
                principal(),
                as_uuid(draft_id),
                revision(),
                same_meaning=request.form.get("same_meaning") == "yes",
            )
        except Conflict:
            return _page(database, draft_id, "", [t("review.changed")])
        except Invalid as fault:
            if [each.field for each in fault.faults] != ["same_meaning"]:
                raise
            said = t("review.same_meaning_lacks")
            return _page(database, draft_id, "", [said], "same_meaning")
        return redirect(url_for("publications.publish", draft_id=draft_id), 303)

    @pages.post("/<draft_id>/kembali")
    @requires("instruments.review")
    def send_back(draft_id: str) -> Answer:
        reason = request.form.get("reason", "")
        body = {"reason": reason.replace("\r\n", "\n")}
        try:
            reviewing.send_back(database, principal(), as_uuid(draft_id), revision(), body)
        except Conflict:
            return _page(database, draft_id, reason, [t("review.changed")])
        except Invalid as fault:
            if [each.field for each in fault.faults] != ["reason"]:
                raise
            return _page(database, draft_id, reason, [t("review.reason_lacks")])
        return redirect(url_for("reviews.waiting"), 303)


def _page(
    database: Database, draft_id: str, reason: str, errors: list[str], field: str = "reason"
) -> Response:
    """`field` is the input that the errors are about."""
    by = principal()
    with database.scope(by.scope) as connection:
        row = drafts.found(connection, as_uuid(draft_id))
        base = base_of(connection, row)
        why = reviewing.why_not_reviewer(connection, by, row)
        shown = shown_draft(connection, by, row)
        corrected = [] if shown["fault_count"] else corrections_of(connection, row)
    page = render_template(
        "authoring/review/draft.html",
        **shown,
        base=base,
        cards=differing.cards(base["definition"] if base else {}, row.definition),
        why=why,
        national=is_national(row.definition),
        corrected=corrected,
        reason=reason,
        field=field,
        errors=[{"text": each, "href": f"#{field}" if reason == "" else ""} for each in errors],
    )
    status = 200 if not errors else 422 if row.revision == revision() else 409
    return make_response(page, status)
