"""Windows of several months that overlap, or that stand beside their months."""

from contracts.enough import COARSE_FROM

from suara_local.attack.stack.doors import API, values_in, values_on
from suara_local.attack.stack.office import Office
from suara_local.attack.stack.steps import Steps, found

WINDOWS = "g", "windows of three months, quarters and semesters against their months"
BEFORE = "two windows a month apart told the months apart, however few answered there"


def several_months(office: Office) -> Steps:
    """Whatever name a window may have, no door has a value of one that it has not of the month."""
    office.send(visitors=COARSE_FROM)
    yield
    yield
    yield
    yield
    yield
    office.look()
    names, month = windows(office.survey["period"]), _values(office, office.survey["period"])
    for name in names:
        if values := _values(office, name) - month:
            office.wrong(f"a value of {name}: {min(values)}")
    now = f"nothing: a window is told of final results alone ({', '.join(names)})"
    return found(office, WINDOWS, BEFORE, otherwise=now)


def windows(month: str) -> list[str]:
    """That hold the month: its quarter, its semester, and three months up to it and from it on."""
    year, number = (int(part) for part in month.split("-"))
    quarter, semester = f"{year}-Q{(number + 2) // 3}", f"{year}-S{(number + 5) // 6}"
    return [quarter, semester, f"{_on(month, -2)}..{month}", f"{month}..{_on(month, 2)}"]


def _on(month: str, by: int) -> str:
    year, number = (int(part) for part in month.split("-"))
    months = year * 12 + number - 1 + by
    return f"{months // 12}-{months % 12 + 1:02}"


def _values(office: Office, window: str) -> frozenset[str]:
    api, unit = office.suara.api(office.head), office.unit
    page = api.get(f"/u/{unit}?period={window}").text
    report = api.get(f"/api/v1/reports/units/{unit}?period={window}").text
    scores = api.get(API[0].format(unit=unit, period=window)).text
    return values_on(page) | values_in(report) | values_in(scores)
