"""What topics carry, typed, where several modules of several services read it. The schemas in
`topics/` say the same and more; a test compares both."""

from typing import Literal, NotRequired, TypedDict

Status = Literal["open", "closed"]
# Of a result: provisional is closed and not final yet.
Stage = Literal["open", "provisional", "final"]
# A release before the final result, that result, it corrected, and what a practice tenant sees.
Kind = Literal["coarse", "final", "correction", "practice"]
# Why a final result was corrected: answers left or came back, came in, or N is another.
Reason = Literal["exclusions", "answers", "recipients"]
# What a number of recipients rests on: the period itself, confirmed or not, the period before, or
# the confirmed months of a semester.
Source = Literal["own", "unconfirmed", "before", "months"]
# Whom a survey reaches: whoever comes upon a code, or everybody there is, once.
Reach = Literal["open", "all"]
Correction = Literal["none", "finite_population", "all_counted"]
# Whether surveys meet all limits of a predicate; by one reading of the stars alone: it depends.
Eligible = Literal["memenuhi", "belum", "bergantung_rumus"]
# Why a month has no figure in a standing; without service it drops out.
Lack = Literal["no_result", "few", "no_index", "other_formula", "no_service"]


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


class Basis(TypedDict):
    """What intervals rest on: N, null while nobody knows it, where it comes from, whom the survey
    reaches, and how the intervals are corrected for N."""

    recipients: int | None
    source: Source | None
    reach: Reach
    correction: Correction


class Ends(TypedDict):
    """Of a 95 % interval on scale 4, rounded outwards, each on its own side of each limit."""

    low: str
    high: str


class Tipping(TypedDict):
    """When the verdict on a limit (its name, and `at` which value) turns: only where the `others`,
    who did not answer, have an index below `mean` (a verdict that holds) or of `mean` and more (one
    that fails). Null where none of theirs turns it."""

    limit: str
    at: str
    others: int
    mean: str | None


class IndexFigures(TypedDict):
    """One index. Decimals are strings; `note` says why there is no value, or what it hangs on.
    `interval` is null where it would tell of few people, or everybody is counted; `standard_error`
    stands there in editions before it."""

    code: str
    value: str | None
    display4: str | None
    display100: str | None
    band_value: str | None
    band: str | None
    band_label: dict[str, str] | None
    standard_error: NotRequired[str | None]
    interval: NotRequired[Ends | None]
    tipping: NotRequired[list[Tipping]]
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


class PartGroup(TypedDict):
    """One service or way of answering, or several (`names`) that are joined."""

    names: list[str]
    n: int
    indices: list[OtherFigure]


class Part(TypedDict):
    """All answers of a final result `by` service or mode: each is in one group."""

    by: str
    groups: list[PartGroup]


class RespondentGroup(TypedDict):
    """One choice, or several (`names`) that are joined."""

    names: list[str]
    n: int


class Respondents(TypedDict):
    """How many answers by one question: each is in one group."""

    question: str
    groups: list[RespondentGroup]


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
    """All that is computed of the answers of one moment. `margin` is there where the indices are
    coarse: 95 of 100 are at most so far from the exact ones."""

    n: int
    basis: NotRequired[Basis]
    indices: list[IndexFigures]
    indicators: list[Indicator]
    variants: NotRequired[list[Variant]]
    counts: NotRequired[Counts]
    findings: NotRequired[list[Finding]]
    parts: NotRequired[list[Part]]
    respondents: NotRequired[list[Respondents]]
    withheld: NotRequired[str | None]
    margin: NotRequired[str]
    earlier_edition: NotRequired[bool]


class Released(Figures):
    """Figures as they were published; releases of a survey are numbered from 1. Editions before
    `kind` published exact figures while a survey was open."""

    released_at: str
    kind: NotRequired[Kind]
    number: NotRequired[int]
    reason: NotRequired[Reason | None]


class Score(TypedDict):
    """`scoring.scores.v1`; editions before `excluded`, `stage` and `final_at` did not say them."""

    survey_id: str
    instrument: str
    period: str
    form_version_id: str
    formula_version_id: str
    formula: str
    status: Status
    stage: NotRequired[Stage]
    final_at: NotRequired[str]
    revision: int
    count: int
    excluded: NotRequired[int]
    target: int | None
    released: Released | None


class StandingMonth(TypedDict):
    """One month of a window; `n` and `values` (by index) as its final result shows them."""

    period: str
    n: int | None
    why: Lack | None
    values: dict[str, str]


class ThreeMonths(TypedDict):
    """An index over the window by one reading, on scale 4; null without any month."""

    name: str
    mean: str | None
    display: str | None
    without_short: str | None
    pooled: str | None
    points: str | None


class StandingIndex(TypedDict):
    """An index by each reading."""

    code: str
    readings: list[ThreeMonths]


class AtLimit(TypedDict):
    """Whether a reading meets a limit, and what each further month would need for it."""

    name: str
    meets: bool
    needed: str | None


class Limited(TypedDict):
    """An index beside its limit; `needed`, as the formula counts, is enough by each reading."""

    code: str
    limit: str
    needed: str | None
    readings: list[AtLimit]


class Predicate(TypedDict):
    """`wbk` or `wbbm`, as far as surveys say."""

    name: str
    state: Eligible
    indices: list[Limited]


class Standing(TypedDict):
    """Of one instrument, over the months up to its newest final result."""

    instrument: str
    formula: str
    formula_version_id: str
    reading: str
    minimum: int
    n: int
    months: list[StandingMonth]
    months_missing: int
    people_missing: int
    further: int
    indices: list[StandingIndex]
    predicates: list[Predicate]


class Standings(TypedDict):
    """`scoring.standings.v1`: where a unit stands on the way to WBK and WBBM."""

    tenant_id: str
    standings: list[Standing]
