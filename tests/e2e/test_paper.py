"""Sheets of paper over HTTP: who may type, what never counts, and that a sheet counts once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest
from chassis import clock
from suara_local.offices import new_office
from suara_local.planting import add_person
from suara_local.running import Running, eventually

API, ENTRY, PAGE = "/api/v1/paper/batches", "/jawaban/kertas/isi", "/jawaban/kertas"
UNIT, ISSUER, FIRST, SECOND = "W20-01", "operator.w20-01", "pemantau.w20", "admin"
INSTRUMENT = "SPKP-SPAK"
Batch = dict[str, Any]


@pytest.fixture
def batch(suara: Running) -> Callable[..., Batch]:
    def issue(count: int = 2) -> Batch:
        wish = {"unit": UNIT, "count": count, "instrument": INSTRUMENT}
        made: Batch = suara.api(ISSUER).post(API, json=wish).raise_for_status().json()
        return made

    return issue


def type_in(suara: Running, user: str, sheet: str, keys: str = "3") -> tuple[int, str]:
    """Status, and where to next or what is wrong."""
    items = suara.submission(suara.survey(UNIT, INSTRUMENT))["answers"]
    form = {"sheet": sheet, **{f"a.{item}": keys for item in items}}
    sent = suara.api(user).post(ENTRY, data=form)
    return sent.status_code, sent.headers.get("location", sent.text)


def state(suara: Running, batch: Batch) -> dict[str, Any]:
    listed = suara.api(ISSUER).get(API).json()["items"]
    return next(each for each in listed if each["batch_id"] == batch["batch_id"])


def rows(suara: Running, query: str, *values: Any) -> list[Any]:
    with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
        return connection.execute(query, values).fetchall()


def counted(suara: Running) -> int:
    query = "SELECT 1 FROM records WHERE survey_id = %s AND mode = 'paper'"
    return len(rows(suara, query, suara.survey(UNIT, INSTRUMENT)["survey_id"]))


def test_two_persons_type_and_neither_is_the_one_who_issued(suara: Running, batch: Any) -> None:
    made, before = batch(), counted(suara)
    sheet = made["sheets"][0]
    status, said = type_in(suara, ISSUER, sheet)
    assert status == 422
    assert "Anda yang mengeluarkan" in said
    assert type_in(suara, FIRST, sheet)[0] == 303
    assert type_in(suara, FIRST, sheet)[0] == 422
    assert state(suara, made)["waiting"] == 1
    status, there = type_in(suara, SECOND, sheet)
    assert (status, "state=counted" in there) == (303, True)
    eventually(lambda: counted(suara), before + 1)
    found = state(suara, made)
    assert (found["issued"], found["returned"], found["missing"], found["counted"]) == (2, 1, 1, 1)


def test_another_division_of_the_unit_types_and_nobody_of_the_one_that_issued(
    suara: Running,
) -> None:
    survey = suara.survey("W10-02")
    for person, division in (("a", "Loket"), ("b", " loket "), ("c", "Tata Usaha"), ("d", "")):
        add_person(suara, survey["tenant"], f"{person}.w10-02", "operator", division)
    wish = {"unit": "W10-02", "count": 1, "instrument": INSTRUMENT}
    made: Batch = suara.api("a.w10-02").post(API, json=wish).raise_for_status().json()
    form = {f"a.{item}": "3" for item in suara.submission(survey)["answers"]}

    def typed_by(person: str) -> httpx.Response:
        body = {"sheet": made["sheets"][0], **form}
        return suara.api(f"{person}.w10-02").post(ENTRY, data=body)

    refused = typed_by("b")
    assert refused.status_code == 422
    assert "Bagian Anda yang mengeluarkan lembar ini" in refused.text
    assert typed_by("c").status_code == 303
    spoil = {"sheets": "1", "reason": "unreadable"}
    page = f"{PAGE}/{made['batch_id']}"
    assert suara.api("b.w10-02").post(f"{page}/rusak", data=spoil).status_code == 422
    assert "(Loket)" in suara.api("c.w10-02").get(page).text
    assert "state=counted" in typed_by("d").headers["location"]


def test_who_opens_a_sheet_and_goes_away_keeps_it_from_nobody(suara: Running, batch: Any) -> None:
    """Nothing is held before something is saved, so nothing has to be let go after a time."""
    sheet, before = batch()["sheets"][0], counted(suara)
    assert suara.api(FIRST).get(ENTRY, params={"sheet": sheet}).status_code == 200
    assert type_in(suara, SECOND, sheet)[0] == 303
    # Begun with half of it, refused, and left like that: no turn was taken.
    half = {"sheet": sheet, "a.pungli": "3"}
    assert suara.api(FIRST).post(ENTRY, data=half).status_code == 422
    assert type_in(suara, FIRST, sheet)[0] == 303
    eventually(lambda: counted(suara), before + 1)


def test_typed_by_the_second_person_many_times_at_once_it_counts_once(
    suara: Running, batch: Any
) -> None:
    sheet, before = batch()["sheets"][0], counted(suara)
    assert type_in(suara, FIRST, sheet)[0] == 303
    suara.api(SECOND)
    start, found = threading.Barrier(8), list[int]()

    def one() -> None:
        start.wait()
        found.append(type_in(suara, SECOND, sheet)[0])

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [303] + [422] * 7
    eventually(lambda: counted(suara), before + 1)


def test_what_differs_does_not_count_until_somebody_but_the_issuer_settles_it(
    suara: Running, batch: Any
) -> None:
    made, before = batch(), counted(suara)
    sheet = made["sheets"][1]
    assert type_in(suara, FIRST, sheet, "4")[0] == 303
    status, there = type_in(suara, SECOND, sheet, "2")
    assert (status, there) == (303, f"{PAGE}/selisih/{sheet}")
    assert state(suara, made)["differs"] == 1
    keys = suara.submission(suara.survey(UNIT, INSTRUMENT))["answers"]
    settled = {f"a.{key}": "4" for key in keys}
    assert suara.api(ISSUER).post(there, data=settled).status_code == 422
    lacking = suara.api(FIRST).post(there, data=dict(list(settled.items())[1:]))
    assert lacking.status_code == 422
    assert "wajib diisi" in lacking.text
    assert counted(suara) == before
    assert suara.api(FIRST).post(there, data=settled).status_code == 303
    assert suara.api(SECOND).post(there, data=settled).status_code == 422
    eventually(lambda: counted(suara), before + 1)
    query = "SELECT turn, answers FROM paper_entries WHERE batch_id = %s ORDER BY turn"
    assert rows(suara, query, made["batch_id"]) == [(1, None), (2, None), (3, None)]


def test_spoiled_and_missing_sheets_never_count(suara: Running, batch: Any) -> None:
    made, before = batch(4), counted(suara)
    one, two, three, _ = made["sheets"]
    page, operator = f"{PAGE}/{made['batch_id']}", suara.api(ISSUER)
    assert type_in(suara, FIRST, one)[0] == 303
    assert type_in(suara, FIRST, three)[0] == 303
    spoil = {"sheets": "1-2", "reason": "unreadable"}
    # What was typed is not taken out by who handed it out.
    assert operator.post(f"{page}/rusak", data=spoil).status_code == 422
    assert suara.api(SECOND).post(f"{page}/rusak", data=spoil).status_code == 303
    assert suara.api(SECOND).post(f"{page}/rusak", data=spoil).status_code == 422
    assert type_in(suara, SECOND, one)[0] == 422
    query = "SELECT count(answers) FROM paper_entries WHERE batch_id = %s AND place = 1"
    assert rows(suara, query, made["batch_id"]) == [(0,)]
    assert operator.post(f"{page}/tutup").status_code == 303
    assert operator.post(f"{page}/tutup").status_code == 422
    status, said = type_in(suara, FIRST, made["sheets"][3])
    assert status == 422
    assert "tercatat hilang" in said
    # It came back before the close.
    assert type_in(suara, SECOND, three)[0] == 303
    eventually(lambda: counted(suara), before + 1)
    found = state(suara, made)
    assert [found[name] for name in ("issued", "returned", "spoiled", "missing")] == [4, 1, 2, 1]
    assert type_in(suara, SECOND, two)[0] == 422


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"count": 0}, "count"),
        ({"count": 201}, "count"),
        ({"count": "3"}, "count"),
        ({"count": 1, "instrument": "INTEGRITAS"}, "instrument"),
        ({"count": 1, "language": "fr"}, "language"),
        ({"count": 1, "point": "2222222"}, "point"),
    ],
)
def test_a_wish_that_makes_no_sheets(suara: Running, wish: dict[str, Any], field: str) -> None:
    refused = suara.api(ISSUER).post(API, json={"unit": UNIT, **wish})
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]] == [field]


def test_a_clerk_hands_out_and_does_not_type(suara: Running) -> None:
    clerk = suara.api("loket.w11-01")
    assert clerk.post(API, json={"count": 1}).status_code == 201
    assert clerk.get(ENTRY).status_code == 403
    assert suara.api("kepala.w11-01").get(API).status_code == 403


def close_long_ago(suara: Running, survey: dict[str, Any], made: Batch) -> None:
    """The survey as if it had closed eight days ago, and the sheets as printed before that."""
    today = clock.now()
    printed, opened, closed = (today - timedelta(days=days) for days in (10, 40, 8))
    with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
        sheets = "UPDATE paper_batches SET issued_at = %s WHERE batch_id = %s"
        connection.execute(sheets, [printed, made["batch_id"]])
    with psycopg.connect(suara.stack.superuser_url("forms")) as connection:
        dates = "UPDATE surveys SET opens_at = %s, closes_at = %s WHERE survey_id = %s"
        connection.execute(dates, [opened, closed, survey["survey_id"]])
    suara.stack.run("forms", "republish")

    def asked() -> list[str]:
        form = suara.api("admin").get(f"/api/v1/forms/{survey['code']}").json()
        return [each["survey"] for each in form["surveys"] if each["survey"] == survey["survey_id"]]

    eventually(asked, [])


def test_typed_more_than_seven_days_after_the_close_it_is_kept_as_late(suara: Running) -> None:
    unit = new_office(suara)
    survey = suara.survey(unit, "IKM")
    # None of the three has made another's account: those are no two persons.
    for person, division in (("nol", "Loket"), ("satu", "Tata Usaha"), ("dua", "Tata Usaha")):
        add_person(suara, survey["tenant"], f"{person}.uji", "operator", division)
    wish = {"unit": unit, "count": 1, "instrument": "IKM"}
    made: Batch = suara.api("nol.uji").post(API, json=wish).raise_for_status().json()
    form = {f"a.{item}": "3" for item in suara.submission(survey)["answers"]}
    close_long_ago(suara, survey, made)

    def typed_by(person: str) -> str:
        sent = suara.api(person).post(ENTRY, data={"sheet": made["sheets"][0], **form})
        assert sent.status_code == 303, sent.text
        return sent.headers["location"]

    assert "state=typed" in typed_by("satu.uji")
    assert "state=late" in typed_by("dua.uji")
    kept = "SELECT state FROM records WHERE survey_id = %s AND mode = 'paper'"
    eventually(lambda: rows(suara, kept, survey["survey_id"]), [("late",)])
    listed = suara.api("admin").get(API, params={"unit": unit}).json()["items"]
    found = next(each for each in listed if each["batch_id"] == made["batch_id"])
    assert [found[name] for name in ("returned", "counted", "late")] == [1, 0, 1]
    with psycopg.connect(suara.stack.superuser_url("scoring")) as scores:
        tally = "SELECT sum(responses) FROM tallies WHERE survey_id = %s"
        assert scores.execute(tally, [survey["survey_id"]]).fetchone() == (None,)
