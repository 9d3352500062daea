"""The JSON of a report: the figures of the pages, without their drawing."""

from typing import Any

from reporting_service.domain.units import UnitRow
from reporting_service.domain.views import IndexView, SurveyView


def survey_report(view: SurveyView) -> dict[str, Any]:
    """Decimals are strings; `released` is null below the first release."""
    return {
        "survey_id": view.survey_id,
        "instrument": view.instrument,
        "period": view.period,
        "status": "open" if view.is_open else "closed",
        "count": view.count,
        "target": view.target,
        "formula": view.formula,
        "released": {
            "n": view.n,
            "released_at": view.released_at,
            "indices": [_index(index) for index in view.indices],
            "indicators": [
                {"item": row.key, "n": row.n, "value": row.value4, "options": list(row.options)}
                for row in view.indicators
            ],
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
        "target": row.target,
        "n": row.n,
        "indices": [_index(index) for index in row.indices.values()],
    }


def _index(index: IndexView) -> dict[str, Any]:
    return {
        "code": index.code,
        "value": index.value,
        "value100": index.hundred,
        "band": index.band,
        "limits": {"wbk": index.limit, "wbbm": index.higher_limit},
    }
