"""What is asked of a poster, whom it stands for, and from how far its link can be read."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from forms_service.posters.rules.code import modules_of
from forms_service.posters.rules.formats import FORMATS, reach

FOLDER = Path(__file__).parent.parent
INK, GROUND = "#000000", "#ffffff"
# Bytes of a logo.
LARGEST_LOGO = 200_000
# Of the code's side in percent: what a logo may take as far as `code.check_logo` lets it, and what
# it takes where nobody says.
LOGO_SHARES, USUAL_LOGO_SHARE = (5, 100), 20
# Reading distances in metres.
NEAREST, FARTHEST = 0.1, 10.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants printed; `distance` in metres, `language` the main one or nothing for
    each point's own, `logo` a PNG or JPEG in the middle of the code over `logo_share` of its side.
    """

    format: str
    distance: float
    language: str = ""
    ink: str = INK
    ground: str = GROUND
    logo: bytes | None = None
    logo_share: float = 0.0
    guide: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """The point that the poster stands for; `point_field` is where its words come from, and
    `languages` are those of the people who come there. One for `practice` says so across it."""

    link: str
    typed_code: str
    host: str
    unit: str
    point: str
    point_field: str = "place"
    languages: tuple[str, ...] = ()
    practice: bool = False


def reaches(link: str) -> dict[str, float]:
    """From how many metres a code of this link is read when it fills its place on each format."""
    return {name: reach(each, modules_of(link, each.level)) for name, each in FORMATS.items()}


def languages_of(subject: Subject, wish: Wish) -> tuple[str, str]:
    """The main language and the smaller one below it: the point's own in their order, then
    English, which stands below Indonesian on every other poster."""
    asked = [each for each in (wish.language, *subject.languages) if each] or ["id"]
    main, second, *_ = dict.fromkeys([*asked, "en", "id"])
    return main, second if FORMATS[wish.format].two_languages else ""


@cache
def words() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "words.yaml").read_text("utf-8"))
    return found


def day_in_words(day: date, language: str) -> str:
    """24 November 2026, in the order and the words of the language."""
    known = words()[language]
    month = known["months"][day.month - 1]
    return str(known["day"]).format(day=day.day, month=month, year=day.year)


def metres(distance: float, language: str) -> str:
    """1,05 m in Indonesian, 1.05 m elsewhere; number and unit stay on one line."""
    number = f"{distance:g}".replace(".", "," if language == "id" else ".")
    return f"{number}\u00a0m"
