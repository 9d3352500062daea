"""Whatever stands in a text field: it is refused by name, or stored and harmless; nothing stops."""

from typing import Any

import httpx
import pytest
from suara_local.payloads import PAYLOADS
from suara_local.running import Running, eventually

UNIT = "W10-02"
FIELDS = (
    *("text", "service", "token", "contact.name", "contact.phone", "language", "survey"),
    *("served_on", "finished_at", "profile.usia", "answers.pungli", "issued", "response_id"),
)
# What some library of ours reads and the database does not keep.
ODD_TIMES = {
    "served_on": ("2026-W01-1", "20260101", "0000-01-01", "9999-12-31", "-infinity"),
    "finished_at": (
        *("2026-01-01T00:00:00+20:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-23:00"),
        *("2026-W01-1T00:00:00Z", "infinity"),
    ),
}


def with_field(body: dict[str, Any], field: str, value: str) -> dict[str, Any]:
    name, _, inner = field.partition(".")
    return {**body, name: {inner: value} if inner else value}


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("field", FIELDS)
def test_every_payload_in_every_field(suara: Running, field: str, name: str) -> None:
    body = with_field(suara.submission(suara.survey(UNIT)), field, PAYLOADS[name])
    answer = suara.send(body)
    if answer.status_code == 422:
        assert field.split(".")[0] in {e["field"].split(".")[0] for e in answer.json()["errors"]}
        return
    assert answer.status_code == 202, answer.text
    # Stored: the recorder goes on behind it.
    receipt = answer.json()["receipt"]
    eventually(lambda: suara.fate(receipt), "counted")


@pytest.mark.parametrize("field", ODD_TIMES)
def test_no_odd_time_stops_the_recorder(suara: Running, field: str) -> None:
    for value in ODD_TIMES[field]:
        answer = suara.send({**suara.submission(suara.survey(UNIT)), field: value})
        if answer.status_code == 422:
            assert [each["field"] for each in answer.json()["errors"]] == [field]
        else:
            receipt = answer.raise_for_status().json()["receipt"]
            eventually(lambda r=receipt: suara.fate(r), "counted")  # type: ignore[misc]


@pytest.mark.parametrize("name", PAYLOADS)
def test_the_plain_form_gives_back_what_was_typed_as_text(suara: Running, name: str) -> None:
    """Incomplete, so that the page comes again with every field filled in."""
    survey, typed = suara.survey(UNIT), PAYLOADS[name]
    form = {"survey": survey["survey_id"], "text": typed, "c.name": typed, "token": typed}
    url = f"{suara.base_url}/s/{survey['code']}"
    page = httpx.post(url, data=form, headers={"Accept": "text/html"})
    assert page.status_code == 422
    assert "<script>window" not in page.text
    assert "<img src=//" not in page.text
    # Typed back as it was, not reckoned.
    assert name != "template" or page.text.count("{{ 7*7 }}") == 3


def test_a_megabyte_is_too_large_and_says_so(suara: Running) -> None:
    body = {**suara.submission(suara.survey(UNIT)), "text": "x" * 2**20}
    answer = httpx.post(f"{suara.base_url}/api/v1/responses", json=body)
    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/too-large"
