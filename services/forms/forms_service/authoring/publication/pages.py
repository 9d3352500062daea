"""Pages that publish an approved draft, and that show what is published and how it differs."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Invalid, NotFound
from chassis.requests import as_uuid
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response as Answer

from forms_service.authoring.handlers import drafts as handlers
from forms_service.authoring.publication import handlers as publishing
from forms_service.authoring.review.pages import base_of
from forms_service.authoring.shared import differing
from forms_service.authoring.shared.draft_pages import (
    helpers,
    names,
    read,
    revision,
    short_name,
    shown_draft,
)
from forms_service.authoring.shared.fault_words import words_of
from forms_service.shared.problems import Conflict
from forms_service.shared.store import tenants, versions

State = dict[str, Any]


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("publications", __name__, url_prefix="/kelola/kuesioner")
    pages.context_processor(helpers)
    _add_publishing(pages, database)
    _add_versions(pages, database)
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
        return redirect(url_for("publications.version", form_version_id=key), 303)

    @pages.get("/<draft_id>/beda")
    @requires("instruments.write", "instruments.review")
    def compare(draft_id: str) -> str:
        by = principal()
        with database.scope(by.scope) as connection:
            row = read(connection, draft_id)
            base = base_of(connection, row)
            shown = shown_draft(connection, by, row)
        found = differing.cards(base["definition"] if base else {}, row.definition)
        return render_template(
            "authoring/publication/difference.html", **shown, base=base, cards=found
        )


def _publish_page(database: Database, draft_id: str, errors: list[str]) -> Response:
    by = principal()
    with database.scope(by.scope) as connection:
        row = read(connection, draft_id)
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


def _add_versions(pages: Blueprint, database: Database) -> None:
    @pages.get("/versi/<form_version_id>")
    @requires("instruments.read")
    def version(form_version_id: str) -> Response:
        by = principal()
        with database.scope(by.scope) as connection:
            state = _version(connection, as_uuid(form_version_id))
            held = versions.form_versions(connection, state["instrument"])
            own = {each["own_of"] for each in held if each.get("own_of")}
            owners = names(connection, own)
            home = tenants.tenant(connection, by.tenant_id)
        other = _other(held, state)
        cards = differing.cards(other["definition"], state["definition"]) if other else []
        page = render_template(
            "authoring/publication/version.html",
            state=state,
            definition=state["definition"],
            others=[each for each in held if each is not state and each != state],
            other=other,
            cards=cards,
            names=owners,
            unit=short_name(home) if home else "",
            unit_name=short_name(home) if home else "",
        )
        return make_response(page)


def _version(connection: Connection, form_version_id: str) -> State:
    found = versions.form_version(connection, form_version_id)
    if found is None:
        raise NotFound
    return found


def _other(held: list[State], state: State) -> State | None:
    """The version to compare with: the one asked for, else the one before it of the same owner."""
    wanted = request.args.get("beda")
    if wanted is not None:
        chosen = [each for each in held if each["form_version_id"] == wanted]
        if not chosen:
            raise NotFound
        return chosen[0]
    before = [
        each
        for each in held
        if each["owner_tenant_id"] == state["owner_tenant_id"]
        and each["version"] < state["version"]
    ]
    return before[0] if before else None
