"""Follow-ups over the API and in the database: who may, what leaves, two at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import psycopg
import pytest
import reporting_testing as testing
from chassis.config import read_settings
from chassis.database import Scope
from reporting_follow_ups import API, NOVEMBER, OCTOBER, PDF, READS, WRITES, Office
from reporting_service.config import ReportingSettings
from reporting_service.follow_ups.handlers.republish import republish
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from suara_local.pytest_plugin import ServiceDatabase
from suara_local.running import eventually

FILE = {"evidence": ("tarif.pdf", PDF)}


@pytest.fixture
def office(region: Any) -> Office:
    return Office.shown(region)


def test_a_head_opens_one_and_it_leaves_with_its_history(office: Office) -> None:
    key = office.opened()
    with office.api("pemantau", READS, office.region.kanwil) as api:
        told = api.get(f"{API}/{key}").json()
    assert (told["state"], told["opened_on"], told["term"]) == ("running", "2026-11-18", "short")
    assert (told["statement"], told["index"], told["priority"]) == ("pungli", "IPAK", 1)
    assert told["effect"] == {"state": "waits", "periods": ["2026-12", "2027-01", "2027-02"]}
    steps = [(each["number"], each["step"], each["name"]) for each in told["history"]]
    assert steps == [(1, "open", "Kepala")]
    eventually(lambda: len(office.events()), 1)
    (state,) = office.events()
    assert {name: state[name] for name in ("follow_up_id", "state", "opened_on", "revision")} == {
        "follow_up_id": key,
        "state": "running",
        "opened_on": "2026-11-18",
        "revision": 1,
    }
    (entry,) = [each for each in office.events("audit.entries.v1") if each["subject"] == key]
    assert (entry["action"], entry["actor"]) == ("reporting.follow-up.open", "kepala")


def test_an_operator_proposes_and_a_second_person_approves(office: Office) -> None:
    key = office.opened("operator", WRITES)
    with office.api("operator", WRITES) as api:
        told = api.get(f"{API}/{key}").json()
        assert (told["state"], told["opened_on"], told["effect"]) == ("proposed", None, None)
        assert api.post(f"{API}/{key}/approve").status_code == 403
        assert api.post(f"{API}/{key}/evidence", files=FILE).status_code == 409
    for claims in ({"sub": "operator"}, {"made_by": ["operator"]}):
        with office.api("kepala", **claims) as api:
            assert api.post(f"{API}/{key}/approve").status_code == 403
    with office.api("pemantau", code=office.region.kanwil) as api:
        assert api.post(f"{API}/{key}/approve").status_code == 403
    with office.api("kepala") as api:
        told = api.post(f"{API}/{key}/approve").json()
        assert (told["state"], told["opened_on"]) == ("running", "2026-11-18")
        assert [each["step"] for each in told["history"]] == ["propose", "approve"]
        assert api.post(f"{API}/{key}/approve").status_code == 409
    eventually(lambda: [each["state"] for each in office.events()], ["proposed", "running"])


def test_done_needs_evidence_which_is_handed_out_as_a_file(office: Office) -> None:
    key = office.opened()
    with office.api("operator", WRITES) as api:
        refused = api.post(f"{API}/{key}/finish")
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "evidence")
        for content in (b"", b"<html>", b"%PDF-" + b"0" * 10 * 1024 * 1024):
            refused = api.post(f"{API}/{key}/evidence", files={"evidence": ("a.pdf", content)})
            assert refused.status_code == 422, content[:9]
            assert refused.json()["errors"][0]["field"] == "evidence"
        large = {"evidence": ("a.pdf", b"%PDF-" + b"0" * 11 * 1024 * 1024)}
        assert api.post(f"{API}/{key}/evidence", files=large).status_code == 413
        kept = api.post(f"{API}/{key}/evidence", files=FILE)
        assert kept.status_code == 201
        path = f"{API}/{key}/evidence/{kept.json()['file_id']}"
        told = api.post(f"{API}/{key}/finish").json()
        assert told["state"] == "done"
        assert [each["name"] for each in told["evidence"]] == ["tarif.pdf"]
        assert api.post(f"{API}/{key}/evidence", files=FILE).status_code == 409
        again = api.post(f"{API}/{key}/withdraw", json={"reason": "Sudah selesai kemarin"})
        assert again.status_code in (403, 409)
    with office.api("pemantau", READS, office.region.kanwil) as api:
        file = api.get(path)
    assert file.content == PDF
    assert file.headers["Content-Disposition"] == "attachment; filename=tarif.pdf"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    with office.api("asing", READS, office.region.foreign) as api:
        assert api.get(path).status_code == 404
    eventually(lambda: [each["revision"] for each in office.events()], [1, 2, 3])


def test_what_a_head_let_run_a_head_gives_up_with_a_reason(office: Office) -> None:
    key = office.opened()
    reason = {"reason": "Loketnya dipindah ke gedung lain"}
    with office.api("operator", WRITES) as api:
        assert api.post(f"{API}/{key}/withdraw", json=reason).status_code == 403
    with office.api("kepala") as api:
        assert api.post(f"{API}/{key}/withdraw", json={"reason": "ya"}).status_code == 422
        told = api.post(f"{API}/{key}/withdraw", json=reason).json()
    assert (told["state"], told["effect"]) == ("withdrawn", None)
    assert told["history"][-1]["note"] == reason["reason"]
    # The statement is free again.
    assert office.opened() != key


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"program": ""}, "program"),
        ({"owner": "x" * 121}, "owner"),
        ({"due": "2026-11-18"}, "due"),
        ({"statement": "tidak_ada"}, "statement"),
        ({"statement": ""}, "statement"),
        ({"period": NOVEMBER}, "period"),
        ({"period": "2020-01"}, "period"),
        ({"instrument": None}, "instrument"),
        ({"unit": None}, "unit"),
    ],
)
def test_a_problem_names_the_field(office: Office, wrong: dict[str, Any], field: str) -> None:
    with office.api("kepala") as api:
        refused = api.post(API, json=office.wish(**wrong), headers={"Accept-Language": "en"})
        listed = api.get(API).json()["items"]
    assert refused.status_code == 422
    (fault,) = refused.json()["errors"]
    assert fault["field"] == field
    assert " " in fault["message"]
    assert listed == []


def test_nobody_writes_for_another_office(office: Office) -> None:
    above, foreign = office.region.kanwil, office.region.foreign
    with office.api("pemantau", code=above) as api:
        assert api.post(API, json=office.wish()).status_code == 403
    with office.api("asing", code=foreign) as api:
        assert api.post(API, json=office.wish()).status_code == 404
    with office.api("pembaca", READS) as api:
        assert api.post(API, json=office.wish()).status_code == 403
    key = office.opened()
    with office.api("asing", code=foreign) as api:
        assert api.get(API).json()["items"] == []
        for path in (f"{API}/{key}", f"/u/{office.code}/tindak-lanjut/{key}"):
            assert api.get(path).status_code == 404
        # Nor under the address of an own office.
        assert api.get(f"/u/{foreign}/tindak-lanjut/{key}").status_code == 404
        assert api.post(f"{API}/{key}/withdraw", json={"reason": "x" * 20}).status_code == 404


def test_of_two_at_once_one_opens_and_one_step_is_taken(office: Office) -> None:
    def post(path: str, body: dict[str, Any] | None = None, who: str = "kepala") -> int:
        with office.api(who) as api:
            return api.post(path, json=body or {}).status_code

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(post, API, office.wish()) for _ in range(4)]
        assert sorted(each.result() for each in asked) == [201, 422, 422, 422]
    key = only(office)
    reason = {"reason": "Dua orang sekaligus"}
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(post, f"{API}/{key}/withdraw", reason) for _ in range(4)]
        assert sorted(each.result() for each in asked) == [200, 409, 409, 409]
    eventually(lambda: [each["revision"] for each in office.events()], [1, 2])


def only(office: Office) -> str:
    with office.api("kepala") as api:
        (found,) = api.get(API).json()["items"]
    return str(found["follow_up_id"])


def test_a_list_goes_on_by_key_and_is_cut_by_what_is_asked(office: Office) -> None:
    keys = sorted(office.opened(statement=key) for key in ("pungli", "waktu", "biaya"))
    with office.api("pemantau", READS, office.region.kanwil) as api:
        first = api.get(API, params={"limit": 2}).json()
        rest = api.get(API, params={"limit": 2, "after": first["next"]}).json()
        found = [each["follow_up_id"] for each in (*first["items"], *rest["items"])]
        assert (found, rest["next"]) == (keys, None)
        assert {each["code"] for each in first["items"]} == {office.code}
        for asked, number in (
            ({"state": "running"}, 3),
            ({"state": "done"}, 0),
            ({"period": OCTOBER, "instrument": "SPKP-SPAK"}, 3),
            ({"period": NOVEMBER}, 0),
            ({"tenant": testing.same_id(office.code)}, 3),
            ({"tenant": testing.same_id(office.region.b)}, 0),
        ):
            assert len(api.get(API, params=asked).json()["items"]) == number, asked
        for wrong in ({"after": "x"}, {"tenant": "x"}, {"limit": "0"}):
            refused = api.get(API, params=wrong)
            assert refused.status_code == 422
            assert refused.json()["errors"][0]["field"] in wrong


def test_a_practice_office_stands_in_no_list_of_others(office: Office) -> None:
    region, code = office.region, f"{office.region.kanwil}-P"
    region.stage.send(testing.tenant(code, region.kanwil, "lapas", "Lapas Latihan", practice=True))
    region.wait_for(f"/u/{code}", "Lapas Latihan")
    key = office.planted("pungli", date(2026, 11, 1), code=code)
    with office.api("pemantau", READS, region.kanwil) as api:
        assert api.get(API).json()["items"] == []
        (asked,) = api.get(API, params={"tenant": testing.same_id(code)}).json()["items"]
        assert (asked["follow_up_id"], asked["practice"]) == (key, True)
        page = api.get(f"/u/{region.kanwil}/tindak-lanjut", headers={"Accept": "text/html"}).text
    assert "Belum ada unit yang membuat tindak lanjut" in page
    with office.api("kepala", READS, code, practice=True) as api:
        assert [each["follow_up_id"] for each in api.get(API).json()["items"]] == [key]


def test_the_database_itself_keeps_the_rules(office: Office) -> None:
    key = office.opened("operator", WRITES)
    foreign = office.region.foreign
    taken = "UPDATE follow_ups SET state = 'running' RETURNING 1"
    with office.rows(foreign) as connection:
        for table in ("follow_ups", "follow_up_steps", "follow_up_files"):
            assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 0  # noqa: S608
        assert connection.execute(text(taken)).all() == []
    own = testing.same_id(office.code)
    adds = (
        "INSERT INTO follow_up_steps (follow_up_id, tenant_id, number, step, person, name, role,"
        " note) VALUES (:key, :tenant, 9, 'finish', 'x', 'x', 'x', '')"
    )
    for tenant, why in ((own, "row-level security"), (testing.same_id(foreign), "foreign key")):
        with pytest.raises(DBAPIError, match=why), office.rows(foreign) as connection:
            connection.execute(text(adds), {"key": key, "tenant": tenant})
    for wrong, why in (
        ("UPDATE follow_ups SET approved_by = asked_by", "second_person"),
        ("UPDATE follow_ups SET program = 'Yang lain sama sekali'", "permission denied"),
        ("DELETE FROM follow_ups", "permission denied"),
        ("UPDATE follow_up_steps SET name = 'x'", "permission denied"),
        ("UPDATE follow_up_files SET name = 'x'", "permission denied"),
    ):
        with pytest.raises(DBAPIError, match=why), office.rows() as connection:
            connection.execute(text(wrong))
    with office.api("kepala") as api:
        api.post(f"{API}/{key}/withdraw", json={"reason": "Tidak jadi dilakukan"})
    with office.rows() as connection:
        assert connection.execute(text(taken)).all() == []


def test_nobody_rewrites_a_history(
    office: Office, service_database: Callable[[str], ServiceDatabase]
) -> None:
    office.opened()
    owner = service_database("reporting").owner.replace("postgresql+psycopg", "postgresql")
    for change in ("UPDATE {} SET name = 'x'", "DELETE FROM {}", "TRUNCATE {}"):
        with (
            psycopg.connect(owner) as connection,
            pytest.raises(psycopg.Error, match="append-only"),
        ):
            connection.execute(change.format("follow_up_steps"))


def test_without_a_bound_office_nothing_is_written(office: Office) -> None:
    key, scope = office.opened(), Scope(testing.same_id(office.code))
    with (
        pytest.raises(DBAPIError, match="app.tenant_id|invalid input syntax"),
        office.region.stage.web.scope(scope) as connection,
    ):
        connection.execute(
            text("UPDATE follow_ups SET revision = 9 WHERE follow_up_id = :id"), {"id": key}
        )


def test_every_state_can_be_sent_again(office: Office) -> None:
    key = office.opened()
    eventually(lambda: len(office.events()), 1)
    republish(read_settings(ReportingSettings, office.region.stage.environment))
    eventually(lambda: len(office.events()), 2)
    first, again = office.events()
    assert first == again
    assert again["follow_up_id"] == key


def test_a_line_cut_by_unit_type_sees_its_own_units(office: Office) -> None:
    key, above = office.opened(), office.region.kanwil
    with office.api("ditjen", READS, above, unit_types=["kanwil", "lapas"]) as api:
        assert api.get(f"{API}/{key}").status_code == 200
    with office.api("ditjen", READS, above, unit_types=["kanwil", "kanim"]) as api:
        assert api.get(f"{API}/{key}").status_code == 404
