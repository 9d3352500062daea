"""All that a page says first of a final result, in one place, so that it says one thing of each: a
verdict, what is weak, and what is to be done by when (ui guide 9.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reporting_service.dashboards.rules.indices import IndexView
from reporting_service.dashboards.rules.statements import Statement
from reporting_service.dashboards.rules.sureness import Tip
from reporting_service.dashboards.rules.verdict import PASSING
from reporting_service.dashboards.rules.views import SurveyView

# Where no next result is known: as long as it takes from one to the next.
A_MONTH = timedelta(days=30)


@dataclass(frozen=True)
class ToDo:
    """`key` names the sentence, `weakest` the statements it speaks of, `by` (ISO) the day before
    which: then the next result speaks, or no more answers come."""

    key: str
    weakest: Sequence[Statement]
    by: str | None


@dataclass(frozen=True)
class Voice:
    """`others` are the indices beside the one in the headline; `several` whether three months are
    spoken of too: not beside a month that cannot be judged; `tip` is when the verdict turns; `todo`
    is None of a month that a later one has overtaken."""

    others: Sequence[IndexView]
    several: bool
    tip: Tip | None
    todo: ToDo | None


def voice(shown: SurveyView, *, newest: bool, running: Sequence[SurveyView]) -> Voice | None:
    """Of a final result; `newest`: no later one is final. `running` are the surveys after it whose
    result is still to come, oldest first. None where there is nothing to say beside the count."""
    if not shown.is_final:
        return None
    head = shown.headline
    todo = _todo(shown, head, running) if newest else None
    if head is None:
        return Voice((), True, None, todo) if todo else None
    others = [index for index in shown.indices if index is not head and index.value]
    return Voice(others, not head.doubt, _tip(shown, head), todo)


def _tip(shown: SurveyView, head: IndexView) -> Tip | None:
    """Of the limit that the headline judges by; a verdict that is in doubt turns by less."""
    if head.doubt or shown.too_few or head.state == "depends":
        return None
    return next((tip for tip in head.sure.tips if tip.limit is None), None)


def _todo(shown: SurveyView, head: IndexView | None, running: Sequence[SurveyView]) -> ToDo | None:
    key = _gravest(shown, head)
    if key is None:
        return None
    result = next((view.final_at for view in running if view.final_at), None)
    close = next((view.closes_at for view in running if view.is_open), None)
    by = (close if key == "more" else None) or result or _later(shown)
    return ToDo(key, shown.weakest if key == "weak" else (), by)


def _gravest(shown: SurveyView, head: IndexView | None) -> str | None:
    """What makes the verdict unsafe comes before what the verdict is of. None where a formula is to
    be mended, which is not the unit's."""
    if shown.too_few:
        return "more"
    if head is None:
        return None
    if head.doubt:
        return "excluded" if head.doubt.key.startswith("excluded") else "marked"
    if shown.weakest:
        return "weak"
    return "all" if head.limit and head.state not in PASSING else "keep"


def _later(shown: SurveyView) -> str | None:
    final_at = shown.final_at
    return (datetime.fromisoformat(final_at) + A_MONTH).isoformat() if final_at else None
