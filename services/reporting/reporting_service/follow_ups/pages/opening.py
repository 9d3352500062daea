"""The form that opens a follow-up, and the choice of a statement before it."""

from collections.abc import Sequence

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import FieldFault, Invalid
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting_service.follow_ups.handlers.opening import offer, open_one
from reporting_service.follow_ups.handlers.words import fault_words, saying
from reporting_service.follow_ups.rules.limits import OWNER, PROGRAM

FIELDS = ("program", "action", "owner", "due")


def add_opening(pages: Blueprint, database: Database) -> None:
    @pages.get("/u/<code>/tindak-lanjut/baru")
    @requires("follow_ups.write")
    def new(code: str) -> str:
        return _form(database, code, [])

    @pages.post("/u/<code>/tindak-lanjut/baru")
    @requires("follow_ups.write")
    def create(code: str) -> Response | tuple[str, int]:
        form, about = request.form, request.args
        given = {
            "instrument": about.get("instrument"),
            "period": about.get("period"),
            "statement": about.get("item"),
            "program": form.get("program", "").strip() or form.get("action"),
            "owner": form.get("owner"),
            "due": form.get("due"),
        }
        try:
            row = open_one(database, principal(), code, given)
        except Invalid as problem:
            return _form(database, code, problem.faults), Invalid.status
        return redirect(f"/u/{code}/tindak-lanjut/{row.follow_up_id}", 303)


def _form(database: Database, code: str, faults: Sequence[FieldFault]) -> str:
    """The choice of a statement where none is named that may be chosen."""
    about = request.args
    with saying():
        found = offer(database, principal(), code, about.get("instrument"), about.get("period"))
    chosen = found.of(about.get("item", ""))
    if chosen is None:
        return render_template("follow_ups/choose.html", offer=found)
    choice, going = chosen
    begins = {"program": "", "action": "", "owner": principal().name, "due": found.due.isoformat()}
    return render_template(
        "follow_ups/new.html",
        offer=found,
        choice=choice,
        going=going,
        faults=[(each.field, fault_words(each)) for each in faults],
        given={name: request.form.get(name, begins[name]) for name in FIELDS},
        longest={"program": PROGRAM[1], "owner": OWNER[1]},
    )
