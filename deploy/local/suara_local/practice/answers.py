"""Practice answers of the present month, through the intake."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx
from chassis import clock

from suara_local import patient
from suara_local.practice import places
from suara_local.practice.extent import Extent, taken
from suara_local.practice.honest import Visitor, as_visitors, key_of
from suara_local.practice.months import this_month
from suara_local.practice.passing_by import HEADER
from suara_local.practice.places import HALF_YEARLY, Place
from suara_local.running import post_answer
from suara_local.stack import Stack

# The broker takes what comes together at once: with 8 an answer took twice as long.
SENDERS = 48
STAY_OPEN = httpx.Limits(max_keepalive_connections=SENDERS)
# Places whose people are held in memory at once.
AT_ONCE = 100
# Of those who answer the monthly survey: one in so many goes on to the half-yearly one.
GO_ON = 2


def send_present(stack: Stack, extent: Extent) -> Counter[str]:
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
    month = this_month(now)
    for place in here:
        answers = taken(place.unit, month, extent.most_now)
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
        for answer in pool.map(lambda one: post(client, one), people):
            answer.raise_for_status()


def post(client: httpx.Client, one: Visitor) -> httpx.Response:
    headers = HEADER | ({"Cookie": f"device={one.device}"} if one.device else {})
    return post_answer(client, one.body, headers)
