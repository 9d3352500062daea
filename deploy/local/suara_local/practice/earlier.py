"""Practice answers of months that are over, as a ministry brings those of its earlier system: as
tables, through the import."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx
import psycopg
from chassis import clock

from suara_local.importing import sent, table
from suara_local.practice import places
from suara_local.practice.extent import Extent, most_of, taken
from suara_local.practice.places import Place
from suara_local.practice.turnout import Answer
from suara_local.processes import wait_until
from suara_local.progress import step
from suara_local.running import Running
from suara_local.stack import Stack

PATH = "/api/v1/answer-imports"
IMPORTERS = 8
# So many imports on one token.
AT_ONCE = 60
# Seconds until what was imported is counted, on a busy machine.
COUNTED = 600
# Of a survey without answers: how many they are, and whether all of them were imported.
NOTHING = (0, True)


def bring_past(suara: Running, extent: Extent) -> Iterator[int]:
    """Month after month, how many answers were brought."""
    forms = suara.stack.environment("forms")
    for month, held in places.past(forms, extent).items():
        with step(f"practice answers of {month}, imported"):
            brought = dict(_bring(suara, held, most_of(extent, month, clock.now())))
            wait_until(partial(_are_counted, suara.stack, brought), COUNTED, f"{month} counted")
            places.end(forms, month)
        yield sum(brought.values())


def _are_counted(stack: Stack, brought: Mapping[str, int]) -> bool:
    found = counted(stack)
    return all(found.get(survey, NOTHING)[0] >= count for survey, count in brought.items())


def counted(stack: Stack) -> dict[str, tuple[int, bool]]:
    """By survey: how many answers the scores know of, and whether all of them were imported."""
    query = (
        "SELECT survey_id::text, sum(responses)::int, bool_and(mode = 'import') FROM tallies"
        " GROUP BY survey_id"
    )
    with psycopg.connect(stack.superuser_url("scoring")) as connection:
        return {survey: (count, alone) for survey, count, alone in connection.execute(query)}


def _bring(suara: Running, held: Sequence[Place], most: int) -> Iterator[tuple[str, int]]:
    """By survey, how many answers were brought."""
    counts = counted(suara.stack)

    def brought(client: httpx.Client, place: Place) -> tuple[str, int]:
        count, imported = counts.get(place.survey_id, NOTHING)
        answers = missing(place, most, count, all_imported=imported)
        return place.survey_id, bring(client, place, answers) if answers else 0

    with ThreadPoolExecutor(IMPORTERS) as pool:
        for start in range(0, len(held), AT_ONCE):
            some = held[start : start + AT_ONCE]
            yield from pool.map(partial(brought, suara.api("admin")), some)


def missing(place: Place, most: int, count: int, *, all_imported: bool) -> dict[int, Answer]:
    """What is still to be brought where there are `count` answers: all of them again after an
    interruption; none where people answered while the month lasted."""
    answers = taken(place.unit, place.period, most) if all_imported else {}
    return answers if count < len(answers) else {}


def bring(client: httpx.Client, place: Place, answers: Mapping[int, Answer]) -> int:
    """Import these answers by their numbers and return how many are there then; raise
    httpx.HTTPStatusError where they are refused."""
    unit, instrument, period = place.unit.code, place.instrument, place.period
    data = table_of(place, answers)
    said = sent(client, PATH, data, unit=unit, instrument=instrument, period=period)
    told = said.raise_for_status().json()
    return int(told["new"]) + int(told["unchanged"])


def table_of(place: Place, answers: Mapping[int, Answer]) -> bytes:
    """Each answer has an id for ever, so that no import stores it twice. Its day is the same at
    every unit: people come while all offices are open."""
    lines = []
    for number, answer in answers.items():
        name = f"{place.unit.code}/{place.period}/{number}"
        cells = [name, f"{answer.opened:%Y-%m-%d}", answer.service, *map(str, answer.stars)]
        lines.append(",".join(cells))
    keys = [item["key"] for item in place.items]
    return table(",".join(["id", "date", "service", *keys]), *lines)
