"""Posters as PDF and picture: data for `poster.typ`, compiled by Typst."""

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import orjson
import pypdfium2
import typst
from contracts.qr_link import QUIET_ZONE
from contracts.typed_code import spoken

from forms_service.posters.rules.code import Code, check_contrast, check_logo, make_code
from forms_service.posters.rules.formats import A4, FORMATS, fitting_side
from forms_service.posters.rules.wishes import (
    FOLDER,
    Subject,
    Wish,
    day_in_words,
    languages_of,
    metres,
    words,
)

# How whoever hangs a poster is told, and what stands smaller below it.
STAFF = ("id", "en")
MM_PER_INCH = 25.4
# How wide the picture on the page is that offers the poster.
PREVIEW_PIXELS = 480


class OverflowingError(Exception):
    """Words that do not fit, however small; `part` is `unit`, `point`, `host` or `page`."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page ready for the template, with what its check must find."""

    data: dict[str, Any]
    link: str
    distance: float


def sheet(subject: Subject, wish: Wish, printed: date) -> Sheet:
    """Raise TooFarError or UnreadableError for what could not be read."""
    chosen = FORMATS[wish.format]
    check_contrast(wish.ink, wish.ground)
    code = make_code(subject.link, "H" if wish.logo else chosen.level)
    if wish.logo:
        check_logo(code.level, wish.logo_share)
    main, second = languages_of(subject, wish)
    data = {
        "format": wish.format,
        "width": chosen.width,
        "height": chosen.height,
        "margin": chosen.margin,
        "lang": main,
        "side": fitting_side(chosen, wish.distance, code.modules),
        "modules": code.modules,
        "quiet": QUIET_ZONE,
        "svg": svg(code, wish.ink),
        "ground": wish.ground,
        "logo": list(wish.logo) if wish.logo else None,
        "logo_share": wish.logo_share,
        "main": _filled(main, subject, printed),
        "second": _filled(second, subject, printed) if second else None,
        "address": f"{subject.host}/s",
        "typed": spoken(subject.typed_code),
        "unit": subject.unit,
        "point": subject.point,
        "across": words()[STAFF[0]]["practice"] if subject.practice else None,
    }
    return Sheet(data, subject.link, wish.distance)


def guide(subjects: Sequence[Subject], wish: Wish, printed: date) -> Sheet:
    """A page for whoever hangs the posters before it: which points, from how far they are read,
    and how to hang them."""
    main, second = (_guide(language, wish, printed) for language in STAFF)
    points = [(each.unit, each.point, spoken(each.typed_code)) for each in subjects]
    data = {
        "format": "guide",
        "width": A4[0],
        "height": A4[1],
        "margin": 18,
        "lang": STAFF[0],
        "main": main,
        "second": second,
        "points": points,
    }
    return Sheet(data, "", 0.0)


def pdf(sheets: list[Sheet], title: str) -> bytes:
    """Raise OverflowingError."""
    return _compile(sheets, title, "pdf")


def page_count(made: bytes) -> int:
    with closing(pypdfium2.PdfDocument(made)) as document:
        return len(document)


def png(one: Sheet, width: int) -> bytes:
    """A picture `width` pixels wide, for the page that offers the poster."""
    ppi = width / (one.data["width"] / MM_PER_INCH)
    return _compile([one], "", "png", ppi)


def svg(code: Code, ink: str) -> str:
    """One path of whole modules, so that no seam shows between them."""
    runs = []
    for y, row in enumerate(code.rows):
        x = 0
        for dark in row.replace("10", "1 0").replace("01", "0 1").split():
            if dark[0] == "1":
                runs.append(f"M{x} {y}h{len(dark)}v1h-{len(dark)}z")
            x += len(dark)
    size = code.modules
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
        f' width="{size}" height="{size}"><path fill="{ink}" d="{"".join(runs)}"/></svg>'
    )


def _filled(language: str, subject: Subject, printed: date) -> dict[str, Any]:
    said = {key: value for key, value in words()[language].items() if isinstance(value, str)}
    filled = {"date": day_in_words(printed, language), "host": subject.host}
    return {
        **said,
        "lang": language,
        "printed": said["printed"].format(**filled),
        "always": said["always"].format(**filled),
    }


def _guide(language: str, wish: Wish, printed: date) -> dict[str, Any]:
    said = words()[language]["guide"]
    filled = {
        "format": said["formats"][wish.format],
        "distance": metres(wish.distance, language),
        "date": day_in_words(printed, language),
    }
    lines = [said["place"][wish.format], *said["lines"]]
    return {
        "lang": language,
        "title": said["title"],
        "facts": said["facts"].format(**filled),
        "lines": [line.format(**filled) for line in lines],
    }


def _compile(
    sheets: list[Sheet], title: str, kind: Literal["pdf", "png"], ppi: float | None = None
) -> bytes:
    language = sheets[0].data["lang"]
    data = {"lang": language, "title": title, "pages": [each.data for each in sheets]}
    try:
        made = typst.compile(
            FOLDER / "poster.typ",
            root=FOLDER,
            font_paths=[FOLDER / "fonts"],
            ignore_system_fonts=True,
            format=kind,
            ppi=ppi,
            sys_inputs={"data": orjson.dumps(data).decode()},
        )
    except typst.TypstError as fault:
        if found := re.search(r"overflow (\w+)", str(fault)):
            raise OverflowingError(found[1]) from fault
        raise
    return bytes(made if isinstance(made, bytes) else made[0])
