"""Several months or units as one number."""

from collections.abc import Mapping

from scoring_service.domain.groups import group
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
    read = formula(row["formula"])
    answers = parts(read, [row["index"]], row["months"])
    return _window(several_months(read, row["index"], answers))


def views(row: Row) -> dict[str, object]:
    read = formula(row["formula"])
    answers = parts(read, [row["index"]], row["months"])
    return _window(view(read, row["index"], answers, row["period"]))


def small_units(row: Row) -> dict[str, object]:
    read = formula(row["formula"])
    answers = parts(read, [row["index"]], row["months"])
    by_quarter = quarters(read, row["index"], answers)
    return {
        "small": "yes" if is_small(answers.values(), read.minimum) else "no",
        "quarters": list(by_quarter),
        **_window(by_quarter[row["quarter"]]),
    }


def groups(row: Row) -> dict[str, object]:
    read = formula(row["formula"])
    found = group(read, row["index"], parts(read, [row["index"]], row["units"]))
    return {
        "mean": found.mean,
        "valid": f"{len(found.valid)} of {found.units}",
        "people": str(found.responses),
        "pooled": found.pooled,
        "joined_people": str(found.joined_responses),
        "joined": found.joined,
    }


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
