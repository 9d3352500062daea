"""Are the posters seen? The page of a unit, and its table as CSV."""

from typing import Any

from chassis import clock
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.imports import as_csv
from chassis.pages import t, whole
from chassis.tenant_tree import is_practice, short_name
from contracts.typed_code import spoken
from flask import Blueprint, Response, render_template, request

from forms_service.shared.units import unit_of
from forms_service.shared.wording import moment
from forms_service.visits.handlers.funnel import Funnel, funnels
from forms_service.visits.rules.funnel import DAYS, ENOUGH

PATH = "/kelola/titik/<unit>/dilihat"
COLUMNS = ("scans", "starts", "finishes", "typed", "old")
State = dict[str, Any]


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("funnel", __name__)

    @pages.get(PATH)
    @requires("points.read")
    def funnel(unit: str) -> str:
        state, rows, days = _found(database, unit)
        return render_template(
            "visits/funnel.html",
            unit=state,
            name=short_name(state),
            rows=rows,
            days=days,
            choices=DAYS,
            most=max((_most(row) for row in rows), default=0),
            advice=lambda row: advice(row, state["time_zone"]),
            columns=COLUMNS,
            enough=ENOUGH,
            now=moment(clock.now(), state["time_zone"]),
            spoken=spoken,
        )

    @pages.get(f"{PATH}.csv")
    @requires("points.read")
    def table(unit: str) -> Response:
        state, rows, days = _found(database, unit)
        answer = Response(_csv(state, rows), mimetype="text/csv")
        mark = "latihan-" if is_practice(state) else ""
        name = f"{mark}titik-{state['code']}-{days}-hari.csv"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    return pages


def _found(database: Database, code: str) -> tuple[State, list[Funnel], int]:
    """The unit, its points and the days asked for; raise NotFound outside the scope."""
    days = DAYS[1] if request.args.get("days") == str(DAYS[1]) else DAYS[0]
    with database.scope(principal().scope) as connection:
        unit = unit_of(connection, principal(), code) or {}
        return unit, funnels(connection, unit, days, clock.now()), days


def advice(row: Funnel, time_zone: str) -> list[str]:
    """What to do about a point, in words; or why there is nothing to do, or not yet."""
    numbers = row.seen.numbers
    said = {name: whole(getattr(numbers, name)) for name in (*COLUMNS, "scanned")}
    if row.finding is not None:
        said["usual"] = whole(row.finding.usual_hours)
        said["since"] = moment(row.finding.since, time_zone)
    if row.needs:
        return [t(f"funnel.advice.{each}", **said) for each in row.seen.advice]
    state = row.silence
    words = [t(f"funnel.state.{state.state}", n=state.scans, usual=state.usual, quiet=state.quiet)]
    if row.seen.standing.watched and 0 < numbers.scans < ENOUGH:
        words.append(t("funnel.enough", n=numbers.scans, enough=ENOUGH))
    return words


def _most(row: Funnel) -> int:
    numbers = row.seen.numbers
    return max(numbers.scans, numbers.starts, numbers.finishes)


def _csv(unit: State, rows: list[Funnel]) -> bytes:
    # One column more says on every line of a practice unit what it is.
    mark = [t("practice.across")] if is_practice(unit) else []
    heading = [t(f"funnel.{name}") for name in ("code", "point", *COLUMNS, "advice")]
    lines = [
        [
            row.point.code,
            row.point.name,
            *(getattr(row.seen.numbers, name) for name in COLUMNS),
            " ".join(advice(row, unit["time_zone"])),
            *mark,
        ]
        for row in rows
    ]
    return as_csv([[*heading, *mark], *lines])
