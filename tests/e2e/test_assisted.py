"""An answer that staff filled in for somebody, over the interface: stored with its reason."""

import uuid
from typing import Any

import psycopg
from suara_local.running import Running, eventually

UNIT, CLERK = "W11-01", "loket.w11-01"
API = "/api/v1/responses/assisted"
SAID: dict[str, Any] = {"reason": "other_language", "declared": True}


def test_it_is_stored_as_assisted_with_its_reason_and_traced_without_its_id(
    suara: Running,
) -> None:
    body = {**suara.submission(suara.survey(UNIT)), **SAID}
    clerk = suara.api(CLERK)
    sent = clerk.post(API, json=body)
    assert sent.status_code == 202, sent.text
    # The same once more is the same.
    assert clerk.post(API, json=body).json() == sent.json()
    eventually(lambda: suara.fate(sent.json()["receipt"]), "counted")
    with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
        row = connection.execute(
            "SELECT mode, reason, device FROM records WHERE response_id = %s",
            [body["response_id"]],
        ).fetchone()
    assert row is not None
    assert row[:2] == ("assisted", "other_language")
    assert row[2]

    def trail() -> list[dict[str, Any]]:
        found = suara.api("auditor").get("/api/v1/audit", params={"limit": 100}).json()["items"]
        return [each for each in found if each["action"] == "responses.assisted.send"]

    told = {"reason": "other_language"}
    eventually(lambda: told in [each["detail"] for each in trail()], wanted=True)
    assert body["response_id"] not in str(trail())


def test_without_reason_or_declaration_and_from_others_it_is_refused(suara: Running) -> None:
    body = suara.submission(suara.survey(UNIT))
    clerk = suara.api(CLERK)
    for said, fields in (
        ({}, ["reason", "declared"]),
        ({**SAID, "reason": "hurry"}, ["reason"]),
        ({**SAID, "declared": "true"}, ["declared"]),
    ):
        refused = clerk.post(API, json={**body, **said})
        assert refused.status_code == 422
        assert [each["field"] for each in refused.json()["errors"]] == fields
    incomplete = clerk.post(API, json={**body, **SAID, "answers": {}})
    assert incomplete.status_code == 422
    assert suara.api("kepala.w11-01").post(API, json={**body, **SAID}).status_code == 403
    unknown = {**body, **SAID, "code": "0000000", "response_id": str(uuid.uuid4())}
    assert clerk.post(API, json=unknown).status_code == 404
