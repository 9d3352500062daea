"""What the pages of a unit show, from the states of its surveys; no number is computed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contracts.enough import COARSE_FROM, minimum_of
from contracts.form_shapes import FormVersion
from contracts.shapes import Kind, Part, Reason, Respondents, Score, Stage, Survey, Target

from reporting_service.dashboards.rules import charts
from reporting_service.dashboards.rules.arrivals import Arrivals, arrivals
from reporting_service.dashboards.rules.charts import Axis
from reporting_service.dashboards.rules.forecast import Forecast
from reporting_service.dashboards.rules.indices import IndexView, index_view
from reporting_service.dashboards.rules.parts import Comparison, comparisons, service_words
from reporting_service.dashboards.rules.respondents import Row, Table, most, tables
from reporting_service.dashboards.rules.statements import (
    DotPlot,
    Spread,
    Statement,
    dot_plots,
    listed,
    spreads,
    statements,
    weak,
    weakest,
)
from reporting_service.dashboards.rules.verdict import PASSING

State = Mapping[str, Any]
# Why no index has a value, where all say the same: key of the first sentence.
NO_HEADLINE = {"formula_does_not_fit": "no_fit", "few": "too_few"}


@dataclass(frozen=True)
class SurveyView:
    """One survey of a unit. `n` answers are in the figures, `count` have come in, of which
    `excluded` count towards nothing and `waiting` were not there at the last release, which moves
    by `step` new ones. `stage` is that of its result, `final_at` when it is final, `kind` that of
    the newest release, `reason` why that corrected a final one. `withheld` says why there are no
    statements, `parts` are services and ways of answering as scoring tells them,
    `minimum` from how many answers on an index is judged."""

    survey_id: str
    instrument: str
    period: str
    is_open: bool
    closes_at: str
    official: bool
    count: int
    excluded: int
    target: int | None
    target_reason: str
    n: int
    step: int
    stage: Stage
    final_at: str | None
    kind: Kind | None
    reason: Reason | None
    minimum: int
    waiting: int
    all_excluded: bool
    released_at: str | None
    formula: str
    withheld: str | None
    indices: Sequence[IndexView]
    statements: Sequence[Statement]
    arrivals: Arrivals | None = None
    parts: Sequence[Part] = ()
    services: Mapping[str, str] = field(default_factory=dict)
    told_respondents: Sequence[Respondents] = ()
    respondents: Sequence[Table] = ()
    forecast: Forecast | None = None

    @property
    def counted(self) -> int:
        """Towards the target: what came in and is not excluded."""
        return self.count - self.excluded

    @property
    def share(self) -> float:
        """Of the target, from 0 to 100."""
        return min(100.0, 100 * self.counted / self.target) if self.target else 0.0

    @property
    def withheld_why(self) -> str | None:
        """Key of the sentence. A closed period promises no further answers."""
        return "few_closed" if self.withheld == "few" and not self.is_open else self.withheld

    @property
    def coarse(self) -> bool:
        return self.kind == "coarse"

    @property
    def moves(self) -> bool:
        """Whether its figures are still to change."""
        return self.is_open or self.coarse

    @property
    def margin(self) -> str | None:
        """That of a coarse picture."""
        return next((index.margin for index in self.indices), None)

    @property
    def decided_later(self) -> int:
        """Answers that were excluded, or put back, since the final result, and do not change it."""
        known = self.arrivals.excluded if self.arrivals else 0
        return abs(self.excluded - known) if self.stage == "final" else 0

    @property
    def too_few(self) -> bool:
        return 0 < self.n < self.minimum

    @property
    def headline(self) -> IndexView | None:
        """The worse of the indices speaks first."""
        found = [index for index in self.indices if index.value is not None]
        return min(found, key=lambda index: index.need, default=None)

    @property
    def case(self) -> str:
        """Key of the first sentence. Of a closed period nothing is to come."""
        if self.all_excluded:
            return "all_excluded"
        if not self.count:
            return "empty" if self.is_open else "empty_closed"
        if not self.n:
            return self._without_figures
        if not self.headline:
            return _without_index({index.note for index in self.indices})
        if self.coarse:
            return "coarse"
        if self.too_few:
            return "few" if self.is_open else "few_closed"
        return "index"

    @property
    def _without_figures(self) -> str:
        if not self.is_open:
            return "provisional" if self.final_at else "count"
        return "waiting" if self.counted < COARSE_FROM else "tomorrow"

    @property
    def with_limits(self) -> bool:
        return any(index.limit for index in self.indices)

    @property
    def axis(self) -> Axis:
        texts = [text for each in self.indices for text in (each.value, each.low, each.limit)]
        values = [float(text) for text in texts if text]
        return charts.index_axis(values)

    @property
    def is_final(self) -> bool:
        return self.stage == "final" and self.n > 0 and not self.coarse

    @property
    def weak_of(self) -> str | None:
        """The index that is not met: what is weak in it comes first, where anything is."""
        head = self.headline
        doubtful = head and head.limit and head.state not in PASSING
        return head.code if head and doubtful and weak(self.statements, head.code) else None

    @property
    def weak(self) -> list[Statement]:
        return listed(weak(self.statements, self.weak_of))

    @property
    def weakest(self) -> list[Statement]:
        return weakest(weak(self.statements, self.weak_of))

    @property
    def comparisons(self) -> list[Comparison]:
        return comparisons(self.parts, self.headline.code, self.services) if self.headline else []

    @property
    def most_respondents(self) -> list[Row]:
        return most(self.respondents)

    @property
    def hidden(self) -> list[Statement]:
        return [row for row in self.statements if row.hidden]

    @property
    def dot_plots(self) -> list[DotPlot]:
        return dot_plots(self.statements)

    @property
    def spreads(self) -> list[Spread]:
        return spreads(self.statements)


def _without_index(notes: set[str | None]) -> str:
    """Where all indices lack a value for the same reason, it is said."""
    reason = notes.pop() if len(notes) == 1 else None
    return NO_HEADLINE.get(reason or "", "no_index")


def survey_view(
    survey: Survey,
    score: Score | None,
    target: Target | None,
    form: FormVersion,
    formula: State,
    language: str,
    services: Sequence[State] = (),
) -> SurveyView:
    """From the states as they stand in the read model."""
    released = score["released"] if score else None
    rules = formula["definition"]
    count = score["count"] if score else 0
    n = released["n"] if released else 0
    came = arrivals(released)
    seen = _seen(score, came)
    who = released.get("respondents", []) if released else []
    return SurveyView(
        survey_id=survey["survey_id"],
        instrument=survey["instrument"],
        period=survey["period"],
        is_open=survey["status"] == "open",
        closes_at=survey["closes_at"],
        official=form["official"],
        count=count,
        excluded=score.get("excluded", 0) if score else 0,
        target=target["target"] if target else None,
        target_reason=target["reason"][language] if target else "",
        n=n,
        step=survey["release_step"],
        stage=_stage(survey, score),
        final_at=score.get("final_at") if score else None,
        kind=released.get("kind") if released else None,
        reason=released.get("reason") if released else None,
        minimum=minimum_of(rules),
        waiting=count - seen if released else 0,
        all_excluded=all_excluded(score),
        released_at=released["released_at"] if released else None,
        formula=formula["code"],
        withheld=released.get("withheld") if released else None,
        indices=sorted(
            (index_view(row, released, rules, language) for row in released["indices"]),
            key=lambda index: index.need,
        )
        if released
        else [],
        statements=statements(released, form["definition"], rules, language) if released else [],
        arrivals=came,
        parts=released.get("parts", []) if released else [],
        services=service_words(services, language),
        told_respondents=who,
        respondents=tables(who, form["definition"], language),
    )


def _stage(survey: Survey, score: Score | None) -> Stage:
    """Editions before stages published exact figures: those of a closed survey were its last."""
    told: Stage = "open" if survey["status"] == "open" else "final"
    return score.get("stage", told) if score else "open"


def _seen(score: Score | None, came: Arrivals | None) -> int:
    """Answers that the newest release knows, in it or left out."""
    if score is None or score["released"] is None:
        return score.get("excluded", 0) if score else 0
    return int(score["released"]["n"]) + (came.excluded if came else 0)


def all_excluded(score: Score | None) -> bool:
    """Nothing is released and nothing waits to be, though answers came in."""
    if score is None or score["released"] is not None:
        return False
    return bool(0 < score["count"] == score.get("excluded"))
