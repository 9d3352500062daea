"""A published questionnaire, typed: what readers of `forms.form-versions.v1` find in `definition`.

`data/instrument.schema.json` of forms says the same and more; a test compares both. A draft may be
incomplete or wrong: nothing here is promised of one. Texts are the same words by language.
"""

from typing import Literal, NotRequired, TypedDict

Text = dict[str, str]
ItemType = Literal[
    "stars", "scale", "one", "many", "number", "date", "short_text", "long_text", "note"
]
Operator = Literal[
    "equals", "not_equals", "at_least", "at_most", "includes", "answered", "not_answered"
]

# One of its names is a word of Python. Values are codes of choices, numbers, or days.
Rule = TypedDict("Rule", {"item": str, "is": Operator, "value": NotRequired[str | int]})


class Condition(TypedDict):
    """When an item is asked: one of both, rules on items before it."""

    all: NotRequired[list[Rule]]
    any: NotRequired[list[Rule]]


class Option(TypedDict):
    """Of a scale: what counts, and what it is called."""

    value: int
    label: Text


class Choice(TypedDict):
    """Of a closed question that does not count."""

    code: str
    label: Text


class Item(TypedDict):
    """One statement or question. Stars have `points`, scales `options`, one and many `choices`;
    `exclusive` is a code, `weight` an exact fraction, `replaces` the key of an official item."""

    key: str
    section: str
    type: ItemType
    points: NotRequired[int]
    weight: str | None
    required: bool
    source: str
    indicator: Text
    short: Text
    text: Text
    info: Text | None
    options: NotRequired[list[Option]]
    choices: NotRequired[list[Choice]]
    exclusive: NotRequired[str]
    min: NotRequired[int]
    max: NotRequired[int]
    latest: NotRequired[Literal["today"]]
    show_if: NotRequired[Condition]
    own: NotRequired[bool]
    replaces: NotRequired[str]


class Index(TypedDict):
    code: str
    name: Text


class Section(TypedDict):
    """`index` is the code of the index that its items count in."""

    key: str
    index: str | None
    title: Text
    intro: Text | None


class Stars(TypedDict):
    """Words from one star to all."""

    points: int
    official_words: bool
    words: list[Text]
    legend: Text
    repeat_back: Text


class ProfileQuestion(TypedDict):
    """About the person; `exclusive` is the code that stands alone."""

    key: str
    type: Literal["one", "many"]
    text: Text
    reason: Text | None
    exclusive: str | None
    options: list[Choice]


class Wording(TypedDict):
    start: Text
    progress: Text
    choose: Text
    missing_one: Text
    missing_many: Text


class Suggestion(TypedDict):
    prompt: Text
    hint: Text


class Contact(TypedDict):
    prompt: Text
    name: Text
    phone: Text
    hint: Text


class Page(TypedDict):
    """What stands around the items; without `layout` one statement is on each screen."""

    consent: Text
    assurance: Text
    not_complaints: Text
    layout: NotRequired[Literal["paged", "scroll"]]
    show_result: NotRequired[bool]
    suggestion: Suggestion | None
    contact: Contact | None


class FormDefinition(TypedDict):
    """The whole questionnaire; `based_on` is the id of the official version that a unit's own
    questions rest on."""

    format: Literal[1]
    code: str
    version: int
    official: bool
    audience: Literal["public", "employees"]
    languages: list[str]
    unofficial_languages: list[str]
    source: str
    minutes: int
    title: Text
    notice: Text | None
    lead: Text
    wording: Wording
    stars: Stars | None
    indices: list[Index]
    sections: list[Section]
    items: list[Item]
    profile: list[ProfileQuestion]
    page: Page
    based_on: NotRequired[str]


class FormVersion(TypedDict):
    """`forms.form-versions.v1`. `effective_from` is a day; `own_of` the tenant whose own questions
    it holds; both null or absent for what is in effect at once, and for all."""

    form_version_id: str
    instrument: str
    version: int
    owner_tenant_id: str
    official: bool
    languages: list[str]
    status: Literal["published", "withdrawn"]
    published_at: str
    hash: str
    effective_from: NotRequired[str | None]
    own_of: NotRequired[str | None]
    definition: FormDefinition
