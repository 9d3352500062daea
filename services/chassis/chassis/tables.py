"""Uploaded tables, CSV or XLSX, as rows of text with their row numbers; for imports.

Whatever the bytes are, the answer is rows and faults, never an exception. A fault names its row,
its column and a problem; `import.fault.<problem>` and `import.way.<problem>` are its words.
Nothing is evaluated: a cell that starts like a formula is the text it shows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from chassis.reading import read_whole
from chassis.table_files import UnreadableError, lines_of

# Of one uploaded table, whatever is imported; how large its file may be says `chassis.table_files`.
MOST_ROWS = 5_000
# Fifteen digits: what a spreadsheet keeps of a number.
LARGEST_NUMBER = 10**15 - 1
# Signs in a cell of a column that sets no limit of its own.
LONGEST_CELL = 200
# What a spreadsheet shows where a formula failed.
ERRORS = ("#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#N/A", "#NULL!", "#NUM!")
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
GROUPS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+", re.ASCII)


@dataclass(frozen=True)
class Column:
    """A column that a table may have; a `needed` one must be there and filled in every row."""

    name: str
    example: str = ""
    needed: bool = True
    longest: int = LONGEST_CELL


@dataclass(frozen=True)
class RowFault:
    """`row` as a spreadsheet numbers it: 1 is usually the heading; 0 means the whole file."""

    row: int
    column: str
    problem: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """Trimmed text of every known column; empty for a column that the file lacks."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def fault(self, column: str, problem: str, **values: str | int) -> RowFault:
        return RowFault(self.number, column, problem, {"value": self.cells[column], **values})


@dataclass(frozen=True)
class Table:
    """All rows in their order, faulty ones too, and what is wrong with them."""

    rows: list[Row]
    faults: list[RowFault]

    def sound(self) -> list[Row]:
        """The rows without a fault of their own."""
        faulty = {fault.row for fault in self.faults}
        return [row for row in self.rows if row.number not in faulty]


def read_table(data: bytes, columns: Sequence[Column]) -> Table:
    """The table in `data`; after a fault of the file or of its heading there are no rows."""
    try:
        filled = filled_rows(lines_of(data, {column.name for column in columns}))
        number, heading = next(filled, (0, []))
        numbered = list(islice(filled, MOST_ROWS + 1))
    except UnreadableError as fault:
        return Table([], [RowFault(0, "", fault.problem, fault.values)])
    names = [heading_name(cell) for cell in heading]
    faults = list(_heading_faults(number, names, columns))
    if not faults and len(numbered) > MOST_ROWS:
        faults = [RowFault(0, "", "too_many_rows", {"most": MOST_ROWS})]
    if not faults and not numbered:
        faults = [RowFault(0, "", "no_rows")]
    if faults:
        return Table([], faults)
    return _rows_of(numbered, names, columns)


def filled_rows(lines: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers, trimmed. Blank rows are no rows, but count in the numbers; a
    spreadsheet's row ends in blank cells, which are no cells."""
    for number, cells in enumerate(lines, 1):
        trimmed = [cell.strip() for cell in cells]
        while trimmed and not trimmed[-1]:
            trimmed.pop()
        if trimmed:
            yield number, trimmed


def heading_name(cell: str) -> str:
    """`Tenant code` and `tenant_code` are the same column."""
    return re.sub(r"[\s\-]+", "_", cell.strip().lower())


def whole_number(text: str) -> int | None:
    """A whole number of at most 15 digits, or None.

    `1.200.000` can only be read in one way; `1.200` is a thousand times more in Indonesian than in
    English. A guess would be wrong unseen, so that is None: the fault asks for `1200`.
    """
    if GROUPS.fullmatch(text):
        text = text.replace(".", "").replace(",", "")
    return read_whole(text, 0, LARGEST_NUMBER)


def day(text: str) -> date | None:
    """An ISO date, as cells of a spreadsheet are given too; None for `3/4/2026`, which is in March
    or in April."""
    try:
        return date.fromisoformat(text) if ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None


def repeated(rows: Iterable[Row], *columns: str) -> list[RowFault]:
    """A fault for each row whose `columns` say, in whatever case, what an earlier row said."""
    first: dict[tuple[str, ...], int] = {}
    faults = []
    for row in rows:
        earlier = first.setdefault(tuple(row[name].casefold() for name in columns), row.number)
        if earlier != row.number:
            faults.append(row.fault(columns[-1], "repeated", earlier=earlier))
    return faults


def _heading_faults(
    number: int, names: Sequence[str], columns: Sequence[Column]
) -> Iterator[RowFault]:
    known = ", ".join(column.name for column in columns)
    if not names:
        yield RowFault(0, "", "empty_file", {"known": known})
        return
    named = [name for name in names if name]
    for name in dict.fromkeys(named):
        if name not in {column.name for column in columns}:
            yield RowFault(number, name[:LONGEST_CELL], "unknown_column", {"known": known})
        elif named.count(name) > 1:
            yield RowFault(number, name, "column_twice")
    for column in columns:
        if column.needed and column.name not in named:
            yield RowFault(number, column.name, "missing_column", {"known": known})


def _rows_of(
    numbered: Sequence[tuple[int, list[str]]], names: Sequence[str], columns: Sequence[Column]
) -> Table:
    rows, faults = list[Row](), list[RowFault]()
    for number, cells in numbered:
        given = dict(zip(names, cells, strict=False))
        row = Row(number, {column.name: given.get(column.name, "") for column in columns})
        rows.append(row)
        faults += _cell_faults(row, columns)
        if any(cells[len(names) :]) or given.get(""):
            faults.append(RowFault(number, "", "outside"))
    return Table(rows, faults)


def _cell_faults(row: Row, columns: Sequence[Column]) -> Iterator[RowFault]:
    for column in columns:
        text = row[column.name]
        if not text and column.needed:
            yield row.fault(column.name, "empty")
        elif len(text) > column.longest:
            yield RowFault(row.number, column.name, "too_long", {"most": column.longest})
        elif not text.isprintable():
            yield RowFault(row.number, column.name, "not_one_line")
        elif text in ERRORS:
            yield row.fault(column.name, "error_value")
