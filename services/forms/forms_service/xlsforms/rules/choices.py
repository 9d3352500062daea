"""The lists of the choices sheet, as the questions use them."""

import re
from dataclasses import dataclass
from typing import Any

from forms_service.xlsforms.rules.languages import Languages
from forms_service.xlsforms.rules.model import Notes, Report, Text
from forms_service.xlsforms.rules.naming import key_of, without_references
from forms_service.xlsforms.rules.sheets import Row, Sheet

LIST, NAME = "list name", "name"
CODE = re.compile(r"[^\s'\"]{1,60}")
READ = {LIST, NAME, "label"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its name in the file, its code here, its words."""

    row: int
    name: str
    code: str
    label: Text


class Lists:
    """Choices by the name of their list, in the order of the file."""

    def __init__(self, sheet: Sheet, languages: Languages, notes: Notes) -> None:
        self.lists: dict[str, list[Choice]] = {}
        self.used: set[str] = set()
        self._languages, self._notes = languages, notes
        codes: dict[str, set[str]] = {}
        for row in sheet.rows:
            name = row.get(LIST)
            if name and row.get(NAME):
                choice = self._choice(row, codes.setdefault(name, set()))
                self.lists.setdefault(name, []).append(choice)

    def note_unused(self) -> None:
        for name, choices in self.lists.items():
            if name not in self.used:
                self._notes.at("choices", choices[0].row)(name, "list_unused")

    def same(self, words: str) -> Text:
        """The same words in every language, for numbers and names."""
        return dict.fromkeys(self._languages.codes, words)

    def coded(self, name: str, report: Report) -> list[dict[str, Any]]:
        """`[{code, label}]` of a list; reports names that are no codes."""
        found = self.lists[name]
        self.used.add(name)
        renamed = [f"{each.name} → {each.code}" for each in found if each.name != each.code]
        if renamed:
            report(f"{name}: {', '.join(renamed)}", "renamed")
        return [{"code": each.code, "label": each.label} for each in found]

    def valued(self, name: str) -> list[dict[str, Any]] | None:
        """`[{value, label}]` of a list whose names are 1, 2, ... in this order; else None."""
        found = self.lists.get(name, [])
        if len(found) < 2 or [each.name for each in found] != [
            str(number) for number in range(1, len(found) + 1)
        ]:
            return None
        self.used.add(name)
        return [{"value": value, "label": each.label} for value, each in enumerate(found, start=1)]

    def _choice(self, row: Row, taken: set[str]) -> Choice:
        name, report = row.get(NAME), self._notes.at("choices", row.number)
        label = without_references(self._languages.text(row, "label"), report)
        if not label:
            report(name, "name_as_label")
            label = self.same(name)
        return Choice(row.number, name, _code(name, taken), label)


def _code(name: str, taken: set[str]) -> str:
    """The name itself, when a choice may have it as its code."""
    if name in taken or not CODE.fullmatch(name):
        return key_of(name, taken, "c")
    taken.add(name)
    return name
