"""Who answered, as scoring tells it of a final result: how many by each question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.form_shapes import FormDefinition
from contracts.shapes import RespondentGroup, Respondents
from contracts.wording import word_in

# Questions of the profile, and a person's several choices, as scoring writes them.
PROFILE, AND = "profile.", "+"
# So many questions are in the first sentence.
MOST_TOLD = 3


@dataclass(frozen=True)
class Row:
    """`names`: of one choice, or of several that are joined; days and languages as scoring tells
    them, "" is who left the question out. `percent` of all who answered."""

    names: Sequence[str]
    n: int
    percent: int


@dataclass(frozen=True)
class Table:
    """`title` is the question's own, None for `question` language and day."""

    question: str
    title: str | None
    rows: Sequence[Row]

    @property
    def most(self) -> Row | None:
        """The choice of most people, of a question of the profile."""
        chosen = [row for row in self.rows if self.title and len(row.names) == 1 and row.names[0]]
        return max(chosen, key=lambda row: row.n, default=None)


def tables(told: Sequence[Respondents], form: FormDefinition, language: str) -> list[Table]:
    """Questions of the profile in the order of the form, then language and day. A form of an
    earlier edition may have no profile."""
    known = {each["question"]: each["groups"] for each in told}
    found = []
    for question in form.get("profile") or ():
        words = {each["code"]: word_in(each["label"], language) for each in question["options"]}
        key = PROFILE + question["key"]
        if groups := known.get(key):
            found.append(Table(key, word_in(question["text"], language), _rows(groups, words)))
    others = [
        Table(key, None, _rows(known[key], {})) for key in ("language", "day") if key in known
    ]
    return [*found, *others]


def most(found: Sequence[Table]) -> list[Row]:
    """What the first sentence tells."""
    return [row for table in found if (row := table.most)][:MOST_TOLD]


def _rows(groups: Sequence[RespondentGroup], words: Mapping[str, str]) -> list[Row]:
    n = sum(group["n"] for group in groups)
    return [
        Row([_words(name, words) for name in group["names"]], group["n"], _percent(group["n"], n))
        for group in groups
    ]


def _words(choice: str, words: Mapping[str, str]) -> str:
    return ", ".join(words.get(code, code) for code in choice.split(AND))


def _percent(part: int, whole: int) -> int:
    return (200 * part + whole) // (2 * whole)
