"""The operator's page of the kinds of service of a unit: rename, retire, take up again, add."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import FieldFault, Invalid, NotFound
from chassis.requests import as_uuid
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forms_service.services import handlers
from forms_service.services.rules import MOST_ACTIVE
from forms_service.shared.choosing import choose_unit, unit_argument
from forms_service.shared.invalid_words import words_of
from forms_service.shared.units import public_unit_of

PATH = "/kelola/layanan"
NAMES = ("name", "name_en")
State = dict[str, Any]


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("services", __name__)

    @pages.get(PATH)
    @requires("populations.write")
    def services() -> str:
        tenant = _unit(database, unit_argument())
        return _page(database, tenant, []) if tenant else choose_unit(database, PATH)

    @pages.post(PATH)
    @requires("populations.write")
    def change() -> Response | tuple[str, int]:
        tenant = _unit(database, request.form.get("unit", ""))
        if tenant is None:
            raise NotFound
        try:
            _change(database, tenant["tenant_id"])
        except Invalid as fault:
            return _page(database, tenant, fault.faults), Invalid.status
        return redirect(f"{PATH}?{urlencode({'unit': tenant['code']})}", 303)

    return pages


def _unit(database: Database, code: str | None) -> State | None:
    if code is not None and not code.isprintable():
        raise NotFound
    with database.scope(principal().scope) as connection:
        return public_unit_of(connection, principal(), code)


def _change(database: Database, tenant_id: str) -> None:
    """One button each: `add`, or `rename`, `retire`, `resume` of the service in the form."""
    form, by = request.form, principal()
    body: State = {"tenant": tenant_id}
    names = {name: form.get(name, "") for name in NAMES}
    action = form.get("action")
    if action == "add":
        handlers.add_service(database, by, {**body, **names})
        return
    body |= names if action == "rename" else {"active": action == "resume"}
    handlers.change_service(database, by, as_uuid(form.get("service", "")), body)


def _page(database: Database, tenant: State, faults: Sequence[FieldFault]) -> str:
    found = handlers.list_services(database, principal(), tenant["tenant_id"])
    chosen = request.form.get("service", "") if request.form.get("action") != "add" else "new"
    names = {name: request.form.get(name, "") for name in NAMES}
    return render_template(
        "services/services.html",
        tenant=tenant,
        services=found,
        faults={each.field: _words(each) for each in faults},
        faulty=chosen if faults else "",
        given=names,
        most=MOST_ACTIVE,
    )


def _words(fault: FieldFault) -> str:
    """The field by its name, since both names may lack the same."""
    words = words_of(fault.message)
    return f"{t(f'services.{fault.field}')}: {words}" if fault.field in NAMES else words
