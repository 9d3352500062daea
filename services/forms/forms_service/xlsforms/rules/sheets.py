"""The rows of a sheet with their numbers, headings split as pyxform splits them. Cells stay as they
were written: pyxform itself would make quotes straight and collapse spaces."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyxform import aliases
from pyxform.parsing.sheet_headers import process_header
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.survey import Survey
from pyxform.xls2json_backends import DefinitionData

from forms_service.xlsforms.rules.openfile import headers_of, rows_of

Tokens = tuple[str, ...]
KNOWN = {
    "survey": (aliases.survey_header, frozenset(MultipleChoiceQuestion.get_slot_names())),
    "choices": (aliases.list_header, frozenset(Option.get_slot_names())),
    "settings": (aliases.settings_header, frozenset(Survey.get_slot_names())),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `cells` by the parts of its heading, e.g. ("label", "English (en)")."""

    number: int
    cells: dict[Tokens, str]

    def get(self, *tokens: str) -> str:
        """The cell, '' when it is empty."""
        return self.cells.get(tokens, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    headers: dict[str, Tokens]
    rows: list[Row]

    def heading(self, tokens: Tokens) -> str:
        """As it is written in the file."""
        return next((name for name, each in self.headers.items() if each == tokens), tokens[-1])


def sheet(data: DefinitionData, name: str) -> Sheet:
    """`survey`, `choices` or `settings`; without rows when the file has none of it."""
    written = headers_of(data, name)
    headers = {each: _tokens(each, name, any("::" in one for one in written)) for each in written}
    rows = [
        Row(number, {headers[each]: str(value).strip() for each, value in cells.items()})
        for number, cells in enumerate(rows_of(data, name), start=2)
    ]
    return Sheet(name, headers, [row for row in rows if row.cells])


def _tokens(header: str, name: str, double: bool) -> Tokens:
    known, columns = KNOWN[name]
    tokens: Tokens = process_header(header, double, known, columns)[1]
    return tokens


def unread_columns(sheet: Sheet, read: set[str]) -> Iterator[tuple[str, int]]:
    """(heading, first row that fills it) of the columns that begin with no word of `read`."""
    for header, tokens in sheet.headers.items():
        if tokens[0] not in read:
            filled = [row.number for row in sheet.rows if row.cells.get(tokens)]
            if filled:
                yield header, filled[0]
