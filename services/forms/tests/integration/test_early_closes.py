"""An official survey ends on schedule, or early with a second person's word."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest
from chassis import clock
from chassis.events import new_event
from chassis.outbox import add_events
from forms_service.shared.events import FORM_VERSIONS
from forms_service.shared.tables import versions
from sqlalchemy import text

OPERATOR, HEAD, KANWIL, ADMIN = "operator.w11-02", "kepala.w11-02", "pemantau.w11", "admin"
DATABASES = "forms_tests_"
OTHER_KANWIL, UNIT, PAGE = "pemantau.w20", "W11-02", "/kelola/penutupan"
REASON = "Kantor pindah gedung dan loket ditutup sampai bulan depan"


def ask(seeded: Any, survey: dict[str, Any], who: str = OPERATOR, **body: Any) -> httpx.Response:
    with seeded.api(who) as api:
        path = f"/surveys/{survey['survey_id']}/early-closes"
        return api.post(path, json={"reason": REASON, **body})


def decide(seeded: Any, asked: Any, who: str, verb: str = "approve", **body: Any) -> httpx.Response:
    with seeded.api(who) as api:
        return api.post(f"/surveys/early-closes/{asked['early_close_id']}/{verb}", json=body)


def faults(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    return {each["field"]: each["message"] for each in answer.json()["errors"]}


@pytest.fixture
def clerk(seeded: Any, infrastructure: Any) -> Iterator[Any]:
    """SQL above the rules, for what only time does."""
    dsn = infrastructure.superuser_url(f"{DATABASES}forms")
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("who", [OPERATOR, ADMIN])
def test_nobody_closes_an_official_survey_alone(seeded: Any, who: str) -> None:
    survey = seeded.own_survey(UNIT)
    with seeded.api(who) as api:
        refused = faults(api.post(f"/surveys/{survey['survey_id']}/close"))
    assert "a second person" in refused["survey"]
    assert f"/surveys/{survey['survey_id']}/early-closes" in refused["survey"]
    assert seeded.survey_now(survey) == survey


def test_the_kanwil_closes_what_its_unit_asked_and_both_are_kept(seeded: Any) -> None:
    survey = seeded.own_survey(UNIT)
    asked = ask(seeded, survey)
    assert asked.status_code == 201
    assert (asked.json()["state"], asked.json()["reason"]) == ("asked", REASON)
    assert seeded.survey_now(survey)["status"] == "open"
    done = decide(seeded, asked.json(), KANWIL).json()
    closed = seeded.survey_now(survey)
    assert (done["state"], closed["status"]) == ("approved", "closed")
    assert datetime.fromisoformat(closed["closes_at"]) <= clock.now()
    assert done["decided_by"] != done["asked_by"]
    assert closed in seeded.sent("forms.surveys.v1")
    entries = seeded.sent("audit.entries.v1")
    told = {entry["action"]: entry for entry in entries if survey["survey_id"] in str(entry)}
    assert {"forms.early-close.ask", "forms.early-close.approve", "forms.survey.close"} <= set(told)
    assert REASON in str(told["forms.survey.close"])
    assert "status" in faults(ask(seeded, survey))
    assert "state" in faults(decide(seeded, asked.json(), KANWIL))
    with seeded.api(OPERATOR) as api:
        assert "already" in faults(api.post(f"/surveys/{survey['survey_id']}/close"))["status"]


def test_a_refusal_needs_a_note_and_the_survey_runs_on(seeded: Any) -> None:
    survey = seeded.own_survey("W11-03")
    asked = ask(seeded, survey, ADMIN).json()
    assert "answer" in faults(decide(seeded, asked, KANWIL, "refuse", answer="tidak"))
    note = "Loket lain masih melayani, tunggu jadwal"
    refused = decide(seeded, asked, KANWIL, "refuse", answer=note).json()
    assert (refused["state"], refused["answer"]) == ("refused", note)
    assert seeded.survey_now(survey) == survey
    assert "state" in faults(decide(seeded, asked, KANWIL))
    again = ask(seeded, survey, ADMIN)
    assert again.status_code == 201
    decide(seeded, again.json(), KANWIL, "refuse", answer=note)


def test_only_one_request_waits_and_its_reason_is_a_reason(seeded: Any) -> None:
    survey = seeded.own_survey("W11-03")
    for wrong in (
        {"reason": "penuh"},
        {"reason": 7},
        {"reason": "x" * 501},
        {"reason": " \n " * 9},
    ):
        assert "reason" in faults(ask(seeded, survey, ADMIN, **wrong))
    asked = ask(seeded, survey, ADMIN, reason="Gempa,\nkantor  rusak").json()
    assert asked["reason"] == "Gempa, kantor rusak"
    assert "already" in faults(ask(seeded, survey, ADMIN))["status"]
    decide(seeded, asked, KANWIL, "refuse", answer="Sudah dibuka lagi")


def test_who_asked_and_who_is_not_above_do_not_decide(seeded: Any) -> None:
    survey = seeded.own_survey(UNIT)
    asked = ask(seeded, survey, ADMIN).json()
    for who, status in ((ADMIN, 403), (OPERATOR, 403), (HEAD, 403), (OTHER_KANWIL, 404)):
        for verb in ("approve", "refuse"):
            answer = decide(seeded, asked, who, verb, answer="Tidak ada alasan")
            assert answer.status_code == status, (who, verb, answer.text)
    assert "yourself" in decide(seeded, asked, ADMIN).json()["detail"]
    assert seeded.survey_now(survey)["status"] == "open"
    with seeded.api(OTHER_KANWIL) as api:
        assert asked["early_close_id"] not in api.get("/surveys/early-closes").text
        assert api.get(f"/surveys/early-closes/{asked['early_close_id']}").status_code == 404
    with seeded.api(KANWIL) as api:
        assert asked["early_close_id"] in api.get("/surveys/early-closes").text
    assert decide(seeded, asked, KANWIL, "refuse", answer="Tunggu jadwal").status_code == 200


def test_a_kanwil_does_not_decide_on_its_own_survey(seeded: Any) -> None:
    survey = seeded.own_survey("W11")
    asked = ask(seeded, survey, ADMIN).json()
    refused = decide(seeded, asked, KANWIL)
    assert refused.status_code == 403
    assert "above the unit" in refused.json()["detail"]


def test_without_a_decision_in_seven_days_the_request_lapses(seeded: Any, clerk: Any) -> None:
    survey = seeded.own_survey(UNIT)
    asked = ask(seeded, survey).json()
    week = datetime.fromisoformat(asked["asked_at"]) + timedelta(days=7)
    ends = datetime.fromisoformat(survey["closes_at"])
    assert datetime.fromisoformat(asked["lapses_at"]) == min(week, ends)
    lapse = "UPDATE early_closes SET lapses_at = clock_now() WHERE early_close_id = %s"
    clerk.execute(lapse, [asked["early_close_id"]])
    assert "state" in faults(decide(seeded, asked, KANWIL))
    assert seeded.survey_now(survey) == survey
    with seeded.api(KANWIL) as api:
        lapsed = api.get(f"/surveys/early-closes/{asked['early_close_id']}").json()
    assert lapsed["state"] == "lapsed"
    assert ask(seeded, survey).status_code == 201


def test_a_survey_that_is_not_official_is_closed_by_its_unit_alone(seeded: Any) -> None:
    survey, form = seeded.own_survey("W11-04"), str(uuid.uuid4())
    with seeded.worker.unbound() as connection:
        own = {
            **versions.official_versions(connection, "IKM")[0],
            "official": False,
            "instrument": "KANTIN",
            "form_version_id": form,
            "own_of": survey["tenant_id"],
            "owner_tenant_id": survey["tenant_id"],
        }
        versions.add_form_version(connection, own)
        add_events(connection, [new_event(FORM_VERSIONS, survey["tenant_id"], own)])
        change = text("UPDATE surveys SET form_version_id = :form WHERE survey_id = :id")
        connection.execute(change, {"form": form, "id": survey["survey_id"]})
    assert "not official" in faults(ask(seeded, survey, ADMIN))["status"]
    with seeded.api(ADMIN) as api:
        assert api.post(f"/surveys/{survey['survey_id']}/close").json()["status"] == "closed"


def test_a_changed_schedule_leaves_what_is_open_as_it_is(seeded: Any) -> None:
    survey = seeded.own_survey("W20-03")
    with seeded.api(ADMIN) as api:
        found = api.get("/schedules").json()["items"]
        known = next(each for each in found if each["instrument"] == "SPKP-SPAK")
        names = ("opens_day", "opens_time", "late_days", "release_step", "unit_types", "status")
        body = {name: known[name] for name in names}
        body |= {f"place_{code}": words for code, words in known["place"].items()}
        path = f"/schedules/{known['schedule_id']}"
        ended = {**body, "status": "ended", "to_period": known["from_period"], "late_days": 0}
        try:
            assert api.put(path, json=ended).status_code == 200
            after = seeded.survey_now(survey)
        finally:
            back = api.put(path, json=body)
    assert back.json() == known
    assert after == survey
