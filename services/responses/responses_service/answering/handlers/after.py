"""What comes after the first survey: the one that follows it, and the last published result."""

from datetime import date
from typing import Any

from responses_service.answering.rules import FOLLOWS, MAIN
from responses_service.intake.handlers.at_point import OpenForm
from responses_service.shared.projection import Projection
from responses_service.shared.words import period_words, words

State = dict[str, Any]


def main_of(surveys: list[OpenForm]) -> OpenForm | None:
    """The one that a visitor gets without a choice: the only one, or the newest of the main
    instrument (the list is in that order)."""
    if len(surveys) == 1 or (surveys and surveys[0]["instrument"] == MAIN):
        return surveys[0]
    return None


def follower(survey: OpenForm, others: list[OpenForm], language: str) -> State | None:
    """{survey, words} of the survey that may follow this one after its thanks."""
    found = next((each for each in others if each["instrument"] == FOLLOWS), None)
    if survey["instrument"] != MAIN or found is None:
        return None
    asked, definition = words(language)["follow"], found["definition"]
    total = sum(item["type"] != "note" for item in definition["items"])
    said = asked.replace("{total}", str(total)).replace("{minutes}", str(definition["minutes"]))
    return {"survey": found["survey"], "words": said}


def result_words(projection: Projection, survey: OpenForm, language: str) -> str:
    """ "Hasil bulan lalu: IPAK 3,58 dari 240 jawaban."; empty where there is none to show."""
    page = survey["definition"].get("page")
    shown = page and page.get("show_result")
    found = projection.last_result(survey["survey"]) if shown else None
    if found is None:
        return ""
    comma = "," if language == "id" else "."
    indices = ", ".join(
        f"{index['code']} {index['display4'].replace('.', comma)}"
        for index in found["released"]["indices"]
    )
    said = words(language)
    last = found["period"] == _month_before(survey["period"])
    template = said["result_last"] if last else said["result_of"]
    return (
        template.replace("{period}", period_words(found["period"], language))
        .replace("{indices}", indices)
        .replace("{n}", str(found["released"]["n"]))
    )


def _month_before(period: str) -> str:
    """Of 2027-01: 2026-12; of what is no month: nothing that equals a period."""
    try:
        month = date.fromisoformat(f"{period}-01")
    except ValueError:
        return ""
    return f"{month.year - (month.month == 1)}-{(month.month - 2) % 12 + 1:02d}"
