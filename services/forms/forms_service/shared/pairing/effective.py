"""Which form version a survey takes when it opens: a version takes effect at the next period unless
its author said otherwise. Used by the opening of surveys and by the page that publishes."""

from collections.abc import Iterable
from datetime import date

from contracts.form_shapes import FormVersion

from forms_service.shared.period import SEMESTER_INSTRUMENTS


def version_for(
    versions: Iterable[FormVersion], instrument: str, tenant_id: str, day: date
) -> FormVersion | None:
    """The version of `instrument` in effect on `day` at one tenant; None when there is none.

    A tenant's own version counts only while it rests on the official version in effect: after the
    ministry publishes anew, the own questions wait until they are put on the new text.
    """
    held = [
        each
        for each in versions
        if each["instrument"] == instrument and each["status"] == "published" and _begun(each, day)
    ]
    official = _newest(each for each in held if not each.get("own_of"))
    own = _newest(each for each in held if each.get("own_of") == tenant_id)
    if own and official and own["definition"].get("based_on") == official["form_version_id"]:
        return own
    return official


def waits(own: FormVersion, official: Iterable[FormVersion]) -> bool:
    """Whether a unit's own version, in effect or not, rests on an official one that is replaced."""
    newest = _newest(official)
    return newest is not None and own["definition"].get("based_on") != newest["form_version_id"]


def _begun(state: FormVersion, day: date) -> bool:
    begins = state.get("effective_from")
    return begins is None or str(begins) <= day.isoformat()


def _newest(versions: Iterable[FormVersion]) -> FormVersion | None:
    return max(versions, key=lambda each: int(each["version"]), default=None)


def next_period_begins(period_kind: str, today: date) -> date:
    """First day of the month or semester after the one that `today` is in."""
    if period_kind == "month":
        months = today.year * 12 + today.month
    else:
        months = today.year * 12 + (6 if today.month <= 6 else 12)
    return date(months // 12, months % 12 + 1, 1)


def period_kind(instrument: str) -> str:
    """`month` or `semester`: IKM and INTEGRITAS run once a semester, anything else monthly."""
    return "semester" if instrument in SEMESTER_INSTRUMENTS else "month"


def later_periods(instrument: str, today: date, count: int) -> list[date]:
    """First days of the next `count` periods; the first is the usual day of effect."""
    days = [next_period_begins(period_kind(instrument), today)]
    while len(days) < count:
        days.append(next_period_begins(period_kind(instrument), days[-1]))
    return days
