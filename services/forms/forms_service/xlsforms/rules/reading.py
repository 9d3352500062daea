"""An XLSForm as the definition of an unofficial instrument."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pyxform.xls2json_backends import DefinitionData

from forms_service.shared.definitions.unchecked import Definition
from forms_service.xlsforms.rules.choices import READ as READ_OF_CHOICES
from forms_service.xlsforms.rules.choices import Lists
from forms_service.xlsforms.rules.languages import Languages
from forms_service.xlsforms.rules.model import NAMESPACE, Imported, Notes, Text
from forms_service.xlsforms.rules.openfile import open_workbook
from forms_service.xlsforms.rules.sheets import Row, sheet, unread_columns
from forms_service.xlsforms.rules.walking import Walk

SHEETS = ("survey", "choices", "settings")
SETTINGS = {"title", "id_string", "version", "default_language"}
SECONDS_AN_ITEM = 8


def read_xlsform(data: bytes, code: str) -> Imported:
    """The form as instrument `code`, not official; raise NotAForm.

    What Suara cannot say is named in `unsupported`, in the order of the file. A text that is
    absent in a language stays absent: the draft shows it as a fault.
    """
    workbook = open_workbook(data)
    notes = Notes()
    survey, choices = sheet(workbook, "survey"), sheet(workbook, "choices")
    settings = next(iter(sheet(workbook, "settings").rows), Row(2, {}))
    languages = Languages(survey, choices, settings.get("default_language") or None)
    defaults = _in_languages(_defaults(), languages.codes)
    lists = Lists(choices, languages, notes)
    walk = Walk(survey, languages, lists, notes, defaults).go()
    lists.note_unused()
    for heading, row in unread_columns(choices, READ_OF_CHOICES):
        notes.at("choices", row)(heading, "column_ignored")
    _note_settings(settings, notes)
    _note_languages(languages, notes)
    _note_sheets(workbook, notes)
    found = sorted(notes.found, key=lambda each: (_place(each.sheet), each.row))
    return Imported(_definition(code, walk, settings, defaults), tuple(found))


def _definition(code: str, walk: Walk, settings: Row, defaults: Definition) -> Definition:
    title, codes = settings.get("title"), walk.languages.codes
    version = settings.get("version")
    return {
        "format": 1,
        "code": code,
        "version": 1,
        "official": False,
        "audience": "public",
        "languages": codes,
        "unofficial_languages": codes,
        "source": f"XLSForm {settings.get('id_string')} {version}".strip(),
        "minutes": max(1, round(len(walk.items) * SECONDS_AN_ITEM / 60)),
        "title": walk.marked.get("title")
        or (walk.lists.same(title) if title else None)
        or defaults["title"],
        "notice": defaults["notice"],
        "lead": walk.marked.get("lead") or defaults["lead"],
        "wording": defaults["wording"],
        "stars": _stars(walk.words, defaults),
        "indices": [],
        "sections": walk.sections,
        "items": walk.items,
        "profile": walk.profile,
        "page": defaults["page"],
    }


def _stars(words: tuple[Text, ...], defaults: Definition) -> Definition | None:
    if not words:
        return None
    return {
        "points": len(words),
        "official_words": False,
        "words": list(words),
        **defaults["stars"],
    }


def _note_settings(settings: Row, notes: Notes) -> None:
    for tokens, value in settings.cells.items():
        ours = tokens == ("namespaces",) and value == NAMESPACE
        if tokens[0] not in SETTINGS and not ours:
            notes.at("settings", settings.number)("::".join(tokens), "setting_ignored")


def _note_languages(languages: Languages, notes: Notes) -> None:
    report = notes.at("survey", 1)
    for name in languages.dropped:
        report(name, "language_dropped")
    if languages.guessed:
        report(f"label, hint → {languages.guessed}", "language_guessed")
    if languages.taken:
        report(f"{languages.taken} → id", "language_guessed")


def _note_sheets(workbook: DefinitionData, notes: Notes) -> None:
    names = list(workbook.sheet_names or [])
    for name in names if len(names) > 1 else []:
        if name.lower() not in SHEETS:
            notes.at(name, 1)(name, "sheet_ignored")


def _place(sheet_name: str) -> tuple[int, str]:
    return (SHEETS.index(sheet_name) if sheet_name in SHEETS else len(SHEETS), sheet_name)


@cache
def _defaults() -> Definition:
    data = files("forms_service") / "data"
    own = yaml.safe_load((data / "xlsform.yaml").read_text(encoding="utf-8"))
    public = yaml.safe_load((data / "common" / "public.yaml").read_text(encoding="utf-8"))
    return {**own, "page": public["page"]}


def _in_languages(data: Any, codes: list[str]) -> Any:
    """A copy with the words of these languages alone."""
    if isinstance(data, dict):
        if "id" in data and all(isinstance(each, str) for each in data.values()):
            return {code: data[code] for code in codes}
        return {name: _in_languages(each, codes) for name, each in data.items()}
    return data
