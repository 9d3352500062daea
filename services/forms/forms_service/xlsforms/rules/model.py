"""What an import gives, and the words that reading and writing share."""

from collections.abc import Callable
from dataclasses import dataclass

from forms_service.shared.definitions.unchecked import Definition

Text = dict[str, str]

# A column of our own: which of our types a question was. ODK and Kobo keep `bind::` columns whose
# namespace the settings declare. (`bind::suara:type` would replace the type of the bind.)
NAMESPACE = 'suara="https://suara.kemenimipas.go.id/xlsform"'
KIND = "bind::suara:kind"

Report = Callable[[str, str], None]
"""`report(construct, why)` of the row at hand; `why` is a key of WHYS."""

WHYS = (
    "question_dropped",
    "metadata_dropped",
    "kept_without",
    "asked_once",
    "always_asked",
    "optional",
    "whole_numbers",
    "renamed",
    "read_as_one",
    "language_guessed",
    "language_dropped",
    "column_ignored",
    "sheet_ignored",
    "setting_ignored",
    "list_unused",
    "reference_removed",
    "shown_as_written",
    "other_without_text",
    "name_as_label",
    "group_dropped",
    "too_few_choices",
    "row_skipped",
)
"""What was done with a construct that Suara does not know; in words in xlsforms/texts.yaml."""

REFUSALS = (
    "refused",
    "unreadable",
    "not_a_workbook",
    "too_large",
    "too_large_unzipped",
    "too_many_rows",
    "macros",
)
"""Codes of NotAForm."""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """One thing that did not come over as it stands; row 1 is the heading of the sheet."""

    sheet: str
    row: int
    construct: str
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """The definition of an unofficial instrument, and all that it leaves out or changes."""

    definition: Definition
    unsupported: tuple[Unsupported, ...]


class Notes:
    """Collects what an import leaves out or changes."""

    def __init__(self) -> None:
        self.found: list[Unsupported] = []

    def at(self, sheet: str, row: int) -> Report:
        def report(construct: str, why: str) -> None:
            self.found.append(Unsupported(sheet, row, construct, why))

        return report


class NotAForm(Exception):
    """The file cannot be read, or pyxform refuses it. `code` is one of REFUSALS; `said` are
    the words of pyxform, in English, with the row."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(f"{code}: {said}" if said else code)
        self.code, self.said = code, said
