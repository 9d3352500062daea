"""Whatever stands in a text field: it is refused by name, or stored and harmless; nothing stops."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from suara_local.payloads import PAYLOADS
from suara_local.running import Running

UNIT, SENDERS = "W10-02", 8
FIELDS = (
    "text",
    "service",
    "token",
    "contact.name",
    "contact.phone",
    "language",
    "survey",
    "served_on",
    "finished_at",
    "profile.usia",
    "answers.pungli",
    "issued",
    "response_id",
)
# What some library of ours reads and the database does not keep.
ODD_TIMES = {
    "served_on": ("2026-W01-1", "20260101", "0000-01-01", "9999-12-31", "-infinity"),
    "finished_at": (
        "2026-01-01T00:00:00+20:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-23:00",
        "2026-W01-1T00:00:00Z",
        "infinity",
    ),
}
SENT = {
    **{f"{field}, {name}": (field, PAYLOADS[name]) for field in FIELDS for name in PAYLOADS},
    **{f"{field}, {time}": (field, time) for field, times in ODD_TIMES.items() for time in times},
}


def with_field(body: dict[str, Any], field: str, value: str) -> dict[str, Any]:
    name, _, inner = field.partition(".")
    return {**body, name: {inner: value} if inner else value}


@pytest.fixture(scope="module")
def answers(suara: Running) -> dict[str, httpx.Response]:
    """What the intake said to each, sent side by side."""
    body = suara.submission(suara.survey(UNIT))
    bodies = [
        with_field({**body, "response_id": str(uuid.uuid4())}, field, value)
        for field, value in SENT.values()
    ]
    with ThreadPoolExecutor(SENDERS) as pool:
        return dict(zip(SENT, pool.map(suara.send, bodies), strict=True))


@pytest.mark.parametrize("name", SENT)
def test_every_payload_in_every_field_is_taken_or_refused_by_its_name(
    answers: dict[str, httpx.Response], name: str
) -> None:
    field, answer = SENT[name][0].split(".")[0], answers[name]
    assert answer.status_code in (202, 422), answer.text
    if answer.status_code == 422:
        told = [each["field"].split(".")[0] for each in answer.json()["errors"]]
        assert field in told
        assert field not in ODD_TIMES or told == [field]


def test_all_that_was_taken_is_stored(suara: Running, answers: dict[str, httpx.Response]) -> None:
    """The recorder goes on behind each of them."""
    taken = {name: each for name, each in answers.items() if each.status_code == 202}
    assert {"text, script", "contact.name, attribute", "text, sql"} <= set(taken)
    suara.all_counted({name: each.json()["receipt"] for name, each in taken.items()})


@pytest.mark.parametrize("name", PAYLOADS)
def test_the_plain_form_gives_back_what_was_typed_as_text(suara: Running, name: str) -> None:
    """Incomplete, so that the page comes again with every field filled in."""
    survey, typed = suara.survey(UNIT), PAYLOADS[name]
    form = {"survey": survey["survey_id"], "text": typed, "c.name": typed, "token": typed}
    page = suara.public.post(f"/s/{survey['code']}", data=form, headers={"Accept": "text/html"})
    assert page.status_code == 422
    assert "<script>window" not in page.text
    assert "<img src=//" not in page.text
    # Typed back as it was, not reckoned.
    assert name != "template" or page.text.count("{{ 7*7 }}") == 3


def test_a_megabyte_is_too_large_and_says_so(suara: Running) -> None:
    body = {**suara.submission(suara.survey(UNIT)), "text": "x" * 2**20}
    answer = suara.public.post("/api/v1/responses", json=body)
    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/too-large"
