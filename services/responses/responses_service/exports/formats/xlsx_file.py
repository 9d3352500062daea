"""XLSX, written row by row to disk; a sheet takes a million rows, the rest goes to the next."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from responses_service.exports.formats.csv_file import codebook_table
from responses_service.exports.rules.variables import Variable

SHEET_ROWS = 1_000_000
# What others typed is text and nothing else.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(
    path: Path,
    variables: Sequence[Variable],
    rows: Iterable[Sequence[Any]],
    sheet_rows: int = SHEET_ROWS,
) -> None:
    """The code book first, then the data in as many sheets as it takes."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        heading, lines = codebook_table(variables)
        sheet = _sheet(book, "Codebook", heading)
        for number, line in enumerate(lines, 1):
            sheet.write_row(number, 0, line)
        names = [each.name for each in variables]
        sheet = _sheet(book, "Data 1", names)
        for place, row in enumerate(rows):
            if place and place % sheet_rows == 0:
                sheet = _sheet(book, f"Data {place // sheet_rows + 1}", names)
            sheet.write_row(place % sheet_rows + 1, 0, row)


def _sheet(book: Any, name: str, heading: Sequence[str]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, heading)
    return sheet
