"""Practice visits: posters that are scanned, typed in or passed by, as phones would tell it.

Most points run; a few have a fault that the page "are the posters seen?" gives advice on.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from contracts.qr_link import signature

from suara_local.running import Running, eventually

# How an answer's page says it was opened: by a QR code of ours.
ENTRY = "scanned.signed"
HEADER = {"Suara-Entry": ENTRY}


@dataclass(frozen=True)
class Habit:
    """Of those who come to the form: who begins; of these, who finishes. Of all, who typed the
    code, and how many came by a print without our signature."""

    begins: float = 0.85
    finishes: float = 0.9
    typed: float = 0.05
    unsigned: int = 0


USUAL = Habit()
# One unit in two has a point that needs something.
HABITS = (USUAL, Habit(begins=0.4), USUAL, Habit(typed=0.45), USUAL, Habit(unsigned=6))
# Points more at the main unit: one where nobody's network carries the form, one not seen so far.
OPERATOR, POINTS = "operator.w11-01", "/api/v1/collection-points"
NO_SIGNAL, UNSEEN = "Pintu keluar", "Ruang tunggu kunjungan"
TURNED_AWAY = 40


def pass_by(suara: Running, answers: Counter[str]) -> list[httpx.Request]:
    """The visits around so many answers at each point, by its code, to be sent; adds the main
    unit's points."""
    extra = {name: _point(suara, name) for name in (NO_SIGNAL, UNSEEN)}
    key, found = suara.stack.secrets["POINT_KEY"], list[httpx.Request]()
    seen = [point for point in _points(suara) if answers[point["code"]]]
    for place, point in enumerate(seen):
        habit = HABITS[place % len(HABITS)]
        found += visits_at(suara.base_url, point, key, answers[point["code"]], habit)
    scan = _ways(suara.base_url, extra[NO_SIGNAL], key)[0]
    return found + [httpx.Request("GET", scan)] * TURNED_AWAY


def _points(suara: Running) -> Iterator[dict[str, Any]]:
    """Of the demo units, in the order of their surveys."""
    for tenant in dict.fromkeys(survey["tenant"] for survey in suara.facts["surveys"]):
        found = suara.api("admin").get(POINTS, params={"tenant": tenant})
        yield from found.raise_for_status().json()["items"]


def _point(suara: Running, name: str) -> dict[str, Any]:
    """A point of the main unit, known to the answering pages; a second run finds it again."""
    operator, tenant = suara.api(OPERATOR), suara.person(OPERATOR)["tenant"]
    held = operator.get(POINTS).raise_for_status().json()["items"]
    made: dict[str, Any] | None = next((each for each in held if each["name"] == name), None)
    if made is None:
        sent = operator.post(POINTS, json={"tenant": tenant, "name": name})
        made = dict(sent.raise_for_status().json())
    form = f"/api/v1/forms/{made['code']}"
    eventually(lambda: suara.public.get(form).status_code, httpx.codes.OK)
    return made


def visits_at(
    base: str, point: dict[str, Any], key: str, finishes: int, habit: Habit
) -> Iterator[httpx.Request]:
    """Openings, and the beginnings that do not end in an answer; who answers tells it himself."""
    begins = round(finishes / habit.finishes)
    opened = round(begins / habit.begins)
    typed = round(opened * habit.typed)
    scan, by_hand, unsigned = _ways(base, point, key)
    for count, address in (
        (opened - typed - habit.unsigned, scan),
        (typed, by_hand),
        (habit.unsigned, unsigned),
    ):
        yield from [httpx.Request("GET", address)] * count
    start, told = f"{base}/s/{point['code']}/start", {"entry": ENTRY}
    yield from [httpx.Request("POST", start, data=told)] * (begins - finishes)


def _ways(base: str, point: dict[str, Any], key: str) -> tuple[str, str, str]:
    """By the poster, by the typed code, by a print of somebody else: to the choice of surveys,
    which counts like a form and costs a fraction of it."""
    code, choice = point["code"], "survey="
    signed = signature(point["point_id"], code, key)
    return (
        f"{base}/Q/{code}{signed}?{choice}",
        f"{base}/s/{code}?via=typed&{choice}",
        f"{base}/Q/{code}?{choice}",
    )
