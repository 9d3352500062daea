"""Everything that is published to an officer and a head: pages, fragments, API, files, the stream,
and what reporting was told by topics."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import httpx
from scoring_service.domain.methods import shown

from suara_local.page_text import text_of

if TYPE_CHECKING:
    from suara_local.attack.stack.office import Office

# Of the month that is attacked, also when the next one has begun.
PAGES = ("/u/{unit}?period={period}", "/u/{unit}/hasil/live?period={period}")
API = (
    "/api/v1/scores?tenant={unit}&period={period}",
    "/api/v1/reports/units/{unit}?period={period}",
)
BELOW = "/api/v1/reports/units?parent={above}&period={period}&limit=100"
# A value of an index or statement on its scale, in Indonesian and in JSON; no time of a moment.
VALUE = re.compile(r"(?<![\d.,:])[1-6][.,]\d{2,6}(?![\d.,:])")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+Z]+")
# What an axis is labelled with is no figure.
TICK = re.compile(r'class="suara-tick"[^>]*>[^<]*')


@dataclass(frozen=True)
class Look:
    """At one moment: the newest release, by door which values stand there, and the rows of the
    file, None where there is none. How many answers are counted is no secret."""

    released: dict[str, Any] | None
    values: dict[str, frozenset[str]]
    rows: tuple[str, ...] | None

    def moved(self, later: "Look") -> list[str]:
        """Doors that show something else later."""
        found = [door for door in self.values if self.values[door] != later.values.get(door)]
        found += ["topic"] if self.released != later.released else []
        found += ["file"] if self.rows != later.rows else []
        return [f"{door} moved" for door in found]

    def beside(self) -> list[str]:
        """Pages with a value that the API does not have, before the final result: with it axes and
        statements are drawn."""
        if self.released and self.released["kind"] != "coarse":
            return []
        told = frozenset[str]().union(*(self.values[d] for d in self.values if "/api/" in d))
        extra = {door: self.values[door] - told for door in self.values if "/api/" not in door}
        return [f"{door} also shows {min(more)}" for door, more in extra.items() if more]


def looked(office: "Office") -> Look:
    state, values = office.state("reporting"), dict[str, frozenset[str]]()
    for person in (office.head, office.officer):
        values |= {f"{person} {path}": each for path, each in _pages(office, person)}
        values |= {f"{person} {path}": _api(office, person, path) for path in API}
    values[BELOW] = _api(office, office.helper, BELOW)
    return Look(state["released"], values, rows(office))


def rows(office: "Office") -> tuple[str, ...] | None:
    """Of the head's file, sorted; None where it is refused."""
    path = f"/api/v1/exports/{office.survey['survey_id']}.csv"
    answer = office.suara.api(office.head).get(path)
    if answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
        return None
    lines = answer.raise_for_status().content.decode("utf-8-sig").splitlines()
    return tuple(sorted(lines[1:]))


def streamed(office: "Office") -> str:
    """What the stream says to the officer as one more visitor answers: its first lines."""
    said = ""
    with (
        office.suara.browser(office.officer) as browser,
        browser.stream("GET", f"/live?unit={office.unit}") as stream,
    ):
        lines = stream.raise_for_status().iter_lines()
        said += next(lines)
        office.send(visitors=1)
        while "data:" not in said:
            said += next(lines)
    return said


def values_in(text: str) -> frozenset[str]:
    """With a point, to two decimals."""
    found = VALUE.findall(MOMENT.sub("", text))
    return frozenset(shown(Fraction(each.replace(",", "."))) for each in found)


def values_on(page: str) -> frozenset[str]:
    return values_in(text_of(TICK.sub(">", page)))


def _pages(office: "Office", person: str) -> Iterator[tuple[str, frozenset[str]]]:
    with office.suara.browser(person) as browser:
        for path in PAGES:
            page = browser.get(_of(office, path)).raise_for_status()
            yield path, values_on(page.text)


def _api(office: "Office", person: str, path: str) -> frozenset[str]:
    answer = office.suara.api(person).get(_of(office, path)).raise_for_status()
    return values_in(_own(office, answer))


def _own(office: "Office", answer: httpx.Response) -> str:
    """Of a list of offices this one's line."""
    items = answer.json().get("items")
    if items is None:
        return answer.text
    return str([each for each in items if office.unit in each.values()])


def _of(office: "Office", path: str) -> str:
    period, above = office.survey["period"], office.unit.split("-")[0]
    return path.format(unit=office.unit, period=period, above=above)
