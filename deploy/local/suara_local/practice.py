"""Practice answers: seeded, sent through the real intake, so that no screen is empty.

The same seed makes the same ids, so a second or an interrupted run sends what is already known.
"""

import random
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import httpx

from suara_local.stack import Stack

SEED = 20261124
SENDERS = 8
MONTH_SIZE = (34, 72)
THIS_MONTH_SIZE = (6, 40)


def practise(stack: Stack, surveys: list[dict[str, Any]]) -> int:
    """Answer the demo units' surveys once; close the months that are over. Return answers sent."""
    marker = stack.home.path / "practice-done"
    this_month = f"{datetime.now(UTC):%Y-%m}"
    if marker.exists() and marker.read_text() == this_month:
        return 0
    with (
        httpx.Client(base_url=stack.base_url, timeout=10) as client,
        ThreadPoolExecutor(SENDERS) as pool,
    ):
        bodies = [body for survey in surveys for body in _answers(client, survey, this_month)]
        for answer in pool.map(lambda body: _send(client, body), bodies):
            answer.raise_for_status()
    stack.run("forms", "close", "--before", this_month)
    marker.write_text(this_month)
    return len(bodies)


def _send(client: httpx.Client, body: dict[str, Any]) -> httpx.Response:
    return client.post("/api/v1/responses", json=body)


def _answers(
    client: httpx.Client, survey: dict[str, Any], this_month: str
) -> Iterator[dict[str, Any]]:
    """Bodies for one survey: a unit has its own level, and one statement that is its weak one."""
    chance = random.Random(f"{SEED}:{survey['survey_id']}")  # noqa: S311 (no secret)
    form = client.get(f"/api/v1/forms/{survey['code']}").raise_for_status().json()
    found = [each for each in form["surveys"] if each["survey"] == survey["survey_id"]]
    if not found:
        return
    items = found[0]["definition"]["items"]
    low, high = THIS_MONTH_SIZE if survey["period"] >= this_month else MONTH_SIZE
    level, weak = chance.gauss(5.1, 0.35), chance.randrange(len(items))
    for number in range(chance.randint(low, high)):
        mood = chance.gauss(0, 0.5)
        yield {
            "response_id": str(_uuid4_from(f"{SEED}:{survey['survey_id']}:{number}")),
            "code": survey["code"],
            "survey": survey["survey_id"],
            "form_version": found[0]["form_version"],
            "answers": {
                item["key"]: _choice(chance, item, level + mood - (1.0 if at == weak else 0))
                for at, item in enumerate(items)
            },
            "issued": form["issued"],
            "language": "id",
        }


def _choice(chance: random.Random, item: dict[str, Any], stars: float) -> int:
    """`stars` on the scale 1 to 6, mapped to the item's own scale."""
    top = int(item.get("points") or len(item.get("options") or ()) or 6)
    value = 1 + (stars - 1) * (top - 1) / 5 + chance.gauss(0, 0.5)
    return max(1, min(top, round(value)))


def _uuid4_from(key: str) -> uuid.UUID:
    return uuid.UUID(bytes=uuid.uuid5(uuid.NAMESPACE_URL, key).bytes, version=4)
