"""Pages that show how a draft differs from what is published, and that publish it."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Conflict, Invalid
from chassis.requests import as_uuid
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from forms_service.authoring.handlers import differing
from forms_service.authoring.handlers import drafts as handlers
from forms_service.authoring.handlers.bases import base_of
from forms_service.authoring.handlers.showing import draft_pages, revision, shown_draft
from forms_service.authoring.publication import handlers as publishing
from forms_service.shared.definition_faults import words_of

State = dict[str, Any]


def blueprint(database: Database) -> Blueprint:
    pages = draft_pages("publications", "/kelola/kuesioner")
    _add_publishing(pages, database)
    return pages


def _add_publishing(pages: Blueprint, database: Database) -> None:
    @pages.get("/<draft_id>/terbit")
    @requires("instruments.write", "instruments.review")
    def publish(draft_id: str) -> Response:
        return _publish_page(database, draft_id, [])

    @pages.post("/<draft_id>/terbit")
    @requires("instruments.write", "instruments.review")
    def do_publish(draft_id: str) -> Answer:
        body = {"takes_effect": request.form.get("takes_effect", "next_period")}
        if body["takes_effect"] == "later":
            body["from"] = request.form.get("from", "")
        try:
            state = publishing.publish(database, principal(), as_uuid(draft_id), revision(), body)
        except Conflict:
            return _publish_page(database, draft_id, [t("review.changed")])
        except Invalid as fault:
            return _publish_page(
                database, draft_id, [words_of(each.message) for each in fault.faults]
            )
        key = state["form_version_id"]
        return redirect(url_for("versions.version", form_version_id=key), 303)

    @pages.get("/<draft_id>/beda")
    @requires("instruments.write", "instruments.review")
    def compare(draft_id: str) -> str:
        by = principal()
        with database.scope(by.scope) as connection:
            row = handlers.found(connection, as_uuid(draft_id))
            base = base_of(connection, row)
            shown = shown_draft(connection, by, row)
        found = differing.cards(base["definition"] if base else {}, row.definition)
        return render_template(
            "authoring/publication/difference.html", **shown, base=base, cards=found
        )


def _publish_page(database: Database, draft_id: str, errors: list[str]) -> Response:
    by = principal()
    with database.scope(by.scope) as connection:
        row = handlers.found(connection, as_uuid(draft_id))
        tenant = handlers.tenant_of(connection, row)
        effect = publishing.effect(connection, row, tenant)
        shown = shown_draft(connection, by, row)
    page = render_template(
        "authoring/publication/publish.html",
        **shown,
        effect=effect,
        may_publish=row.state == "approved" and by.subject in (row.author, row.reviewer),
        errors=[{"text": each, "href": ""} for each in errors],
    )
    return make_response(page, 422 if errors else 200)
