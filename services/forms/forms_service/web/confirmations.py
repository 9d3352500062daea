"""The kanwil's page on which the numbers of its units are confirmed or sent back."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Invalid
from chassis.requests import as_uuid
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forms_service.domain.unit_month import Figure
from forms_service.handlers import confirmations as handlers
from forms_service.handlers.confirmations import Overview
from forms_service.web.lists import period_argument
from forms_service.web.wording import period_name, whole

PATH = "/kelola/konfirmasi"
# A list that one reads to its end; a ministry sees its kanwil first.
AT_ONCE = 100
# Where a fault of the handler is mended on this page.
FAULTS = {"population": "choose", "reason": "reason"}


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("confirmations", __name__)

    @pages.get(PATH)
    @requires("populations.confirm")
    def confirmations() -> str:
        return _page(database, period_argument(), request.args.get("unit"))

    @pages.post(PATH)
    @requires("populations.confirm")
    def decide() -> Response | tuple[str, int]:
        form = request.form
        confirm, reason = form.get("action") != "return", form.get("reason", "").strip()
        try:
            done = handlers.decide_seen(
                database, principal(), _seen(form.getlist("seen")), confirm=confirm, reason=reason
            )
        except Invalid as fault:
            faults = [FAULTS.get(each.field, "choose") for each in fault.faults]
            page = _page(database, form.get("period"), form.get("unit") or None, faults=faults)
            return page, Invalid.status
        told = {"done": len(done), "as": "confirmed" if confirm else "returned"}
        back = {name: form[name] for name in ("period", "unit") if form.get(name)}
        return redirect(f"{PATH}?{urlencode({**back, **told})}", 303)

    return pages


def seen_value(figures: Iterable[Figure]) -> str:
    """What a checked unit sends: its numbers as they stand on the page."""
    return " ".join(f"{figure.population_id}:{figure.recipients}" for figure in figures)


def _seen(values: list[str]) -> dict[str, int]:
    """Raise NotFound for what this page never wrote."""
    pairs = [pair.partition(":") for value in values for pair in value.split()]
    return {as_uuid(key): int(number) if number.isdecimal() else -1 for key, _, number in pairs}


def _page(
    database: Database, period: str | None, unit: str | None, faults: list[str] | None = None
) -> str:
    found = handlers.overview(database, principal(), period, unit, datetime.now(UTC))
    return render_template(
        "forms/confirm.html",
        found=found,
        unit=unit,
        faults=faults or [],
        chosen=request.form.getlist("seen"),
        reason=request.form.get("reason", ""),
        done=_done(),
        kanwil=_by_kanwil(found) if len(found.units) > AT_ONCE else [],
        **{"whole": whole, "period_name": period_name, "change": change, "seen_value": seen_value},
    )


def change(figure: Figure) -> str:
    """The number against the one of the period before, in words."""
    words = t(
        f"confirm.change.{figure.change}",
        n=whole(figure.difference),
        before=whole(figure.before or 0),
    )
    return f"{words} {t('confirm.change.large')}" if figure.large else words


def _done() -> str:
    """What the visitor has just decided, from the address; nothing when it was edited."""
    count, verb = request.args.get("done", ""), request.args.get("as", "")
    if not count.isdecimal() or verb not in ("confirmed", "returned"):
        return ""
    return t(f"confirm.done.{verb}", n=count)


def _by_kanwil(found: Overview) -> list[dict[str, Any]]:
    """One line for each kanwil: how many of its units stand in which need."""
    names = {each.tenant["tenant_id"]: each.tenant for each in found.units}
    lines: dict[str, dict[str, Any]] = {}
    for each in found.units:
        above = names.get(each.tenant["parents"][-1]["parent_id"], each.tenant)
        line = lines.setdefault(above["code"], {"tenant": above, "units": 0})
        line["units"] += 1
        line[each.need] = line.get(each.need, 0) + 1
    return sorted(
        lines.values(), key=lambda line: (-line.get("waiting", 0), line["tenant"]["code"])
    )
