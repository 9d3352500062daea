"""What an office does and what those below it do; the regulation's table of it."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import NotFound
from chassis.requests import as_uuid
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting_service.dashboards.handlers.page import own_office
from reporting_service.follow_ups.handlers.reading import list_of, tables_of
from reporting_service.follow_ups.handlers.words import first_sentence


def add_lists(pages: Blueprint, database: Database) -> None:
    @pages.get("/tindak-lanjut")
    @requires("follow_ups.read")
    def own() -> Response:
        code = own_office(database, principal())
        if code is None:
            raise NotFound
        return redirect(f"/u/{code}/tindak-lanjut", 303)

    @pages.get("/u/<code>/tindak-lanjut")
    @requires("follow_ups.read")
    def unit(code: str) -> str:
        after = request.args.get("after")
        found = list_of(database, principal(), code, after and as_uuid(after))
        leads = found.below or found.own
        return render_template(
            "follow_ups/unit.html",
            found=found,
            heading=first_sentence(leads.tally, "below" if found.below else "own"),
            own_heading=first_sentence(found.own.tally, "own"),
            may_write=principal().may("follow_ups.write")
            and principal().tenant_id == found.unit["tenant_id"],
        )

    @pages.get("/u/<code>/tindak-lanjut/tabel")
    @requires("follow_ups.read")
    def table(code: str) -> str:
        unit, tables = tables_of(database, principal(), code)
        return render_template("follow_ups/table.html", unit=unit, tables=tables)
