"""The standings of units as the lines of a file: the same figures as on the pages."""

from collections.abc import Iterator

from contracts.shapes import Predicate, Standing, ThreeMonths

from reporting_service.dashboards.rules.zone import Zone

# Of the unit, of its window, of one index by one reading, and of that beside its limits.
UNIT = ("code", "name", "unit_type", "instrument")
WINDOW = ("formula", "months", "missing", "n", "people_missing")
VALUES = ("index", "reading", "mean", "without_short", "pooled", "points")
PREDICATES = ("wbk", "wbbm")
LIMITS = tuple(f"{name}{part}" for name in PREDICATES for part in ("", "_limit", "_needed"))
COLUMNS = (*UNIT, *WINDOW, *VALUES, *LIMITS)


def zone_cells(zone: Zone | None) -> Iterator[list[str | int]]:
    """A line per index and reading, behind the columns of the unit; an empty one without a
    standing. Decimals have points, as in the API."""
    if zone is None:
        yield [""] * (len(COLUMNS) - len(UNIT))
        return
    standing = zone.standing
    named = {each["name"]: each for each in standing["predicates"]}
    for index in standing["indices"]:
        for reading in index["readings"]:
            yield [
                *_window(zone, standing),
                *_values(index["code"], reading),
                *(
                    cell
                    for name in PREDICATES
                    for cell in _limit(zone, named.get(name), index["code"], reading["name"])
                ),
            ]


def _window(zone: Zone, standing: Standing) -> list[str | int]:
    there = (each["period"] for each in standing["months"] if each["why"] is None)
    return [
        standing["formula"],
        " ".join(there),
        " ".join(each["period"] for each in zone.missing),
        standing["n"],
        standing["people_missing"],
    ]


def _values(code: str, reading: ThreeMonths) -> list[str | int]:
    figures = (reading["mean"], reading["without_short"], reading["pooled"], reading["points"])
    return [code, reading["name"], *(text or "" for text in figures)]


def _limit(zone: Zone, predicate: Predicate | None, code: str, reading: str) -> list[str | int]:
    """The state is that of the unit; limit and need are those of the index by the reading."""
    if predicate is None:
        return ["", "", ""]
    state = zone.state(predicate["name"])
    for limited in predicate["indices"]:
        for at in limited["readings"]:
            if (limited["code"], at["name"]) == (code, reading):
                return [state, limited["limit"], at["needed"] or ""]
    return [state, "", ""]
