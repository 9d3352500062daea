"""Windows of several months that overlap, or that stand beside their months."""

from contracts.enough import COARSE_FROM

from suara_local.attack.stack.doors import API, values_in
from suara_local.attack.stack.office import Office
from suara_local.attack.stack.steps import Steps, found

WINDOWS = "g", "windows of three months, quarters and semesters against their months"
BEFORE = "two windows a month apart told the months apart, however few answered there"


def several_months(office: Office) -> Steps:
    """Whatever name a window may have, no door has a value of one."""
    office.send(visitors=COARSE_FROM)
    yield
    yield
    yield
    yield
    yield
    office.look()
    names = windows(office.survey["period"])
    for name in names:
        if values := _values(office, name):
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
    found = frozenset[str]()
    for path in ("/u/{unit}?period=", "/api/v1/reports/units/{unit}?period="):
        asked = path.format(unit=office.unit) + window
        found |= values_in(office.suara.api(office.head).get(asked).text)
    scores = API[0].format(unit=office.unit, period=window)
    return found | values_in(office.suara.api(office.head).get(scores).text)
