"""The live stream: who may listen, what it says, when it ends."""

import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import reporting_testing as testing
from chassis.events import new_event
from suara_local import patient


def lines(region: Any, token: str, unit: str) -> Any:
    url = f"{region.stage.environment['SUARA_BASE_URL']}/live"
    headers = {"Cookie": f"access={token}"}
    return patient.stream("GET", url, params={"unit": unit}, headers=headers)


def data(answer: httpx.Response) -> Iterator[str]:
    return (line for line in answer.iter_lines() if line.startswith("data:"))


def test_a_score_wakes_the_viewers_of_its_unit(region: Any) -> None:
    with lines(region, region.token(region.kanwil), region.a) as answer:
        assert answer.headers["Content-Type"] == "text/event-stream"
        told = data(answer)
        region.stage.send(testing.score(region.a, "2026-11", 1044, 10))
        assert next(told) == "data: changed"
    region.wait_for(f"/u/{region.a}", "1.044")


def test_a_score_wakes_those_above_it_and_nobody_else(region: Any) -> None:
    ministry, beside = region.token("M", seconds=5), region.token(region.kanwil, seconds=5)
    with (
        lines(region, ministry, region.other_kanwil) as above,
        lines(region, beside, region.kanwil) as untold,
    ):
        region.stage.send(testing.score(region.foreign, "2026-11", 1, 1))
        assert list(data(above)) == ["data: changed"]
        assert list(data(untold)) == []


@pytest.mark.parametrize(
    "unit", ["{0.foreign}", "{0.kanwil}", "NONE", "", "{0.a}\0", "{0.kanwil}-Ａ", "5" * 5000]
)
def test_a_foreign_unit_is_not_found(region: Any, unit: str) -> None:
    with lines(region, region.token(region.a), unit.format(region)) as answer:
        assert answer.status_code == httpx.codes.NOT_FOUND


def test_without_a_token_or_a_permission_nothing_is_streamed(region: Any) -> None:
    with lines(region, "junk", region.a) as answer:
        assert answer.status_code == httpx.codes.UNAUTHORIZED
    with lines(region, region.token(region.a, ["audit.read"]), region.a) as answer:
        assert answer.status_code == httpx.codes.FORBIDDEN


def test_the_stream_ends_with_the_token(region: Any) -> None:
    with lines(region, region.token(region.a, seconds=3), region.a) as answer:
        assert list(data(answer)) == []


def test_the_stream_ends_with_a_revocation(region: Any) -> None:
    session = str(uuid.uuid4())
    revoked = {"kind": "session", "id": session, "revoked_at": "2026-11-24T00:00:00+00:00"}
    token = region.token(region.a, seconds=3600, session=session)
    with lines(region, token, region.a) as answer:
        region.stage.send(new_event("identity.revocations.v1", testing.same_id("M"), revoked))
        assert list(data(answer)) == []
