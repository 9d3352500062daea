"""What Suara itself has computed of an office, period by period, for what is shown beside it."""

from collections.abc import Iterable, Iterator, Mapping

from contracts.summary_shapes import Own, Summary

from reporting_service.dashboards.rules.views import SurveyView

Key = tuple[str, str]
"""Period and index."""


def computed(
    history: Iterable[SurveyView], together: Mapping[str, Summary]
) -> dict[Key, str | None]:
    """Final values as pages show them, of surveys and of whole quarters and semesters; None while
    one is not final or lacks a month."""
    return {**dict(_surveys(history)), **dict(_spans(together))}


def _surveys(history: Iterable[SurveyView]) -> Iterator[tuple[Key, str | None]]:
    for view in history:
        final = view.stage == "final" and not view.coarse
        for index in view.indices:
            yield (view.period, index.code), index.value if final else None


def _spans(together: Mapping[str, Summary]) -> Iterator[tuple[Key, str | None]]:
    for period, summary in together.items():
        if own := summary["own"]:
            for index in own["indices"]:
                yield (period, index["code"]), index["display"] if _whole(own) else None


def _whole(own: Own) -> bool:
    return all(month["why"] in (None, "no_service") for month in own["months"])
