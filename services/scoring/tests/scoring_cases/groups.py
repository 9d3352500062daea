"""Several months or units as one number."""

from collections.abc import Mapping

from scoring_service.domain.groups import group
from scoring_service.domain.pooling import Known, known
from scoring_service.domain.several_months import (
    SeveralMonths,
    is_small,
    quarters,
    several_months,
    view,
)

from scoring_cases.spelling import formula, parts

Row = Mapping[str, str]


def months(row: Row) -> dict[str, object]:
    return _window(several_months(*_known(row, "months")))


def views(row: Row) -> dict[str, object]:
    return _window(view(*_known(row, "months"), row["period"]))


def small_units(row: Row) -> dict[str, object]:
    minimum, told = _known(row, "months")
    by_quarter = quarters(minimum, told)
    return {
        "small": "yes" if is_small(told.values(), minimum) else "no",
        "quarters": list(by_quarter),
        **_window(by_quarter[row["quarter"]]),
    }


def groups(row: Row) -> dict[str, object]:
    found = group(*_known(row, "units"))
    return {
        "mean": found.mean,
        "valid": f"{len(found.valid)} of {found.units}",
        "people": str(found.responses),
        "pooled": found.pooled,
        "joined_people": str(found.joined_responses),
        "joined": found.joined,
    }


def _known(row: Row, column: str) -> tuple[int, dict[str, Known]]:
    """The minimum of the formula, and the index by month or unit."""
    read, code = formula(row["formula"]), row["index"]
    return read.minimum, known(read, code, parts(read, [code], row[column]))


def _window(found: SeveralMonths) -> dict[str, object]:
    return {
        "mean": found.mean,
        "short": list(found.short),
        "without_short": found.without_short,
        "people": str(found.responses),
        "pooled": found.pooled,
        "missing": list(found.missing),
        "idle": list(found.idle),
    }
