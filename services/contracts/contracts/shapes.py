"""What topics carry, typed, where several modules of several services read it. The schemas in
`topics/` say the same and more; a test compares both."""

from typing import Literal, NotRequired, TypedDict

Status = Literal["open", "closed"]


class Survey(TypedDict):
    """`forms.surveys.v1`. Times are ISO 8601; editions before `late_days` did not say it."""

    survey_id: str
    tenant_id: str
    instrument: str
    form_version_id: str
    formula_version_id: str
    period: str
    opens_at: str
    closes_at: str
    late_days: NotRequired[int]
    release_step: int
    status: Status


class Target(TypedDict):
    """`scoring.targets.v1`: how many answers are wanted, by which rule and why, by language."""

    survey_id: str
    tenant_id: str
    period: str
    population: int | None
    target: int | None
    rule: str
    reason: dict[str, str]


class IndexFigures(TypedDict):
    """One index. Decimals are strings; `note` says why there is no value, or what it hangs on."""

    code: str
    value: str | None
    display4: str | None
    display100: str | None
    band_value: str | None
    band: str | None
    band_label: dict[str, str] | None
    standard_error: NotRequired[str | None]
    note: str | None


class Indicator(TypedDict):
    """One statement: its mean on its own scale, and on scale 4 where that is the formula's."""

    item: str
    n: int
    mean: str | None
    value4: str | None
    options: list[int]


class OtherFigure(TypedDict):
    """An index from more or fewer answers; null where it would tell of few people."""

    code: str
    value: str | None
    display4: str | None


class Variant(TypedDict):
    """All indices with the excluded answers, or without the flagged ones."""

    name: str
    n: int
    indices: list[OtherFigure]


class Counts(TypedDict):
    """How many answers came how; `excluded` are none of the others."""

    excluded: int
    flagged: int
    modes: dict[str, int]
    tokens: dict[str, int]


class Finding(TypedDict):
    """What a reader should know: `n` is beyond `limit`."""

    code: str
    n: int
    limit: int


class Figures(TypedDict):
    """All that is computed of the answers of one moment."""

    n: int
    indices: list[IndexFigures]
    indicators: list[Indicator]
    variants: NotRequired[list[Variant]]
    counts: NotRequired[Counts]
    findings: NotRequired[list[Finding]]
    withheld: NotRequired[str | None]
    earlier_edition: NotRequired[bool]


class Released(Figures):
    """Figures as they were published."""

    released_at: str


class Score(TypedDict):
    """`scoring.scores.v1`; editions before `excluded` did not say it."""

    survey_id: str
    instrument: str
    period: str
    form_version_id: str
    formula_version_id: str
    formula: str
    status: Status
    revision: int
    count: int
    excluded: NotRequired[int]
    target: int | None
    released: Released | None
