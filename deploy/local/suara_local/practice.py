"""Practice answers: seeded, sent through the real intake, so that no screen is empty.

The same seed makes the same ids, so a second or an interrupted run sends what is already known.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import httpx

from suara_local.honest import Visitor, key_of, visitors
from suara_local.stack import Stack

SENDERS = 8
MONTH_SIZE = (34, 72)
THIS_MONTH_SIZE = (6, 40)


def practise(stack: Stack, surveys: list[dict[str, Any]]) -> int:
    """Answer the demo units' surveys once; close the months that are over. Return answers sent."""
    marker = stack.home.path / "practice-done"
    this_month = f"{datetime.now(UTC):%Y-%m}"
    if marker.exists() and marker.read_text() == this_month:
        return 0
    with httpx.Client(base_url=stack.base_url, timeout=10) as client:
        people = [one for each in surveys for one in _people(client, stack, each, this_month)]
        send(client, people)
    stack.run("forms", "close", "--before", this_month)
    marker.write_text(this_month)
    return len(people)


def send(client: httpx.Client, people: Iterable[Visitor]) -> None:
    """Several at once; raise httpx.HTTPStatusError for the first that is refused."""
    with ThreadPoolExecutor(SENDERS) as pool:
        for answer in pool.map(lambda one: _post(client, one), people):
            answer.raise_for_status()


def _post(client: httpx.Client, one: Visitor) -> httpx.Response:
    headers = {"Cookie": f"device={one.device}"} if one.device else {}
    return client.post("/api/v1/responses", json=one.body, headers=headers)


def _people(
    client: httpx.Client, stack: Stack, survey: dict[str, Any], this_month: str
) -> Iterator[Visitor]:
    form = client.get(f"/api/v1/forms/{survey['code']}").raise_for_status().json()
    size = THIS_MONTH_SIZE if survey["period"] >= this_month else MONTH_SIZE
    for found in form["surveys"]:
        if found["survey"] == survey["survey_id"]:
            yield from visitors(form, found, key_of(stack.secrets), size, datetime.now(UTC))
