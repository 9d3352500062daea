"""Practice answers: months that are over through the import of earlier answers, the present one
through the intake, so that no screen is empty.

The same seed makes the same answers and ids, so an interrupted run goes on where it was.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Thread

import httpx
from chassis import clock

from suara_local import patient
from suara_local.practice import places
from suara_local.practice.earlier import bring_past
from suara_local.practice.extent import WHOLE, Extent, taken
from suara_local.practice.honest import Visitor, as_visitors, key_of
from suara_local.practice.passing_by import HEADER, pass_by
from suara_local.practice.places import HALF_YEARLY, Place
from suara_local.progress import step
from suara_local.running import Running, post_answer
from suara_local.stack import Stack

# The broker takes what comes together at once: with 8 an answer took twice as long.
SENDERS = 48
STAY_OPEN = httpx.Limits(max_keepalive_connections=SENDERS)
# Places whose people are held in memory at once.
AT_ONCE = 100
# Of those who answer the monthly survey: one in so many goes on to the half-yearly one.
GO_ON = 3


def practise(suara: Running, extent: Extent) -> None:
    """Have the ministry practise once; say how many answers there are and how long it took."""
    begun = time.monotonic()
    marker, month = suara.stack.home.path / "practice-done", places.this_month(clock.now())
    done = marker.read_text().split() if marker.exists() else []
    if done in ([month], [month, extent.name], [month, WHOLE.name]):
        return
    count = bring_past(suara, extent, month)
    with step(f"practice answers of {month}, sent to the intake"):
        present = _send_present(suara.stack, extent)
    marker.write_text(f"{month} {extent.name}")
    count += present.total()
    print(f"  ✓ {count:,} practice answers in {time.monotonic() - begun:.0f} s", flush=True)
    visits = pass_by(suara, present)
    # Nobody waits for them: they come in while the first pages are looked at.
    Thread(target=_visit, args=(visits,), name="practice-visits", daemon=True).start()


def _send_present(stack: Stack, extent: Extent) -> Counter[str]:
    """How many have answered at each point, by its code."""
    sent, here = Counter[str](), places.present(stack.environment("forms"), extent)
    with patient.client(base_url=stack.base_url, limits=STAY_OPEN) as client:
        for start in range(0, len(here), AT_ONCE):
            people = list(_people(stack, extent, here[start : start + AT_ONCE]))
            send(client, people)
            sent.update(one.body["code"] for one in people)
    return sent


def _people(stack: Stack, extent: Extent, here: Sequence[Place]) -> Iterator[Visitor]:
    key, now = key_of(stack.secrets), clock.now()
    month = places.this_month(now)
    for place in here:
        answers = taken(extent, place.unit, month)
        if place.instrument == HALF_YEARLY:
            answers = {number: answers[number] for number in list(answers)[::GO_ON]}
        where = {
            "code": place.code,
            "survey": place.survey_id,
            "form_version": place.form_version_id,
        }
        name = f"{place.unit.code}:{place.instrument}:{month}"
        yield from as_visitors(name, where, place.items, answers, key, now)


def send(client: httpx.Client, people: Iterable[Visitor]) -> None:
    """Several at once; raise httpx.HTTPStatusError for the first that is refused."""
    with ThreadPoolExecutor(SENDERS) as pool:
        for answer in pool.map(lambda one: _post(client, one), people):
            answer.raise_for_status()


def _post(client: httpx.Client, one: Visitor) -> httpx.Response:
    headers = HEADER | ({"Cookie": f"device={one.device}"} if one.device else {})
    return post_answer(client, one.body, headers)


def _visit(visits: Iterable[httpx.Request]) -> None:
    """One after the other, until all are made or the platform stops: best effort, as all visits."""
    with patient.client(timeout=10) as client, suppress(httpx.HTTPError):
        for visit in visits:
            client.send(visit)
