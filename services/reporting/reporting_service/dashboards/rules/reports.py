"""The JSON of a report: the figures of the pages, without their drawing."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from contracts.shapes import Standing
from contracts.summary_shapes import Summary

from reporting_service.dashboards.rules.indices import IndexView
from reporting_service.dashboards.rules.statements import Statement
from reporting_service.dashboards.rules.units import UnitRow
from reporting_service.dashboards.rules.views import SurveyView
from reporting_service.dashboards.rules.zone import Zone


def survey_report(view: SurveyView) -> dict[str, Any]:
    """Of `count` answers those not excluded are `counted` towards the target; `forecast`: how many
    there will be at the close and when the target is met, if they come as they have come. Decimals
    are strings; `released` is null below the first release, and where every answer is excluded.
    While `kind` is coarse, values are nearly always at most `margin` from the exact ones; exact
    ones come at `final_at`. `withheld` says why there are no indicators. A `value` lies on 1 to
    `top`; it is null and `options` is empty where only a few of the `n` filled the statement.
    `parts`: the indices by service and by way of answering, as scoring publishes them, of a final
    result; `respondents`: who answered."""
    return {
        "survey_id": view.survey_id,
        "instrument": view.instrument,
        "period": view.period,
        "status": "open" if view.is_open else "closed",
        "stage": view.stage,
        "final_at": view.final_at,
        "count": view.count,
        "counted": view.counted,
        "target": view.target,
        "forecast": view.forecast and asdict(view.forecast),
        "formula": view.formula,
        "released": {
            "kind": view.kind,
            "n": view.n,
            "margin": view.margin,
            "reason": view.reason,
            "released_at": view.released_at,
            "withheld": view.withheld,
            "indices": _indices(view.indices),
            "indicators": [_indicator(row) for row in view.statements],
            "parts": view.parts,
            "respondents": view.told_respondents,
        }
        if view.n
        else None,
    }


def unit_report(row: UnitRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "unit_type": row.unit_type,
        "count": row.count,
        "counted": row.counted,
        "target": row.target,
        "formula": row.formula,
        "n": row.n,
        "coarse": any(index.margin for index in row.indices.values()),
        "indices": _indices(row.indices.values()),
        "standing": standing_report(row.zone),
    }


def standing_report(zone: Zone | None) -> Standing | None:
    """As scoring publishes it (`scoring.standings.v1`): of the newest final months, whatever the
    period of the report; None before the first final result."""
    return zone.standing if zone else None


def summary_report(period: str, summary: Summary) -> dict[str, Any]:
    """As scoring publishes it (`scoring.summaries.v1`)."""
    return {
        "period": period,
        "own": summary["own"],
        "region": summary["region"],
        "regrouped": summary["regrouped"],
        "small": summary.get("small", []),
    }


def _indicator(row: Statement) -> dict[str, Any]:
    return {
        "item": row.key,
        "n": row.n,
        "value": row.value,
        "top": row.top,
        "options": list(row.options),
    }


def _indices(indices: Iterable[IndexView]) -> list[dict[str, Any]]:
    """By code, whichever a page would speak of first."""
    return [_index(each) for each in sorted(indices, key=lambda each: each.code)]


def _index(index: IndexView) -> dict[str, Any]:
    return {
        "code": index.code,
        "value": index.value,
        "value100": index.hundred,
        "band": index.band,
        "limits": {"wbk": index.limit, "wbbm": index.higher_limit},
    }
