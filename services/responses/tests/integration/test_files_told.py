"""Page, API and problem documents say since when, or from when on, a unit has a file; on the real
database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from chassis.config import Settings
from chassis.revocations import Revocations
from chassis.web import create_app
from flask.testing import FlaskClient
from responses_service.exports import api, pages
from responses_service.exports.handlers.queueing import EXPORTS
from responses_service.shared.context import Context, Keys
from responses_service.shared.projection import Projection
from responses_testing import states
from suara_local.signing import Signer

ISSUER = "http://suara.example"
PERIOD = "2026-11"
# 31 January 2999 in Jakarta.
DUE = datetime(2999, 1, 30, 17, 30, tzinfo=UTC)
# 15 December in Jakarta.
AT = datetime(2026, 12, 14, 17, tzinfo=UTC)


class Nobody:
    def publish(self, events: list[Any]) -> None:
        raise AssertionError(events)


@pytest.fixture
def known(place: Any) -> Projection:
    """What other services have told of the unit: its survey, not final yet."""
    made = Projection()
    told = states()
    survey = {**told["forms.surveys.v1"], "survey_id": place.unit, "tenant_id": place.unit}
    tenant = {**told["identity.tenants.v1"], "tenant_id": place.unit}
    made.apply("identity.tenants.v1", tenant)
    made.apply("forms.form-versions.v1", told["forms.form-versions.v1"])
    made.apply("forms.surveys.v1", {**survey, "period": PERIOD})
    score = {"survey_id": place.unit, "period": PERIOD, "status": "open", "released": None}
    made.apply("scoring.scores.v1", {**score, "final_at": DUE.isoformat()})
    return made


@pytest.fixture
def client(place: Any, known: Projection) -> Iterator[FlaskClient]:
    """The head of the unit at the rooms of files."""
    with Signer(ISSUER).serving() as signer:
        settings = Settings(
            suara_base_url=ISSUER,
            identity_url=signer.url,
            kafka_bootstrap="",
            database_web_url="",
            database_worker_url="",
        )
        context = Context(known, Nobody(), Keys(b"r" * 32, place.text_key, b"c", b"i"))
        rooms = [api.blueprint(context, place.web), pages.blueprint(context, place.web)]
        app = create_app(
            "responses", settings, rooms, revocations=Revocations(), pages="responses_service"
        )
        made = app.test_client()
        claims = signer.claims(tenant=place.unit, permissions=["answers.read"])
        made.set_cookie("access", signer.sign(claims))
        yield made


def test_before_it_is_final_everything_says_from_when_on(place: Any, client: FlaskClient) -> None:
    place.add(place.unit, 60)
    page = client.get("/jawaban/ekspor").text
    assert "Berkas ada mulai 31 Januari 2999, saat hasilnya final" in page
    assert "There is a file from 31 January 2999 on" in client.get("/jawaban/ekspor?lang=en").text
    for path in (f"{place.unit}.csv", f"{place.unit}/codebook.json"):
        for language, words in (("id", "mulai 31 Januari 2999"), ("en", "from 31 January 2999 on")):
            answer = client.get(f"/api/v1/exports/{path}?lang={language}")
            assert answer.status_code == 422
            fault = answer.json["errors"][0]
            assert fault["field"] == "survey"
            assert words in fault["message"]


def test_a_final_result_of_few_has_none_and_says_so(place: Any, client: FlaskClient) -> None:
    place.add(place.unit, 12)
    place.final(place.unit, 12, AT)
    assert "Hasil finalnya 12 jawaban." in client.get("/jawaban/ekspor").text
    fault = client.get(f"/api/v1/exports/{place.unit}.csv").json["errors"][0]
    assert fault["message"] == "Hasil finalnya 12 jawaban. Berkas ada mulai 30 jawaban."


def test_once_it_is_final_everything_says_since_when(place: Any, client: FlaskClient) -> None:
    place.add(place.unit, 60)
    place.final(place.unit, 60, AT)
    assert "60 baris, final sejak 15 Desember 2026" in client.get("/jawaban/ekspor").text
    assert client.get(f"/api/v1/exports/{place.unit}.csv").text.count("\n") == 61
    about = client.get(f"/api/v1/exports/{place.unit}/codebook.json").json
    assert datetime.fromisoformat(about["since"]) == AT


def test_a_file_says_since_when_its_answers_stand(place: Any, client: FlaskClient) -> None:
    place.add(place.unit, 60)
    place.final(place.unit, 60, AT)
    token = client.get_cookie("access")
    assert token
    bearer = {"Authorization": f"Bearer {token.value}"}
    wish = {"kind": "answers", "format": "xlsx"}
    refused = client.post("/api/v1/exports?lang=en", json=wish, headers=bearer)
    assert refused.json["errors"] == [{"field": "survey", "message": "Choose a survey."}]
    asked = client.post("/api/v1/exports", json={**wish, "survey": place.unit}, headers=bearer)
    assert asked.status_code == 202, asked.text
    assert datetime.fromisoformat(asked.json["since"]) == AT


@pytest.mark.parametrize(
    ("reason", "indonesian", "english"),
    [
        ("fault", "ada kesalahan di sistem", "the system has a fault"),
        ("silent", "berkali-kali terputus", "broke off several times"),
        ("slow", "terlalu lama", "took too long"),
    ],
)
def test_a_file_that_failed_says_why(
    place: Any, client: FlaskClient, reason: str, indonesian: str, english: str
) -> None:
    place.add(place.unit, 60)
    place.final(place.unit, 60, AT)
    token = client.get_cookie("access")
    assert token
    bearer = {"Authorization": f"Bearer {token.value}"}
    wish = {"kind": "answers", "format": "xlsx", "survey": place.unit}
    asked = client.post("/api/v1/exports", json=wish, headers=bearer).json
    assert (asked["state"], asked["reason"]) == ("waiting", "")
    with place.worker.unbound() as connection:
        held = EXPORTS.take(connection, asked["export_id"])
        assert held
        EXPORTS.give_up(connection, asked["export_id"], held, reason)
    told = client.get(f"/api/v1/exports/{asked['export_id']}", headers=bearer).json
    assert (told["state"], told["reason"]) == ("failed", reason)
    assert indonesian in client.get("/jawaban/ekspor").text
    assert english in client.get("/jawaban/ekspor?lang=en").text
