"""Pages under /kelola/kuesioner: the list, a draft as a whole, and its steps."""

from typing import Any

from chassis import clock
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.principal import Principal
from chassis.requests import as_uuid
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response as Answer

from forms_service.authoring.drafts import handlers as overviews
from forms_service.authoring.handlers import drafts as handlers
from forms_service.authoring.handlers.showing import (
    change,
    draft_pages,
    names,
    revision,
    shown_draft,
)
from forms_service.authoring.review import handlers as reviewing
from forms_service.authoring.rules import drafting
from forms_service.authoring.rules.limits import LONGEST_TYPED_CODE

FIELDS = ("instrument", "based_on", "note")


def blueprint(database: Database) -> Blueprint:
    pages = draft_pages("authoring", "/kelola/kuesioner")
    _add_list(pages, database)
    _add_draft(pages, database)
    _add_steps(pages, database)
    return pages


def _add_list(pages: Blueprint, database: Database) -> None:
    @pages.get("")
    @requires("instruments.write")
    def overview() -> str:
        by = principal()
        with database.scope(by.scope) as connection:
            return render_template("authoring/drafts/overview.html", **_overview(connection, by))

    @pages.post("")
    @requires("instruments.write")
    def begin() -> Answer:
        body = {name: request.form[name] for name in FIELDS if request.form.get(name)}
        tenant = principal().tenant_id
        draft = handlers.create_draft(database, principal(), {"tenant": tenant, **body})
        return redirect(url_for("authoring.draft", draft_id=draft.draft_id), 303)


def _overview(connection: Connection, by: Principal) -> dict[str, Any]:
    found = overviews.overview(connection, by, clock.today())
    return {
        "drafts": found.drafts,
        "longest_code": LONGEST_TYPED_CODE,
        "instruments": found.instruments,
        "national": found.national,
        "names": names(connection, found.owners),
        "today": found.today,
    }


def _add_draft(pages: Blueprint, database: Database) -> None:
    @pages.get("/<draft_id>")
    @requires("instruments.write", "instruments.review")
    def draft(draft_id: str) -> Response:
        by = principal()
        with database.scope(by.scope) as connection:
            row = handlers.found(connection, as_uuid(draft_id))
            shown = shown_draft(connection, by, row)
            shown["events"] = handlers.history(connection, as_uuid(draft_id))
        return make_response(render_template("authoring/drafts/draft.html", **shown))

    @pages.post("/<draft_id>/butir/pindah")
    @requires("instruments.write")
    def move(draft_id: str) -> Answer:
        key = request.form.get("kunci", "")
        by = -1 if request.form.get("by") == "-1" else 1
        change(database, draft_id, lambda definition: drafting.moved(definition, key, by))
        address = url_for("authoring.draft", draft_id=draft_id)
        return redirect(f"{address}#item-{key}", 303)


def _add_steps(pages: Blueprint, database: Database) -> None:
    @pages.post("/<draft_id>/kirim")
    @requires("instruments.write")
    def submit(draft_id: str) -> Answer:
        reviewing.submit(database, principal(), as_uuid(draft_id), revision())
        return redirect(url_for("authoring.draft", draft_id=draft_id), 303)

    @pages.post("/<draft_id>/batal")
    @requires("instruments.write")
    def drop(draft_id: str) -> Answer:
        handlers.drop_draft(database, principal(), as_uuid(draft_id), revision())
        return redirect(url_for("authoring.overview"), 303)
