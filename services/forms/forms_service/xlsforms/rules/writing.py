"""A definition as an XLSForm of three sheets, which ODK and Kobo open. Left out are the parts of
the page that promise how Suara treats answers, and contact details: they do not hold elsewhere."""

import io
from typing import Any

from contracts.form_shapes import FormDefinition
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.worksheet import Worksheet

from forms_service.xlsforms.rules.languages import NAMES
from forms_service.xlsforms.rules.model import NAMESPACE
from forms_service.xlsforms.rules.survey import Cells, SurveyRows

LONGEST_CELL = 32_000


def write_xlsform(definition: FormDefinition) -> bytes:
    """The .xlsx file; its version is that of the definition."""
    languages = [NAMES[code] for code in definition["languages"]]
    rows = SurveyRows(definition).written()
    workbook = Workbook()
    survey = workbook.active or workbook.create_sheet()
    survey.title = "survey"
    _fill(survey, _headings(SURVEY, languages), rows.survey)
    choices = workbook.create_sheet("choices")
    _fill(choices, _headings(CHOICES, languages), rows.choices)
    settings = {
        "form_title": definition["title"].get("id") or next(iter(definition["title"].values())),
        "form_id": definition["code"],
        "version": str(definition["version"]),
        "default_language": languages[0],
        "namespaces": NAMESPACE,
    }
    _fill(workbook.create_sheet("settings"), list(settings), [settings])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


SURVEY = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "appearance",
    "bind::suara:kind",
)
CHOICES = ("list_name", "name", "label")


def _headings(columns: tuple[str, ...], languages: list[str]) -> list[str]:
    found: list[str] = []
    for column in columns:
        words = column in ("label", "hint")
        found += [f"{column}::{name}" for name in languages] if words else [column]
    return found


def _fill(sheet: Worksheet, headings: list[str], rows: list[Cells]) -> None:
    for number, values in enumerate([dict(zip(headings, headings, strict=True)), *rows], start=1):
        for column, heading in enumerate(headings, start=1):
            if values.get(heading):
                _write(sheet.cell(number, column), values[heading])


def _write(cell: Any, words: str) -> None:
    """As text whatever it begins with: `=1+1` is a label, not a formula."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", words)[:LONGEST_CELL]
    cell.data_type = "s"
