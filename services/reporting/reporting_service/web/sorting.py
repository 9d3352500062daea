"""Orders of the table of units."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from chassis.tenant_tree import name_on

from reporting_service.domain.views import SurveyView

Unit = tuple[dict[str, Any], SurveyView | None]
LAST = Decimal(9)


def today() -> date:
    return datetime.now(UTC).date()


def _value(unit: Unit, code: str) -> Decimal:
    found = [index.value for index in unit[1].indices if index.code == code] if unit[1] else []
    return Decimal(found[0]) if found and found[0] else LAST


def _need(unit: Unit) -> Decimal:
    """The worst distance to a limit first; then those without figures."""
    view = unit[1]
    gaps = [
        Decimal(index.value) - Decimal(index.limit)
        for index in (view.indices if view else ())
        if index.value and index.limit
    ]
    return min(gaps, default=LAST)


SORTS: dict[str, Callable[[Unit], Any]] = {
    "need": _need,
    "name": lambda unit: name_on(unit[0], today())["short_name"],
    "count": lambda unit: unit[1].count if unit[1] else -1,
    "ipak": lambda unit: _value(unit, "IPAK"),
    "ipkp": lambda unit: _value(unit, "IPKP"),
}


def sorted_units(units: Sequence[Unit], sort: str) -> list[Unit]:
    return sorted(sorted(units, key=SORTS["name"]), key=SORTS[sort])
