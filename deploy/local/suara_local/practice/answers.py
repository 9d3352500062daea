"""Practice answers: seeded, sent through the real intake, so that no screen is empty.

The same seed makes the same ids, so a second or an interrupted run sends what is already known.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Thread
from typing import Any

import httpx
from chassis import clock

from suara_local import patient
from suara_local.practice.honest import Visitor, key_of, visitors
from suara_local.practice.passing_by import HEADER, pass_by
from suara_local.running import Running, post_answer
from suara_local.stack import Stack

SENDERS = 8
# Answers of a unit, at least and at most: in a month that is over, and in the one that runs.
MONTH_SIZE = (34, 72)
THIS_MONTH_SIZE = (6, 40)


def practise(suara: Running) -> int:
    """Answer the demo units' surveys once; close the months that are over. Return answers sent."""
    stack = suara.stack
    marker = stack.home.path / "practice-done"
    this_month = f"{clock.now():%Y-%m}"
    if marker.exists() and marker.read_text() == this_month:
        return 0
    with patient.client(base_url=stack.base_url) as client:
        surveys = suara.facts["surveys"]
        people = [one for each in surveys for one in _people(client, stack, each, this_month)]
        send(client, people)
    stack.run("forms", "close", "--before", this_month)
    marker.write_text(this_month)
    visits = pass_by(suara, people)
    # Nobody waits for them: they come in while the first pages are looked at.
    Thread(target=_visit, args=(visits,), name="practice-visits", daemon=True).start()
    return len(people)


def _visit(visits: Iterable[httpx.Request]) -> None:
    """One after the other, until all are made or the platform stops: best effort, as all visits."""
    with patient.client(timeout=10) as client, suppress(httpx.HTTPError):
        for visit in visits:
            client.send(visit)


def send(client: httpx.Client, people: Iterable[Visitor]) -> None:
    """Several at once; raise httpx.HTTPStatusError for the first that is refused."""
    with ThreadPoolExecutor(SENDERS) as pool:
        for answer in pool.map(lambda one: _post(client, one), people):
            answer.raise_for_status()


def _post(client: httpx.Client, one: Visitor) -> httpx.Response:
    headers = HEADER | ({"Cookie": f"device={one.device}"} if one.device else {})
    return post_answer(client, one.body, headers)


def _people(
    client: httpx.Client, stack: Stack, survey: dict[str, Any], this_month: str
) -> Iterator[Visitor]:
    form = client.get(f"/api/v1/forms/{survey['code']}").raise_for_status().json()
    size = THIS_MONTH_SIZE if survey["period"] >= this_month else MONTH_SIZE
    for found in form["surveys"]:
        if found["survey"] == survey["survey_id"]:
            yield from visitors(form, found, key_of(stack.secrets), size, clock.now())
