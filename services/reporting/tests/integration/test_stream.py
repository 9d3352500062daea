"""The live stream: who may listen, what it says, when it ends."""

import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import reporting_testing as testing
from contracts.codec import new_event
from suara_local import patient


def lines(stage: Any, token: str, unit: str = "K1-A") -> Any:
    url = f"{stage.environment['SUARA_BASE_URL']}/live"
    headers = {"Cookie": f"access={token}"}
    return patient.stream("GET", url, params={"unit": unit}, headers=headers)


def data(answer: httpx.Response) -> Iterator[str]:
    return (line for line in answer.iter_lines() if line.startswith("data:"))


def test_a_score_wakes_the_viewers_of_its_unit(filled: Any) -> None:
    with lines(filled, filled.signer.token("K1")) as answer:
        assert answer.headers["Content-Type"] == "text/event-stream"
        told = data(answer)
        filled.send(testing.score("K1-A", "2026-11", 1044, 10))
        assert next(told) == "data: changed"
    filled.wait_for("/u/K1-A", filled.signer.token("K1"), "1.044")


def test_a_score_wakes_those_above_it_and_nobody_else(filled: Any) -> None:
    sign = filled.signer.token
    with (
        lines(filled, sign("M", seconds=5), "K2") as above,
        lines(filled, sign("K1", seconds=5), "K1") as beside,
    ):
        filled.send(testing.score("K2-A", "2026-11", 1, 1))
        assert list(data(above)) == ["data: changed"]
        assert list(data(beside)) == []


@pytest.mark.parametrize("unit", ["K2-A", "K1", "NONE", "", "K1-A\0", "Ｋ１-A", "5" * 5000])
def test_a_foreign_unit_is_not_found(filled: Any, unit: str) -> None:
    with lines(filled, filled.signer.token("K1-A"), unit) as answer:
        assert answer.status_code == httpx.codes.NOT_FOUND


def test_without_a_token_or_a_permission_nothing_is_streamed(filled: Any) -> None:
    with lines(filled, "junk") as answer:
        assert answer.status_code == httpx.codes.UNAUTHORIZED
    with lines(filled, filled.signer.token("K1-A", ["audit.read"])) as answer:
        assert answer.status_code == httpx.codes.FORBIDDEN


def test_the_stream_ends_with_the_token(filled: Any) -> None:
    with lines(filled, filled.signer.token("K1-A", seconds=3)) as answer:
        assert list(data(answer)) == []


def test_the_stream_ends_with_a_revocation(filled: Any) -> None:
    session = str(uuid.uuid4())
    revoked = {"kind": "session", "id": session, "revoked_at": "2026-11-24T00:00:00+00:00"}
    token = filled.signer.token("K1-A", seconds=3600, session=session)
    with lines(filled, token) as answer:
        filled.send(new_event("identity.revocations.v1", testing.same_id("M"), revoked))
        assert list(data(answer)) == []
