"""What somebody asks of a poster, read from a form or a body and checked."""

from collections.abc import Mapping
from dataclasses import replace

from chassis.problems import invalid
from chassis.reading import bounded, read_decimal, whole_in

from forms_service.posters.rules.formats import FORMATS, USUAL
from forms_service.posters.rules.wishes import (
    FARTHEST,
    GROUND,
    INK,
    LARGEST_LOGO,
    LOGO_SHARES,
    NEAREST,
    USUAL_LOGO_SHARE,
    Wish,
)
from forms_service.shared.definitions.reading import LANGUAGES
from forms_service.shared.wording import kilobytes


def read_wish(given: Mapping[str, str], reached: Mapping[str, float]) -> Wish:
    """Without a distance the largest code the format has room for; without a language those of the
    point. Raise Invalid naming the faulty field."""
    format_name, language = given.get("format", USUAL), given.get("language", "")
    if format_name not in FORMATS:
        raise invalid("format", f"must be one of {', '.join(FORMATS)}")
    if language and language not in LANGUAGES:
        raise invalid("language", f"must be one of {', '.join(LANGUAGES)}")
    typed = given.get("distance", "").strip()
    return Wish(
        format_name,
        _metres(typed) if typed else reached[format_name],
        language,
        ink=_colour(given, "ink", INK),
        ground=_colour(given, "ground", GROUND),
        guide=given.get("guide", "") in ("1", "on", "true", "True"),
    )


def share(given: Mapping[str, str]) -> float:
    """The logo's part of the code's side in percent, as a fraction."""
    asked = {"logo_share": str(USUAL_LOGO_SHARE), **given}
    percent = whole_in(asked, "logo_share", *LOGO_SHARES)
    return bounded("logo_share", percent, *LOGO_SHARES) / 100


def picture(logo: bytes) -> bytes:
    if len(logo) > LARGEST_LOGO or not logo.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        raise invalid("logo", f"must be a PNG or JPEG of at most {kilobytes(LARGEST_LOGO)} kB")
    return logo


def _metres(typed: str) -> float:
    metres = read_decimal(typed, NEAREST, FARTHEST)
    if metres is None:
        raise invalid("distance", f"must be metres from {NEAREST:g} to {FARTHEST:g}")
    return metres


def _colour(given: Mapping[str, str], name: str, default: str) -> str:
    colour = given.get(name, default).lower()
    if len(colour) != 7 or colour[0] != "#" or set(colour[1:]) - set("0123456789abcdef"):
        raise invalid(name, "must be a colour like #000000")
    return colour


def with_logo(wish: Wish, logo: bytes, share: float) -> Wish:
    return replace(wish, logo=logo, logo_share=share)
