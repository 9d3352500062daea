"""Which column holds which language: `label::Indonesian (id)`, `label::en`, plain `label`."""

import re
from collections.abc import Iterator

from forms_service.shared.definitions.reading import LANGUAGES
from forms_service.xlsforms.rules.model import Text
from forms_service.xlsforms.rules.sheets import Row, Sheet

NAMES = {
    "id": "Indonesian (id)",
    "en": "English (en)",
    "ja": "Japanese (ja)",
    "ko": "Korean (ko)",
}
WORDS = {
    "indonesian": "id",
    "indonesia": "id",
    "bahasa": "id",
    "bahasa indonesia": "id",
    "english": "en",
    "inggris": "en",
    "bahasa inggris": "en",
    "japanese": "ja",
    "jepang": "ja",
    "日本語": "ja",
    "korean": "ko",
    "korea": "ko",
    "한국어": "ko",
}
TRANSLATED = ("label", "hint")
CODE = re.compile(r"\(([a-z]{2})(?:-[\w-]+)?\)\s*$")


def code_of(name: str) -> str | None:
    """`Indonesian (id)`, `id` and `Bahasa Indonesia` give id; None for a language Suara has not."""
    plain = name.strip().lower()
    found = CODE.search(plain)
    code = found[1] if found else WORDS.get(plain, plain)
    return code if code in LANGUAGES else None


class Languages:
    """The languages of one form. `guessed` is that of columns without one when the form does not
    say it, `dropped` names those that Suara has not, `taken` one of these read as Indonesian."""

    def __init__(self, survey: Sheet, choices: Sheet, default: str | None) -> None:
        columns = [*_columns(survey), *_columns(choices)]
        named = list(dict.fromkeys(name for _, name in columns if name))
        plain = {column for column, name in columns if not name}
        self._codes = {name: code_of(name) for name in named}
        self.taken: str | None = None
        self.guessed: str | None = None
        if plain:
            self._codes[""] = self._plain(default, columns, plain)
        elif named and not any(self._codes.values()):
            self.taken = default if default in self._codes else named[0]
            self._codes[self.taken] = "id"
        self.dropped = [name for name in named if self._codes[name] is None]
        found = {*self._codes.values(), "id"}
        self.codes = [code for code in LANGUAGES if code in found]

    def text(self, row: Row, column: str) -> Text:
        """The words of a cell per language; empty when there are none."""
        found: Text = {}
        for name, code in self._codes.items():  # plain columns come last and fill gaps only
            words = row.get(column, name) if name else row.get(column)
            if code and words:
                found.setdefault(code, words)
        return {code: found[code] for code in self.codes if code in found}

    def _plain(
        self, default: str | None, columns: list[tuple[str, str]], plain: set[str]
    ) -> str | None:
        """That of the settings, else one whose words stand where no plain column does, else id."""
        if default and default.lower() != "default":
            code = code_of(default)
            self.taken = None if code else default
            return code or "id"
        beside = [name for column, name in columns if name and column in plain]
        free = [code for name, code in self._codes.items() if code and name not in beside]
        self.guessed = free[0] if free else "id"
        return self.guessed


def _columns(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """(sheet and column, language or '')."""
    for tokens in sheet.headers.values():
        if tokens[0] in TRANSLATED and len(tokens) <= 2:
            yield f"{sheet.name}.{tokens[0]}", tokens[1] if len(tokens) == 2 else ""
