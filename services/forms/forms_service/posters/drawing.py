"""Posters as PDF and picture: data for `poster.typ`, compiled by Typst."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import orjson
import typst
import yaml
from contracts.typed_code import spoken

from forms_service.posters.code import Code, check_contrast, check_logo, make_code
from forms_service.posters.formats import FORMATS, Format, fitting_side

FOLDER = Path(str(files("forms_service") / "posters"))
LANGUAGES = ("id", "en", "ja", "ko")
INK, GROUND = "#000000", "#ffffff"
# The foot of an X-banner stays empty: its stand hides it.
BANNER_FOOT = 100
MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants printed for one point; `distance` in metres, `logo` a PNG or JPEG in the
    middle of the code over `logo_share` of its side."""

    format: str
    distance: float
    language: str
    ink: str = INK
    ground: str = GROUND
    logo: bytes | None = None
    logo_share: float = 0.0
    guide: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """The point that the poster stands for."""

    link: str
    typed_code: str
    host: str
    unit: str
    point: str


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
    data = {
        **_size(chosen, fitting_side(chosen, wish.distance, code.modules)),
        "modules": code.modules,
        "svg": svg(code, wish.ink),
        "ground": wish.ground,
        "logo": list(wish.logo) if wish.logo else None,
        "logo_share": wish.logo_share,
        "words": _both(wish, subject, printed),
        "address": f"{subject.host}/s",
        "typed": spoken(subject.typed_code),
        "unit": subject.unit,
        "point": subject.point,
    }
    return Sheet(data, subject.link, wish.distance)


def guide(wish: Wish, subject: Subject, printed: date) -> Sheet:
    """A page that says how to hang the poster before it."""
    words = _both(wish, subject, printed)
    data = {"format": "guide", "width": 210, "height": 297, "words": words}
    return Sheet(data, "", 0.0)


def pdf(sheets: list[Sheet], language: str, title: str) -> bytes:
    return _compile(sheets, language, title, "pdf")


def png(one: Sheet, language: str, width: int) -> bytes:
    """A picture `width` pixels wide, for the page that offers the poster."""
    ppi = width / (one.data["width"] / MM_PER_INCH)
    return _compile([one], language, "", "png", ppi)


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


def _size(chosen: Format, side: float) -> dict[str, Any]:
    """Type grows with the paper, not with the empty length of a banner."""
    banner = chosen.name == "banner"
    scale = chosen.width / FORMATS["a4"].width
    return {
        "format": chosen.name,
        "width": chosen.width,
        "height": chosen.height,
        "side": side,
        "scale": scale,
        "type_scale": scale * 1.75 if banner else scale,
        "below": BANNER_FOOT if banner else 6 * scale,
    }


def _both(wish: Wish, subject: Subject, printed: date) -> dict[str, Any]:
    """English stands below every other language, and nothing below English."""
    filled = {"{date}": f"{printed:%d-%m-%Y}", "{host}": subject.host}
    second = _words()["en"] if wish.language != "en" and _has_room(wish) else None
    main = dict(_words()[wish.language])
    for mark, value in filled.items():
        main["printed"] = main["printed"].replace(mark, value)
    return {"main": main, "second": second}


def _has_room(wish: Wish) -> bool:
    return wish.format not in ("card", "sticker")


@cache
def _words() -> dict[str, dict[str, Any]]:
    words: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "words.yaml").read_text("utf-8"))
    return words


def _compile(
    sheets: list[Sheet],
    language: str,
    title: str,
    kind: Literal["pdf", "png"],
    ppi: float | None = None,
) -> bytes:
    words = _words()[language]
    data = {
        "lang": language,
        "title": title,
        "code_alt": words["step1"],
        "pages": [each.data for each in sheets],
    }
    made = typst.compile(
        FOLDER / "poster.typ",
        root=FOLDER,
        font_paths=[FOLDER / "fonts"],
        ignore_system_fonts=True,
        format=kind,
        ppi=ppi,
        sys_inputs={"data": orjson.dumps(data).decode()},
    )
    return bytes(made if isinstance(made, bytes) else made[0])
