"""One person, one answer: copies, conflicts, bad input; and the count and index that follow."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from suara_local.finishing import finish
from suara_local.offices import new_office
from suara_local.running import Running, eventually


def stored(suara: Running, survey_id: str) -> int:
    with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
        row = connection.execute(
            "SELECT count(*) FROM records WHERE survey_id = %s", [survey_id]
        ).fetchone()
    assert row is not None
    return int(row[0])


def counted(suara: Running, survey: dict[str, Any]) -> Any:
    return (score(suara, survey) or {"count": None})["count"]


def score(suara: Running, survey: dict[str, Any]) -> Any:
    client = suara.api("admin")
    found = client.get("/api/v1/scores", params={"tenant": survey["tenant"]}).json()["items"]
    return next((row for row in found if row["survey_id"] == survey["survey_id"]), None)


def test_64_copies_are_one_response_and_another_body_conflicts(suara: Running) -> None:
    survey = suara.survey(new_office(suara))
    body = suara.submission(survey)
    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(lambda _: suara.send(body), range(64)))
    assert {answer.status_code for answer in answers} == {202}
    receipts = {answer.json()["receipt"] for answer in answers}
    assert len(receipts) == 1
    other = suara.send({**body, "answers": {**body["answers"], "pungli": 1}})
    assert other.status_code == 202
    assert other.json()["receipt"] not in receipts
    eventually(lambda: suara.fate(receipts.copy().pop()), "counted")
    eventually(lambda: suara.fate(other.json()["receipt"]), "conflict")
    assert stored(suara, survey["survey_id"]) == 1
    eventually(lambda: counted(suara, survey), 1)


def test_a_forged_receipt_is_no_receipt(suara: Running) -> None:
    answer = suara.public.post("/api/v1/receipts", json={"receipt": "0" * 26})
    assert answer.status_code == 404


@pytest.fixture(scope="module")
def silent(suara: Running) -> dict[str, Any]:
    """A survey that nobody answers."""
    return suara.survey(new_office(suara))


def fault(name: str, value: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda body: {**body, name: value}


BAD: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "unknown code": (fault("code", "ZZZZZZZ"), "code"),
    "unknown survey": (fault("survey", str(uuid.uuid4())), "survey"),
    "unknown item": (
        lambda body: {**body, "answers": {**body["answers"], "nonsense": 3}},
        "answers.nonsense",
    ),
    "value out of range": (
        lambda body: {**body, "answers": {**body["answers"], "pungli": 7}},
        "answers.pungli",
    ),
    "value of a wrong type": (
        lambda body: {**body, "answers": {**body["answers"], "pungli": True}},
        "answers.pungli",
    ),
    "missing item": (
        lambda body: {
            **body,
            "answers": {key: value for key, value in body["answers"].items() if key != "biaya"},
        },
        "answers.biaya",
    ),
    "answers not an object": (fault("answers", [1, 2]), "answers"),
    "response_id not an id": (fault("response_id", "one"), "response_id"),
    "forged time": (fault("issued", "1700000000.AAAAAAAAAAAA"), "issued"),
    "signature beyond ASCII": (fault("issued", "123.é"), "issued"),
    "time in full-width digits": (fault("issued", "１２３.AAAAAAAAAAAA"), "issued"),
    "unknown field": (fault("tenant_id", "x"), "tenant_id"),
    "unknown language": (fault("language", "xx"), "language"),
    "text too long": (fault("text", "x" * 2001), "text"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_names_the_field_and_stores_nothing(
    suara: Running, silent: dict[str, Any], name: str
) -> None:
    spoil, field = BAD[name]
    answer = suara.send(spoil(suara.submission(silent)))
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert stored(suara, silent["survey_id"]) == 0


@pytest.mark.parametrize(
    ("content", "status"), [(b"not json", 400), (b"[1]", 400), (b"{" + b" " * 70_000, 413)]
)
def test_what_is_no_json_object_is_refused(suara: Running, content: bytes, status: int) -> None:
    answer = suara.public.post("/api/v1/responses", content=content)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_closed_survey_takes_no_new_answers(suara: Running) -> None:
    survey = suara.survey(new_office(suara))
    body = suara.submission(survey)
    suara.end(survey)

    def form() -> dict[str, Any]:
        return dict(suara.public.get(f"/api/v1/forms/{survey['code']}").json())

    def asked() -> bool:
        return survey["survey_id"] in [each["survey"] for each in form()["surveys"]]

    eventually(asked, False)
    late = {**body, "issued": form()["issued"]}
    answer = suara.send(late)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["survey"]
    # Handed out before the close: finished in time, so it counts.
    assert suara.send(body).status_code == 202
    plain = {
        **{name: body[name] for name in ("code", "survey", "form_version", "issued", "language")},
        "response_id": str(uuid.uuid4()),
        "done": "yes",
        **{f"a.{key}": str(value) for key, value in body["answers"].items()},
    }
    page = suara.public.post(f"/s/{survey['code']}", data=plain)
    assert page.status_code == 200
    assert "Terima kasih" in page.text


def test_no_figure_before_the_result_is_final(suara: Running) -> None:
    survey = suara.survey(new_office(suara))
    for _ in range(10):
        assert suara.send(suara.submission(survey, stars=6)).status_code == 202
    eventually(lambda: counted(suara, survey), 10)
    assert (score(suara, survey) or {"released": None})["released"] is None
    indices = {row["code"]: row for row in finish(suara, survey)["indices"]}
    assert indices["IPAK"]["display4"] == "4.00"
    assert indices["IPAK"]["band"] == "A"


def test_scores_rebuilt_from_the_record_are_equal(suara: Running) -> None:
    done = suara.stack.run("scoring", "rebuild")
    assert " 0 differences" in done.stdout
