"""The public's languages: words of the pages, and which language a visitor gets."""

from datetime import date
from functools import cache
from importlib.resources import files

import yaml
from flask import request

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English", "ja": "日本語", "ko": "한국어"}
# Some phones have no such letters and draw boxes.
ALSO = {"ja": "Japanese", "ko": "Korean"}
BY_SCRIPT = "js_"


@cache
def _words() -> dict[str, dict[str, str]]:
    raw = (files("responses_service.shared") / "words.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = yaml.safe_load(raw)
    return found


def words(language: str) -> dict[str, str]:
    """Every word of the pages in one language."""
    return {key: texts[language] for key, texts in _words().items()}


def words_of_script(language: str) -> dict[str, str]:
    """What only the script says."""
    return {
        key.removeprefix(BY_SCRIPT): word
        for key, word in words(language).items()
        if key.startswith(BY_SCRIPT)
    }


def language_of(offered: list[str], *, unread: bool = False) -> str:
    """The one asked for, else the phone's, else Indonesian; a body that is `unread`, since it was
    too large, is not asked."""
    given = request.args if unread else request.values
    wanted = given.get("lang") or given.get("language") or ""
    if wanted in offered:
        return wanted
    return request.accept_languages.best_match(offered, "id") or "id"


def period_words(period: str, language: str) -> str:
    """`2026-11` as November 2026, `2026-S2` as semester 2 2026."""
    said, (year, part) = words(language), period.split("-")
    if part.startswith("S"):
        return said["in_half"].replace("{n}", part[1:]).replace("{year}", year)
    month = said["months"].split()[int(part) - 1]
    return said["in_month"].replace("{month}", month).replace("{year}", year)


def day_words(day: date, language: str) -> str:
    """1 Desember 2026, for the staff, who read Indonesian or English."""
    return f"{day.day} {words(language)['months'].split()[day.month - 1]} {day.year}"
