"""Reads the record through the API of the responses service, as the API client of scoring."""

from collections.abc import Iterator
from typing import Any

import httpx
import orjson

from scoring_service.config import ScoringSettings


def read_record(settings: ScoringSettings) -> Iterator[dict[str, Any]]:
    """Every response in the record; raise httpx.HTTPError when either service refuses."""
    token = httpx.post(
        f"{settings.identity_url}/oauth/token",
        data={"grant_type": "client_credentials", "scope": "records.read"},
        auth=(settings.scoring_client_id, settings.scoring_client_secret),
        timeout=10,
    ).raise_for_status()
    headers = {"Authorization": f"Bearer {token.json()['access_token']}"}
    url = f"{settings.responses_url}/api/v1/records"
    with httpx.stream("GET", url, headers=headers, timeout=60) as answer:
        answer.raise_for_status()
        rest = b""
        for piece in answer.iter_bytes():
            *lines, rest = (rest + piece).split(b"\n")
            yield from map(orjson.loads, lines)
        if rest:
            yield orjson.loads(rest)
