"""Which survey and period a page shows, and which others it speaks of beside that."""

from collections.abc import Sequence
from datetime import timedelta

from reporting_service.dashboards.rules.views import SurveyView

# The public's survey is looked at first.
FIRST = "SPKP-SPAK"
# Of a period, in which the one before is looked at first while there is nothing to tell.
FIRST_DAYS = timedelta(days=7)


def chosen(
    offered: Sequence[tuple[str, str]], instrument: str | None, period: str | None
) -> tuple[str, str] | None:
    """Of the (instrument, period) on offer, newest first: what was asked for, else the newest of
    the public's survey, else the newest. None if what was asked for is not there."""
    wanted = [
        pair for pair in offered if instrument in (None, pair[0]) and period in (None, pair[1])
    ]
    return min(wanted, key=lambda pair: pair[0] != FIRST, default=None)


def last_final(views: Sequence[SurveyView]) -> str | None:
    """The newest period whose result is final; `views` are newest first."""
    return next((view.period for view in views if view.is_final), None)


def running(views: Sequence[SurveyView], period: str | None) -> list[SurveyView]:
    """Those after `period` whose result is still to come, oldest first."""
    later = [view for view in views if view.period > (period or "") and not view.is_final]
    return later[::-1]
