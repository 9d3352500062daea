"""One follow-up: its plan, evidence and history, and the steps that the reader may take."""

from collections.abc import Callable
from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import Invalid
from chassis.requests import as_uuid
from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from reporting_service.follow_ups.handlers import moving
from reporting_service.follow_ups.handlers.files import allow_files, as_download, sent_file
from reporting_service.follow_ups.handlers.reading import file_of, told
from reporting_service.follow_ups.handlers.words import effect_words, fault_words
from reporting_service.follow_ups.rules.evidence import size
from reporting_service.follow_ups.rules.limits import REASON, TOLD

ONE = "/u/<code>/tindak-lanjut/<follow_up_id>"
Moved = Redirect | tuple[str, int]


def add_one(pages: Blueprint, database: Database) -> None:
    pages.url_value_preprocessor(allow_files)
    _add_reading(pages, database)

    @pages.post(f"{ONE}/setujui")
    @requires("follow_ups.approve")
    def approve(code: str, follow_up_id: str) -> Moved:
        return _moved(database, code, follow_up_id, moving.approve)

    @pages.post(f"{ONE}/bukti")
    @requires("follow_ups.write")
    def attach(code: str, follow_up_id: str) -> Moved:
        return _moved(database, code, follow_up_id, moving.attach, *sent_file())

    @pages.post(f"{ONE}/selesai")
    @requires("follow_ups.write")
    def finish(code: str, follow_up_id: str) -> Moved:
        return _moved(database, code, follow_up_id, moving.finish)

    @pages.post(f"{ONE}/hentikan")
    @requires("follow_ups.write")
    def withdraw(code: str, follow_up_id: str) -> Moved:
        reason = request.form.get("reason", "")
        return _moved(database, code, follow_up_id, moving.withdraw, reason)


def _add_reading(pages: Blueprint, database: Database) -> None:
    @pages.get(ONE)
    @requires("follow_ups.read")
    def one(code: str, follow_up_id: str) -> str:
        return _page(database, code, as_uuid(follow_up_id))

    @pages.get(f"{ONE}/bukti/<file_id>")
    @requires("follow_ups.read")
    def evidence(code: str, follow_up_id: str, file_id: str) -> Response:
        key, file = as_uuid(follow_up_id), as_uuid(file_id)
        return as_download(file_of(database, principal(), key, file, code))


def _moved(
    database: Database, code: str, follow_up_id: str, take: Callable[..., Any], *given: object
) -> Moved:
    key = as_uuid(follow_up_id)
    # Whose it is, is asked of the address first.
    told(database, principal(), key, code)
    try:
        take(database, principal(), key, *given)
    except Invalid as problem:
        return _page(database, code, key, problem), Invalid.status
    return redirect(f"/u/{code}/tindak-lanjut/{key}", 303)


def _page(database: Database, code: str, key: str, problem: Invalid | None = None) -> str:
    found = told(database, principal(), key, code)
    return render_template(
        "follow_ups/one.html",
        told=found,
        row=found.row,
        unit=found.unit,
        address=f"/u/{code}/tindak-lanjut/{key}",
        faults=[(each.field, fault_words(each)) for each in (problem.faults if problem else ())],
        reason=request.form.get("reason", ""),
        longest=REASON[1],
        limits=TOLD,
        size=size,
        effect=effect_words(found.row),
    )
