"""The bytes of a CSV or XLSX file as lines of cells; nothing but `chassis.tables` calls this."""

import csv
import io
import zipfile
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

# In bytes. How many rows a table may have says `chassis.tables.MOST_ROWS`.
LARGEST_FILE = 2 * 1024 * 1024
# A full table unzips to about 4 MB.
UNZIPPED = 24 * 1024 * 1024
PARTS = 200
# Rows that a sheet of a spreadsheet can have, and more columns than any import knows.
LAST_ROW, LAST_COLUMN = 1_048_576, 64
ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = ",;\t"


class UnreadableError(Exception):
    """The file as a whole cannot be read; `problem` as in `chassis.tables.RowFault`."""

    def __init__(self, problem: str, **values: str | int) -> None:
        super().__init__(problem)
        self.problem, self.values = problem, values


def lines_of(data: bytes, known: Collection[str]) -> Iterator[list[str]]:
    """Every line from the first; raise UnreadableError, perhaps only while they are read.

    `known` are the names of columns: they tell which separator a CSV file has.
    """
    if len(data) > LARGEST_FILE:
        raise UnreadableError("too_large", most=LARGEST_FILE // 1024 // 1024)
    if data.startswith(OLE):
        raise UnreadableError("old_workbook")
    if data.startswith(ZIP):
        _check_zip(data)
        return _sheet(data)
    return _csv(_decoded(data), known)


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, else Windows-1252, which Excel's plain CSV is in."""
    if data.startswith(UTF_16) or b"\0" in data:
        raise UnreadableError("not_a_table")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("not_a_table")


def _csv(text: str, known: Collection[str]) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text, known))
    except csv.Error as fault:
        raise UnreadableError("broken_csv") from fault


def _separator(text: str, known: Collection[str]) -> str:
    """The one that finds most known columns in the first line that says anything."""
    heading = next((line for line in text.splitlines() if line.strip(SEPARATORS + " ")), text)

    def found(separator: str) -> tuple[int, int]:
        cells = heading.lower().replace('"', "").split(separator)
        return sum(cell.strip().replace(" ", "_") in known for cell in cells), len(cells)

    return max(SEPARATORS, key=found)


def _check_zip(data: bytes) -> None:
    """Sizes as the archive's own directory tells them; zipfile reads no member beyond its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except Exception as fault:  # zipfile raises a dozen types for damaged directories
        raise UnreadableError("broken_workbook") from fault
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNZIPPED:
        raise UnreadableError("too_large_unzipped", most=UNZIPPED // 1024 // 1024)


def _sheet(data: bytes) -> Iterator[list[str]]:
    """The first sheet: values as last calculated, never formulas or macros."""
    # More than a tenth of the start of a process, for what most of them never read.
    import openpyxl

    try:
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        sheet = book.worksheets[0]
        # The size that a file claims for its sheet may be wrong.
        sheet.reset_dimensions()
        for cells in sheet.iter_rows(max_row=LAST_ROW, max_col=LAST_COLUMN, values_only=True):
            yield [_text(cell) for cell in cells]
    except Exception as fault:  # a damaged file fails anywhere inside openpyxl
        raise UnreadableError("broken_workbook") from fault


def _text(cell: Any) -> str:
    """As somebody would type it: whole numbers without `.0`, dates in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
