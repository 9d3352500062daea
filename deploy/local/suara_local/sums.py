"""`make prove-sums`: on every page and in every API of a running practice ministry, parts add up to
their totals, one figure is the same wherever it stands, and what is coarse or hidden says so."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from contracts.enough import DETAILED_FROM

from suara_local.page_text import text_of
from suara_local.ports import ports_from
from suara_local.practice import facts
from suara_local.processes import wait_until
from suara_local.running import Running
from suara_local.settling import SECONDS, is_idle
from suara_local.stack import Stack
from suara_local.up import DEMO, RUN

WHOLE, PORT = "KEMENKUMHAM", 8080
READER, REPORTS = "auditor", "/api/v1/reports/units"
ROW = re.compile(r'<th scope="row"[^>]*>(.*?)</th>\s*<td[^>]*>([\d.]+)</td>', re.DOTALL)
INDEX = re.compile(r'data-index="(\w+)">\s*(≈ )?([\d,]+|–)')
Row = dict[str, Any]


@dataclass
class Found:
    """What was looked at, and every contradiction in words."""

    offices: int = 0
    units: int = 0
    figures: int = 0
    coarse: int = 0
    faults: list[str] = field(default_factory=list)

    def same(self, where: str, one: object, other: object) -> None:
        self.figures += 1
        if one != other:
            self.faults.append(f"{where}: {one} and {other}")

    def same_rows(self, where: str, one: list[Row], other: list[Row]) -> None:
        """Row by row, by the code of the unit."""
        first, second = ({row["code"]: row for row in rows} for rows in (one, other))
        for code in sorted(first.keys() | second.keys()):
            self.same(f"{where}, {code}", first.get(code), second.get(code))


@dataclass(frozen=True)
class Ministry:
    """It as one reader sees it in one period; who reads for long is signed in anew in between."""

    suara: Running
    period: str

    def report(self, code: str) -> Row:
        return self._json(f"{REPORTS}/{code}")

    def below(self, code: str) -> list[Row]:
        return list(self._every(REPORTS, parent=code))

    def page(self, code: str) -> str:
        wanted = {"period": self.period, "lang": "id"}
        answer = self.suara.browser(READER).get(f"/u/{code}", params=wanted)
        return answer.raise_for_status().text

    def scores(self) -> dict[str, Row]:
        rows = self._every("/api/v1/scores", instrument="SPKP-SPAK")
        return {row["tenant_code"]: row for row in rows}

    def _every(self, path: str, **wanted: str) -> Iterator[Row]:
        after: str | None = ""
        while after is not None:
            more = {"after": after} if after else {}
            answer = self._json(path, **wanted, **more)
            yield from answer["items"]
            after = answer["next"]

    def _json(self, path: str, **wanted: str) -> Row:
        params = {"period": self.period, **wanted}
        found: Row = self.suara.api(READER).get(path, params=params).raise_for_status().json()
        return found


def main() -> None:
    known = facts.read(DEMO)
    address = urlsplit(known["base_url"])
    suara = Running(Stack(RUN, ports_from(address.port or PORT)), known)
    # What is still on its way stands in one place and not yet in another.
    wait_until(lambda: is_idle(suara.stack), SECONDS, "an idle platform")
    found = Found()
    for period in sorted(
        {each["period"] for each in known["surveys"] if "S" not in each["period"]}
    ):
        look(Ministry(suara, period), found)
        print(
            f"{period}: {found.offices} offices, {found.units:,} units, {found.figures:,} figures"
            f" compared so far, {found.coarse:,} of them coarse;"
            f" {len(found.faults)} contradictions",
            flush=True,
        )
    print(*found.faults, sep="\n")
    sys.exit(bool(found.faults))


def look(ministry: Ministry, found: Found) -> None:
    """The ministry, each office that has units below it, and each of these."""
    whole, scores = ministry.below(WHOLE), ministry.scores()
    total = _office(ministry, WHOLE, whole, found)
    parts = dict[str, int]()
    # Whatever stands between: a unit's code begins with that of the office above.
    offices = {row["code"].partition("-")[0] for row in whole}
    for office in sorted(offices):
        below = ministry.below(office)
        parts[office] = _office(ministry, office, below, found)
        own = [row for row in whole if row["code"].startswith(f"{office}-")]
        found.same_rows(f"{office}, its units in the ministry's list", below, own)
    own_ones = sum(row["count"] or 0 for row in whole if row["code"] in offices)
    found.same("kanwil and their own services", total, sum(parts.values()) + own_ones)
    for row in whole:
        _unit(ministry, row, scores.get(row["code"]), found)


def _office(ministry: Ministry, code: str, rows: list[Row], found: Found) -> int:
    """The number of answers below the office."""
    found.offices += 1
    page, total = ministry.page(code), sum(row["count"] or 0 for row in rows)
    told = re.search(r"([\d.]+) jawaban masuk", text_of(page))
    found.same(f"{code}, headline and list", _whole(told[1]) if told else 0, total)
    groups = page.partition('id="groups-title"')[2].partition("</table>")[0]
    numbers = [_whole(count) for _, count in ROW.findall(groups)]
    if numbers:
        found.same(f"{code}, groups and their last line", sum(numbers[:-1]), numbers[-1])
        found.same(f"{code}, groups and list", numbers[-1], total)
    return total


def _unit(ministry: Ministry, row: Row, score: Row | None, found: Found) -> None:
    """One in its office's list, on its own page, in its report and in the scores."""
    found.units += 1
    code, survey = row["code"], ministry.report(row["code"])["survey"]
    if survey is None or score is None:
        found.same(f"{code}, without a survey", (row["count"] or 0, survey, score), (0, None, None))
        return
    released, there = survey["released"] or {"n": 0, "indices": []}, score["released"]
    found.same(f"{code}, answers in list and report", row["count"], survey["count"])
    found.same(f"{code}, answers in report and scores", survey["count"], score["count"])
    found.same(f"{code}, n in list and report", row["n"], released["n"])
    found.same(f"{code}, n in report and scores", released["n"], there["n"] if there else 0)
    found.same(f"{code}, indices in list and report", row["indices"], released["indices"])
    told = {each["code"]: each["display4"] for each in (there or {"indices": []})["indices"]}
    found.same(f"{code}, indices in report and scores", _values(released["indices"]), told)
    coarse = bool(there) and there["kind"] == "coarse"
    found.coarse += coarse
    found.same(f"{code}, coarse in list and scores", row["coarse"], coarse)
    for name, about, value in INDEX.findall(ministry.page(code)):
        found.same(
            f"{code}, {name} on its page", value.replace(",", ".").strip("–") or None, told[name]
        )
        found.same(f"{code}, {name} on its page, coarse", bool(about), coarse and value != "–")
    if there and there["n"] < DETAILED_FROM and there["kind"] != "practice":
        found.same(f"{code}, values of fewer than ten", {*told.values()}, {None})


def _values(indices: list[Row]) -> dict[str, str | None]:
    return {index["code"]: index["value"] for index in indices}


def _whole(text: str) -> int:
    return int(text.replace(".", ""))


if __name__ == "__main__":
    main()
