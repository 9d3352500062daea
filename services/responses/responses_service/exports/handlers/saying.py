"""Since when a unit has a file of a survey, or why it has none yet, in the reader's language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from chassis import clock
from chassis.pages import lang, t, whole

from responses_service.exports.rules.release import LEAST, Standing
from responses_service.shared.words import day_words


def standing_words(standing: Standing, zone: str) -> str:
    """A sentence; days are those of `zone`, in which the unit lives."""
    rows, since, due = standing.rows, standing.since, standing.due
    if standing.file_since:
        return t("exports.ready", rows=whole(rows), day=_day(standing.file_since, zone))
    if since:
        return t("exports.few", rows=whole(rows), least=LEAST)
    if due and due > clock.now():
        return t("exports.later", day=_day(due, zone), least=LEAST)
    return t("exports.not_final", least=LEAST)


def _day(moment: datetime, zone: str) -> str:
    return day_words(moment.astimezone(ZoneInfo(zone)).date(), lang())
