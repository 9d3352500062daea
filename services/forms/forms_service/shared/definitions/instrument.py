"""What the definition of an instrument says, as frozen dataclasses. Read from the data files by
`seed_files`, checked by `definition`, published word for word in form versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from forms_service.shared.definitions.reading import Raw, Text, read


@dataclass(frozen=True, slots=True)
class Option:
    """One labelled answer of a `scale` item; values run from 1."""

    value: int
    label: Text


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One statement or question; `answers` says which fields go with which type. `own` is a
    unit's own question, `replaces` the official item it stands for, `show_if` when it is asked."""

    key: str
    section: str
    type: str
    required: bool
    source: str
    indicator: Text
    short: Text
    text: Text
    info: Text | None
    weight: Fraction | None
    points: int = 0
    options: tuple[Option, ...] = ()
    choices: tuple[Choice, ...] = ()
    exclusive: str | None = None
    min: int | None = None
    max: int | None = None
    latest: str | None = None
    show_if: Raw | None = None
    own: bool = False
    replaces: str | None = None

    @property
    def answers(self) -> tuple[object, ...]:
        """What may be answered: 1..6 for six stars, 1..4 for four options, codes of choices."""
        codes = tuple(choice.code for choice in self.choices)
        return codes or tuple(range(1, (self.points or len(self.options)) + 1))


@dataclass(frozen=True, slots=True)
class Section:
    """Items that stand together; those of a section without an index do not count."""

    key: str
    index: str | None
    title: Text
    intro: Text | None


@dataclass(frozen=True, slots=True)
class Index:
    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Stars:
    """Words of the stars. `words[0]` and `words[-1]` are also the labels at the two ends."""

    points: int
    official_words: bool
    words: tuple[Text, ...]
    legend: Text
    repeat_back: Text


@dataclass(frozen=True, slots=True)
class ProfileQuestion:
    """A closed, always optional question on the respondent; type `one` or `many`. `exclusive` is
    the code that rules the others out ("tidak_ada"), `reason` says why it is asked."""

    key: str
    type: str
    text: Text
    reason: Text | None
    exclusive: str | None
    options: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences of the page that differ by instrument; {n}, {total}, {minutes} are filled in."""

    start: Text
    progress: Text
    choose: Text
    missing_one: Text
    missing_many: Text


@dataclass(frozen=True, slots=True)
class Suggestion:
    prompt: Text
    hint: Text


@dataclass(frozen=True, slots=True)
class Contact:
    prompt: Text
    name: Text
    phone: Text
    hint: Text


@dataclass(frozen=True, slots=True)
class Page:
    """What a respondent is told, versioned with the form (UU 27/2022 article 21). `layout`: one
    statement per screen, or all on one page; `show_result`: the thanks show the last result."""

    consent: Text
    assurance: Text
    not_complaints: Text
    suggestion: Suggestion | None
    contact: Contact | None
    layout: str = "paged"
    show_result: bool = False


@dataclass(frozen=True, slots=True)
class Instrument:
    format: int
    code: str
    version: int
    official: bool
    audience: str
    languages: tuple[str, ...]
    unofficial_languages: tuple[str, ...]
    source: str
    minutes: int
    title: Text
    notice: Text | None
    lead: Text
    wording: Wording
    stars: Stars | None
    indices: tuple[Index, ...]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    profile: tuple[ProfileQuestion, ...]
    page: Page
    based_on: str | None = None


def read_instrument(data: Mapping[str, object]) -> Instrument:
    """Read a definition; raises `reading.Unreadable`, which names the path of a wrong shape."""
    return read(Instrument, data)
