"""The kanwil's page on which the numbers of its units are confirmed or sent back."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from chassis import clock
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import lang, t, whole
from chassis.problems import FieldFault, Invalid, NotFound
from chassis.reading import read_whole, whole_in
from chassis.requests import as_uuid
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forms_service.populations.confirmations import handlers
from forms_service.populations.confirmations.handlers import Overview
from forms_service.populations.confirmations.rules import ORDER, UNITS_AT_ONCE, Figure, UnitMonth
from forms_service.populations.rules import MOST
from forms_service.shared import wording
from forms_service.shared.invalid_words import words_of
from forms_service.shared.lists import period_argument
from forms_service.surveys.early_closes import handlers as early_closes

PATH = "/kelola/konfirmasi"
# Where a fault of the handler is mended on this page.
FAULTS = {"population": "choose", "reason": "reason"}
State = dict[str, Any]


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("confirmations", __name__)

    @pages.get(PATH)
    @requires("populations.confirm")
    def confirmations() -> str:
        return _page(database, period_argument(), request.args)

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
            return _page(database, form.get("period"), form, fault.faults), Invalid.status
        told = {"done": len(done), "as": "confirmed" if confirm else "returned"}
        back = {name: form[name] for name in ("period", "unit") if form.get(name)}
        return redirect(f"{PATH}?{urlencode({**back, **told})}", 303)

    return pages


def seen_value(figures: Iterable[Figure]) -> str:
    """What a checked box sends: its numbers as they stand on the page."""
    return " ".join(f"{figure.population_id}:{figure.recipients}" for figure in figures)


def _seen(values: list[str]) -> dict[str, int | None]:
    """Raise NotFound for what this page never wrote; None is a number that never stood on it."""
    pairs = [pair.partition(":") for value in values for pair in value.split()]
    return {as_uuid(key): read_whole(number, 0, MOST) for key, _, number in pairs}


def _page(
    database: Database, period: str | None, given: Any, faults: Iterable[FieldFault] = ()
) -> str:
    """`given` may name the `unit` whose units are listed, and `only` one of these, whose numbers
    are then decided on one by one."""
    unit, only = given.get("unit") or None, given.get("only") or None
    if not all(each is None or each.isprintable() for each in (unit, only)):
        raise NotFound
    found = handlers.overview(database, principal(), period, unit, clock.now(), only=only)
    return render_template(
        "populations/confirmations/confirm.html",
        found=found,
        unit=unit,
        faults={FAULTS.get(each.field, "choose"): words_of(each.message) for each in faults},
        chosen=request.form.getlist("seen"),
        reason=request.form.get("reason", ""),
        done=_done(),
        early=sum(not why for _, why in early_closes.waiting(database, principal())),
        kanwil=_by_kanwil(found) if len(found.units) > UNITS_AT_ONCE and not found.only else [],
        address=lambda **more: _address(unit, found.period, **more),
        figures=lambda each: _figures(found, each),
        without=lambda each: ", ".join(_named(found, each, key) for key in each.without),
        number=number,
        change=change,
        seen_value=seen_value,
    )


def _address(unit: str | None, shown: str, **more: str) -> str:
    """This page with one thing changed."""
    asked = {"unit": unit, "period": shown, **more}
    return f"{PATH}?{urlencode({name: value for name, value in asked.items() if value})}"


def _figures(found: Overview, each: UnitMonth) -> list[tuple[str, Figure]]:
    """Each with its name; those that wait first, then those that came back, then by name."""
    named = [(_service(found, each, figure), figure) for figure in each.figures]
    return sorted(named, key=lambda pair: (ORDER.index(pair[1].state), pair[0]))


def _service(found: Overview, each: UnitMonth, figure: Figure) -> str:
    """The name of a service; of a semester's employees there is no provisional number."""
    name = _named(found, each, figure.service)
    return name if figure.staff else f"{name} ({t(f'confirm.stage.{figure.stage}')})"


def _named(found: Overview, each: UnitMonth, key: str) -> str:
    return found.name_of(each.tenant, key)[0 if lang() == "id" else 1]


def number(figure: Figure) -> str:
    if figure.recipients or figure.staff:
        return whole(figure.recipients)
    return t("confirm.none_service")


def change(figure: Figure) -> str:
    """The number against the one of the period before, in words."""
    kind = "staff" if figure.staff else "change"
    words = t(
        f"confirm.{kind}.{figure.change}",
        n=whole(figure.difference),
        before=whole(figure.before or 0),
    )
    ask = figure.large and figure.state == "entered"
    return f"{words} {t('confirm.change.large')}" if ask else words


def _done() -> str:
    """What the visitor has just decided, from the address; nothing when it was edited."""
    count, verb = whole_in(request.args, "done", 1, MOST), request.args.get("as", "")
    if count is None or verb not in ("confirmed", "returned"):
        return ""
    return wording.counted(f"confirm.done.{verb}", count)


def _by_kanwil(found: Overview) -> list[State]:
    """One line for each kanwil: how many of its units stand in which need."""
    names = {each.tenant["tenant_id"]: each.tenant for each in found.units}
    lines: dict[str, State] = {}
    for each in found.units:
        above = names.get(each.tenant["parents"][-1]["parent_id"], each.tenant)
        line = lines.setdefault(above["code"], {"tenant": above, "units": 0})
        line["units"] += 1
        line[each.need] = line.get(each.need, 0) + 1
    return sorted(
        lines.values(),
        key=lambda line: (-line.get("waiting", 0), line["tenant"]["names"][-1]["short_name"]),
    )
