"""The page of a published version, and how it differs from another one."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import NotFound
from chassis.requests import as_uuid
from chassis.tenant_tree import short_name
from contracts.form_shapes import FormVersion
from flask import Blueprint, Response, make_response, render_template, request

from forms_service.authoring.handlers import differing
from forms_service.authoring.handlers.showing import draft_pages, names
from forms_service.authoring.versions import handlers
from forms_service.shared.units import own_tenant


def blueprint(database: Database) -> Blueprint:
    pages = draft_pages("versions", "/kelola/kuesioner")

    @pages.get("/versi/<form_version_id>")
    @requires("instruments.read")
    def version(form_version_id: str) -> Response:
        by = principal()
        with database.scope(by.scope) as connection:
            state = handlers.version(connection, as_uuid(form_version_id))
            held = handlers.versions_of(connection, state["instrument"])
            own = {unit for each in held if (unit := each.get("own_of"))}
            owners = names(connection, own)
            home = own_tenant(connection, by)
        other = _other(held, state)
        cards = differing.cards(other["definition"], state["definition"]) if other else []
        page = render_template(
            "authoring/versions/version.html",
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

    return pages


def _other(held: list[FormVersion], state: FormVersion) -> FormVersion | None:
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
