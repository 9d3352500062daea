"""What a photo says of one point: readable from where it was taken, or why not. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlsplit

from contracts.qr_link import code_in, is_signed

from forms_service.banners.rules.faults import FEWEST_PIXELS, Fault
from forms_service.banners.rules.seeing import Sight
from forms_service.points.links.rules import alias_of

Result = Literal["readable", "old_print", "other_point", "foreign"] | Fault
Kind = Literal["own", "old_print", "other_point", "foreign"]
# Ours before what hangs beside it.
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Point:
    """Whose code ought to be on the photo; `aliases` are its paths of an earlier system, `key` is
    what our prints are signed with."""

    point_id: str
    code: str
    aliases: Sequence[str]
    host: str
    key: str


@dataclass(frozen=True, slots=True)
class Judged:
    """`pixels` of a module of the code it rests on, None where none was read; `seen_code` is that
    of another point."""

    result: Result
    pixels: float | None = None
    seen_code: str | None = None


def judge(sight: Sight, point: Point) -> Judged:
    read = sorted(
        ((_kind(code.text, point), code) for code in sight.codes),
        key=lambda each: KINDS.index(each[0]),
    )
    if not read:
        return Judged(sight.fault or "nothing")
    kind, code = read[0]
    if kind == "foreign":
        return Judged("foreign", code.pixels)
    if kind == "other_point":
        return Judged("other_point", code.pixels, _code(code.text))
    if code.pixels < FEWEST_PIXELS:
        return Judged("too_small", code.pixels)
    return Judged("readable" if kind == "own" else kind, code.pixels)


def _kind(text: str, point: Point) -> Kind:
    """Our signature is believed under any host, for it names the point; without it, our host or a
    path that this point is known to have had makes an earlier print of ours."""
    try:
        host, path = urlsplit(text).netloc.lower(), urlsplit(text).path
    except ValueError:
        return "foreign"
    code, ours = code_in(_token(path)), host == point.host
    if code == point.code and is_signed(_token(path), point.point_id, point.code, point.key):
        return "own"
    if alias_of(text) in point.aliases or (ours and code == point.code):
        return "old_print"
    return "other_point" if ours and code else "foreign"


def _code(text: str) -> str:
    return code_in(_token(urlsplit(text).path))


def _token(path: str) -> str:
    """What stands behind /Q/ or /S/."""
    _, place, token, *_ = [*path.split("/"), "", ""]
    return token if place.lower() in ("q", "s") else ""
