"""What the pages of a unit show, from the states of its surveys; no number is computed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.enough import minimum_of
from contracts.form_shapes import FormVersion
from contracts.shapes import Score, Survey, Target

from reporting_service.dashboards.rules import charts
from reporting_service.dashboards.rules.arrivals import Arrivals, arrivals
from reporting_service.dashboards.rules.charts import Axis
from reporting_service.dashboards.rules.indices import IndexView, index_view
from reporting_service.dashboards.rules.statements import (
    DotPlot,
    Spread,
    Statement,
    dot_plots,
    spreads,
    statements,
    weakest,
)

State = Mapping[str, Any]


@dataclass(frozen=True)
class SurveyView:
    """One survey of a unit. `n` answers are in the figures, `count` have come in, of which
    `excluded` count towards nothing and `waiting` were not there at the last release; the next
    comes at `next_release` answers, or later where some of those are excluded. `withheld` says why
    there are no statements, `minimum` from how many answers on an index is judged."""

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
    next_release: int
    minimum: int
    waiting: int
    all_excluded: bool
    released_at: str | None
    formula: str
    withheld: str | None
    indices: Sequence[IndexView]
    statements: Sequence[Statement]
    arrivals: Arrivals | None = None

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
            return "waiting" if self.is_open else "count"
        if not self.headline:
            notes = {index.note for index in self.indices}
            return "no_fit" if notes == {"formula_does_not_fit"} else "no_index"
        if self.too_few:
            return "few" if self.is_open else "few_closed"
        return "index"

    @property
    def with_limits(self) -> bool:
        return any(index.limit for index in self.indices)

    @property
    def axis(self) -> Axis:
        texts = [text for each in self.indices for text in (each.value, each.low, each.limit)]
        values = [float(text) for text in texts if text]
        return charts.index_axis(values)

    @property
    def weakest(self) -> list[Statement]:
        return weakest(self.statements)

    @property
    def hidden(self) -> list[Statement]:
        return [row for row in self.statements if row.hidden]

    @property
    def dot_plots(self) -> list[DotPlot]:
        return dot_plots(self.statements)

    @property
    def spreads(self) -> list[Spread]:
        return spreads(self.statements)


def survey_view(
    survey: Survey,
    score: Score | None,
    target: Target | None,
    form: FormVersion,
    formula: State,
    language: str,
) -> SurveyView:
    """From the states as they stand in the read model."""
    released = score["released"] if score else None
    rules = formula["definition"]
    count = score["count"] if score else 0
    n = released["n"] if released else 0
    came = arrivals(released)
    seen = _seen(score, came)
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
        next_release=max(seen + survey["release_step"], count + 1),
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
    )


def _seen(score: Score | None, came: Arrivals | None) -> int:
    """Answers behind which the next step begins. What is excluded fills none, and a release says
    how much it knew of that."""
    if score is None or score["released"] is None:
        return score.get("excluded", 0) if score else 0
    return int(score["released"]["n"]) + (came.excluded if came else 0)


def all_excluded(score: Score | None) -> bool:
    """Nothing is released and nothing waits to be, though answers came in."""
    if score is None or score["released"] is not None:
        return False
    return bool(0 < score["count"] == score.get("excluded"))


def chosen(
    offered: Sequence[tuple[str, str]], instrument: str | None, period: str | None
) -> tuple[str, str] | None:
    """Of the (instrument, period) on offer, newest first: what was asked for, else the newest of
    the public's survey, else the newest. None if what was asked for is not there."""
    wanted = [
        pair for pair in offered if instrument in (None, pair[0]) and period in (None, pair[1])
    ]
    return min(wanted, key=lambda pair: pair[0] != FIRST, default=None)


FIRST = "SPKP-SPAK"
