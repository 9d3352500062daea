"""The poster of one point, looked at by the camera before anybody may print it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from chassis import clock, tenants
from chassis.database import Database
from chassis.principal import Principal
from chassis.problems import invalid
from chassis.tenant_tree import is_practice, short_name
from contracts.qr_link import qr_link
from contracts.typed_code import code_of
from sqlalchemy import Connection

from forms_service.config import FormsSettings
from forms_service.points.handlers import found
from forms_service.posters.rules import camera
from forms_service.posters.rules.code import UnreadableError
from forms_service.posters.rules.drawing import OverflowingError, Sheet, guide, pdf, sheet
from forms_service.posters.rules.formats import USUAL, USUAL_OF_CHANNEL, TooFarError, formats_for
from forms_service.posters.rules.wishes import Subject, Wish, reaches
from forms_service.shared.events import as_state
from forms_service.shared.period import CAPITAL
from forms_service.shared.presets import load_presets, preset_of

State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster that passed: its PDF, its page for a preview, and what the camera saw."""

    pdf: bytes
    page: Sheet
    seen: camera.Seen


class RefusedError(Exception):
    """Why a poster cannot be offered; `field` is what to change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def our_reaches(settings: FormsSettings) -> dict[str, float]:
    """From how far each format can be read. Every link under our address is as long as another, so
    the code of one stands for all."""
    return reaches(qr_link(settings.suara_base_url, "", code_of(0), settings.point_key))


def proposed(point: State, reached: dict[str, float]) -> Wish:
    """What suits the point: the advice of its preset, else the largest code of a usual format."""
    preset = preset_of(load_presets(), point["preset"] or "")
    if preset and preset.poster:
        name, distance = preset.poster.format, preset.poster.distance
        return Wish(name, min(distance, reached[name]))
    name = USUAL_OF_CHANNEL.get(point["channel"], USUAL)
    return Wish(name, reached[name])


def make_poster(
    database: Database, settings: FormsSettings, by: Principal, code: str, wish: Wish
) -> Poster:
    """Raise NotFound outside the scope, Invalid (distance, logo, ink, a name) with the reason."""
    with database.scope(by.scope) as connection:
        subject = _subject(connection, settings, as_state(found(connection, code)))
    try:
        return _checked(subject, wish, printing_day())
    except RefusedError as fault:
        raise invalid(fault.field, str(fault)) from fault


def checked_sheet(subject: Subject, wish: Wish, day: date) -> Sheet:
    """The page of one poster after a camera has read it. Raise RefusedError."""
    page = _sheet(subject, wish, day)
    _see(_drawn(subject, [page], ""), page)
    return page


def named(settings: FormsSettings, tenant: State, point: State) -> Subject:
    base = settings.suara_base_url
    return Subject(
        link=qr_link(base, point["point_id"], point["code"], settings.point_key),
        typed_code=point["code"],
        host=urlsplit(base).netloc,
        unit=short_name(tenant),
        point=point["place"] or point["name"],
        point_field="place" if point["place"] else "name",
        languages=tuple(point["languages"]),
        practice=is_practice(tenant),
    )


def printing_day() -> date:
    """The date that posters bear, in the capital's time."""
    return clock.today(ZoneInfo(CAPITAL))


def _checked(subject: Subject, wish: Wish, day: date) -> Poster:
    page = _sheet(subject, wish, day)
    pages = [page, guide([subject], wish, day)] if wish.guide else [page]
    made = _drawn(subject, pages, f"{subject.unit}: {subject.point}")
    return Poster(made, page, _see(made, page))


def _sheet(subject: Subject, wish: Wish, day: date) -> Sheet:
    try:
        return sheet(subject, wish, day)
    except TooFarError as fault:
        others = ", ".join(formats_for(wish.distance, reaches(subject.link))) or "none"
        raise RefusedError(
            "distance",
            f"is too far for {wish.format}: the largest code it has room for reaches"
            f" {float(str(fault)):g} m; formats that reach {wish.distance:g} m: {others}",
        ) from fault
    except UnreadableError as fault:
        told = {
            "logo": "covers {found:.0%} of the code; at most {limit:.0%} leaves it readable",
            "contrast": "has a contrast of {found:.1f}:1; at least {limit:.0f}:1, dark on light",
        }
        field = "logo" if fault.reason == "logo" else "ink"
        said = told[fault.reason].format(found=fault.found, limit=fault.limit)
        raise RefusedError(field, said) from fault


def _drawn(subject: Subject, pages: list[Sheet], title: str) -> bytes:
    try:
        return pdf(pages, title)
    except OverflowingError as fault:
        name = pages[0].data["format"]
        told = {
            "unit": ("unit_name", f"is too long for {name}; shorten it or part it with spaces"),
            "point": (
                subject.point_field,
                f"is too long for {name}; shorten it or part it with spaces",
            ),
            "host": ("host", f"is too long for {name}; take a larger format"),
            "page": ("format", f"{name} has no room for these words; take a larger format"),
        }
        raise RefusedError(*told[fault.part]) from fault


def _see(made: bytes, page: Sheet) -> camera.Seen:
    seen = camera.look(made, page.link, page.distance)
    if not seen.ok:
        failed = ", ".join(name for name, passed in seen.steps if not passed)
        raise RefusedError(
            "distance",
            f"was not readable at {page.distance:g} m ({failed}): take a shorter distance, a"
            " larger format, or no logo",
        )
    return seen


def _subject(connection: Connection, settings: FormsSettings, point: State) -> Subject:
    return named(settings, tenants.tenant(connection, point["tenant_id"]) or {}, point)
