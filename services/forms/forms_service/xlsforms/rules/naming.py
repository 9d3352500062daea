"""Names of an XLSForm as keys of a definition: lower case, 40 characters, each once."""

import re

from forms_service.xlsforms.rules.model import Report, Text

LONGEST = 40
REFERENCE = re.compile(r"\$\{[^}]*\}")
MARKUP = re.compile(r"</?[a-zA-Z][^>]*>")


def key_of(name: str, taken: set[str], stem: str = "q") -> str:
    """`Age-group` gives age_group, `1` gives q_1; a number is put behind a key that is taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if name.islower() and re.fullmatch(r"[a-z][a-z0-9_]*", name):
        plain = name  # a name that is a key already stays letter for letter
    base = (plain if plain[:1].isalpha() else f"{stem}_{plain}".rstrip("_"))[:LONGEST]
    found, number = base, 2
    while found in taken:
        found = f"{base[: LONGEST - len(str(number)) - 1]}_{number}"
        number += 1
    taken.add(found)
    return found


def shortened(words: str, longest: int = 60) -> str:
    """Whole words, at most `longest` characters, for the short name of an item."""
    if len(words) <= longest:
        return words
    cut = words[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,.;:") + "…"


def without_references(text: Text, report: Report) -> Text:
    """Answers of other questions cannot stand in a text: `${name}` becomes an ellipsis."""
    named = [found for words in text.values() for found in REFERENCE.findall(words)]
    for reference in dict.fromkeys(named):
        report(reference, "reference_removed")
    for tag in dict.fromkeys(tag for words in text.values() for tag in MARKUP.findall(words)):
        report(tag, "shown_as_written")
    return {language: REFERENCE.sub("…", words) for language, words in text.items()}
