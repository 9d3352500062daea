"""Practice answers of months that are over, as a ministry brings those of its earlier system: as
tables, through the import."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

import httpx
import psycopg

from suara_local.importing import sent, table
from suara_local.practice import places
from suara_local.practice.extent import Extent, months_of, taken
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
# Seconds until the platform knows a survey that was opened a moment ago, and until it has counted
# what was imported, on a busy machine.
KNOWN, COUNTED = 120, 600


def bring_past(suara: Running, extent: Extent, this_month: str) -> int:
    """Month after month, so that only one at a time takes answers beside the present one; return
    how many answers."""
    past = months_of(extent, this_month)
    return sum(
        _bring_month(suara, extent, month, following, past[-1])
        for month, following in pairwise([*past, this_month])
    )


def _bring_month(suara: Running, extent: Extent, month: str, following: str, last: str) -> int:
    forms = suara.stack.environment("forms")
    with step(f"practice answers of {month}, imported"):
        here = places.open_month(forms, extent, month, last)
        count = _bring_all(suara, extent, here)
        wait_until(lambda: _counted(suara.stack, here) >= count, COUNTED, f"the count of {month}")
        places.close_before(forms, following)
    return count


def _bring_all(suara: Running, extent: Extent, here: Sequence[Place]) -> int:
    def brought(client: httpx.Client, place: Place) -> int:
        return bring(client, place, taken(extent, place.unit, place.period))

    count = 0
    with ThreadPoolExecutor(IMPORTERS) as pool:
        for start in range(0, len(here), AT_ONCE):
            some = here[start : start + AT_ONCE]
            count += sum(pool.map(partial(brought, suara.api("admin")), some))
    return count


def _counted(stack: Stack, here: Sequence[Place]) -> int:
    """Answers that the scores know of."""
    query = "SELECT coalesce(sum(responses), 0) FROM tallies WHERE survey_id = ANY (%s::uuid[])"
    with psycopg.connect(stack.superuser_url("scoring")) as connection:
        found = connection.execute(query, [[place.survey_id for place in here]]).fetchone()
    return int(found[0]) if found else 0


def bring(client: httpx.Client, place: Place, answers: Mapping[int, Answer]) -> int:
    """Import these answers by their numbers and return how many are there then; raise TimeoutError
    with what the import says while it refuses."""
    unit, instrument, period = place.unit.code, place.instrument, place.period
    data, said = table_of(place, answers), list[httpx.Response]()

    def is_taken() -> bool:
        said[:] = [sent(client, PATH, data, unit=unit, instrument=instrument, period=period)]
        return said[0].status_code != httpx.codes.UNPROCESSABLE_ENTITY

    try:
        wait_until(is_taken, KNOWN, f"the import of {unit} {period}")
    except TimeoutError as fault:
        raise TimeoutError(f"{fault}: {said[0].text}") from None
    told = said[0].raise_for_status().json()
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
