"""The API over HTTP: who sees what, what is refused and how, what is published with a change."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from chassis import clock
from suara_local.practice.months import DEMO_UNITS

OPERATOR, FOREIGN, CLERK = "operator.w11-01", "operator.w20-01", "loket.w11-01"
MONITOR = "pemantau.w11"


def unit(seeded: Any, code: str = DEMO_UNITS[0]) -> str:
    found = [row["tenant"] for row in seeded.surveys if row["tenant_code"] == code]
    return str(found[0])


def next_month() -> str:
    return f"{clock.now().replace(day=1) + timedelta(days=70):%Y-%m}"


def faults(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    return {each["field"]: each["message"] for each in answer.json()["errors"]}


def audited(seeded: Any, action: str, subject: str) -> list[Any]:
    entries = seeded.events("audit.entries.v1")
    return [e for e in entries if (e.payload["action"], e.payload["subject"]) == (action, subject)]


def test_an_opened_survey_is_published_and_audited_and_can_be_closed_once(seeded) -> None:
    body = {"tenant": unit(seeded), "instrument": "SPKP-SPAK", "period": next_month()}
    with seeded.api(OPERATOR) as api:
        opened = api.post("/surveys", json=body)
        again = api.post("/surveys", json=body)
        seen = api.get(f"/surveys/{opened.json()['survey_id']}")
        early = api.post(f"/surveys/{opened.json()['survey_id']}/close")
    assert opened.status_code == 201
    assert seen.json() == opened.json()
    assert (opened.json()["status"], opened.json()["release_step"]) == ("open", 5)
    assert "already" in faults(again)["period"]
    assert "before it opens" in faults(early)["status"]
    key = opened.json()["survey_id"]
    assert opened.json() in seeded.sent("forms.surveys.v1")
    assert [e.tenant_id for e in audited(seeded, "forms.survey.open", key)] == [body["tenant"]]


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        ("/surveys", {}, {"tenant", "instrument", "period"}),
        ("/surveys", {"release_step": True, "formel": "x"}, {"release_step", "formel"}),
        ("/surveys", {"release_step": 1}, {"release_step"}),
        ("/populations", {}, {"tenant", "period", "service", "recipients"}),
        ("/populations", {"recipients": -1, "stage": "x"}, {"recipients", "stage"}),
        ("/populations", {"recipients": 1.5}, {"recipients"}),
        ("/collection-points", {}, {"tenant", "name"}),
        ("/collection-points", {"name": "a\x00b", "channel": []}, {"name", "channel"}),
    ],
)
def test_every_faulty_field_is_named_at_once(seeded, path, body, fields) -> None:
    with seeded.api(OPERATOR) as api:
        assert fields <= faults(api.post(path, json=body)).keys()


@pytest.mark.parametrize(
    ("change", "field", "way_out"),
    [
        ({"instrument": "SPAK"}, "instrument", "SPKP-SPAK"),
        ({"period": "2026-13"}, "period", "2026-11"),
        ({"period": "2020-01"}, "period", "the current one is"),
        ({"period": "2027-S1"}, "period", "runs monthly"),
        ({"formula": "ikm"}, "formula", "spkp-spak-prop"),
        ({"formula": "spkp-spak-native4"}, "formula", "'pungli' must have the answers 1 to 4"),
        ({"formula": "spkp-spak-native4"}, "formula", "Way out: name another formula"),
        ({"instrument": "INTEGRITAS", "period": "2027-S2"}, "instrument", "is for employees"),
        ({"instrument": "SPAK"}, "instrument", "must be one of IKM, SPKP-SPAK"),
        ({"tenant": "1f0c1a52-9b5b-4a44-8d0c-0a6e0f4a4a11"}, "tenant", "in your scope"),
    ],
)
def test_a_survey_that_cannot_be_opened_says_the_way_out(seeded, change, field, way_out) -> None:
    body = {"tenant": unit(seeded), "instrument": "SPKP-SPAK", "period": next_month(), **change}
    with seeded.api(OPERATOR) as api:
        assert way_out in faults(api.post("/surveys", json=body))[field]


@pytest.mark.parametrize("raw", ["", "[]", "{", '"x"'])
def test_a_body_that_is_no_object_is_refused(seeded, raw) -> None:
    with seeded.api(OPERATOR) as api:
        assert api.post("/surveys", content=raw).status_code == 400


def test_a_number_is_corrected_until_the_kanwil_confirms_it(seeded) -> None:
    body = {"tenant": unit(seeded), "period": next_month(), "service": "remisi", "recipients": 40}
    with seeded.api(OPERATOR) as api, seeded.api(MONITOR) as kanwil:
        first = api.post("/populations", json=body).json()
        corrected = api.post("/populations", json={**body, "recipients": 41}).json()
        assert corrected["population_id"] == first["population_id"]
        way = f"/populations/{first['population_id']}"
        assert api.post(f"{way}/confirm", json={}).status_code == 403
        assert kanwil.post(f"{way}/confirm", json={}).json()["state"] == "confirmed"
        locked = api.post("/populations", json={**body, "recipients": 42})
        assert "reason" in faults(locked)
        reason = "Satu hari belum terhitung"
        again = api.post("/populations", json={**body, "recipients": 42, "reason": reason}).json()
        assert (again["state"], again["confirmed_recipients"]) == ("entered", 41)
        back = kanwil.post(f"{way}/return", json={"reason": "Buku register menunjukkan 41"}).json()
    assert (back["state"], back["confirmed_recipients"]) == ("returned", 41)
    events = seeded.sent("forms.populations.v1")
    states = [e for e in events if e["population_id"] == first["population_id"]]
    assert [(e["recipients"], e["confirmed"]) for e in states] == [
        (40, False),
        (41, False),
        (41, True),
        (41, True),
        (41, True),
    ]
    assert len(audited(seeded, "forms.population.enter", first["population_id"])) == 3


def test_a_new_point_is_published_with_a_code_of_its_own(seeded) -> None:
    body = {"tenant": unit(seeded), "name": "  Loket 2 ", "channel": "kiosk"}
    with seeded.api(OPERATOR) as api:
        made = api.post("/collection-points", json=body).json()
        codes = [row["code"] for row in api.get("/collection-points").json()["items"]]
    assert (made["name"], made["channel"], made["status"]) == ("Loket 2", "kiosk", "active")
    assert made["code"] in codes
    assert made in seeded.sent("forms.collection-points.v1")
    assert made["hours"] == []
    assert audited(seeded, "forms.point.add", made["point_id"])


def codes_by(api: httpx.Client, limit: int) -> list[str]:
    """Of every point of the scope, that many on a page."""
    found: list[str] = []
    following = {}
    while True:
        params = {"limit": limit, **following}
        page = api.get("/collection-points", params=params).json()
        found += [row["code"] for row in page["items"]]
        if page["next"] is None:
            return found
        following = {"after": page["next"]}


def test_lists_page_by_key_to_the_last_row_of_the_scope(seeded) -> None:
    with seeded.api(MONITOR) as api:
        found, whole = codes_by(api, 7), codes_by(api, 100)
        wrong = [
            api.get("/collection-points", params={"after": "nonsense\x00"}),
            api.get("/surveys", params={"after": "x"}),
            api.get("/surveys", params={"limit": "0"}),
            api.get("/surveys", params={"period": "\x00"}),
        ]
    assert found == sorted(set(found)) == whole
    assert len(found) > 40
    assert all(answer.status_code == 422 for answer in wrong)


def test_instruments_versions_and_formulas_are_for_every_tenant(seeded) -> None:
    with seeded.api(OPERATOR) as api:
        listed = api.get("/instruments").json()["items"]
        versions = api.get("/instruments/SPKP-SPAK/versions").json()["items"]
        formulas = api.get("/formulas", params={"instrument": "SPKP-SPAK"}).json()["items"]
        unknown = [api.get("/instruments/none/versions"), api.get("/instruments/%00/versions")]
    assert {row["instrument"] for row in listed} == {"SPKP-SPAK", "IKM", "INTEGRITAS"}
    assert all(row["title"]["id"] for row in listed)
    assert len(versions[0]["definition"]["items"]) == 13
    assert [row["code"] for row in formulas if row["status"] == "in_force"] == ["spkp-spak-minmax"]
    assert {answer.status_code for answer in unknown} == {404}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/surveys"),
        ("POST", "/populations"),
        ("POST", "/collection-points"),
        ("GET", "/collection-points"),
        ("GET", "/instruments"),
    ],
)
def test_a_clerk_may_not(seeded, method, path) -> None:
    with seeded.api(CLERK) as api:
        assert api.request(method, path, json={}).status_code == 403


def test_without_a_token_nothing_is_shown(seeded) -> None:
    with seeded.api(OPERATOR) as api:
        del api.headers["Authorization"]
        paths = ("/surveys", "/instruments", "/formulas", "/populations", "/collection-points")
        assert {api.get(path).status_code for path in paths} == {401}


def test_the_usual_points_of_a_unit_are_added_once(seeded) -> None:
    tenant = {"tenant": seeded.tenant_of(seeded.own_unit())}
    with seeded.api("admin") as api:
        made = api.post("/collection-points/usual", json=tenant).json()["items"]
        again = api.post("/collection-points/usual", json=tenant).json()["items"]
    assert {point["preset"] for point in made} == {
        "prison_registration",
        "prison_locker",
        "prison_exit",
        "prison_block",
    }
    assert again == []


def test_a_point_is_changed_retired_and_moved_and_keeps_its_code(seeded) -> None:
    home, other = (seeded.tenant_of(seeded.own_unit()) for _ in range(2))
    with seeded.api("admin") as api:
        (point,) = api.get("/collection-points", params={"tenant": home}).json()["items"]
        code = point["code"]
        week = [[["08:00", "12:00"], ["13:00", "15:30"]]] * 5 + [[], []]
        body = {"name": "Pintu keluar", "place": "Lantai 1", "channel": "nfc", "hours": week}
        changed = api.post(f"/collection-points/{code}", json=body).json()
        assert {name: changed[name] for name in body} == body
        wrong = {**body, "hours": [[["16:00", "12:00"], ["13:00", "14:00"]]] + [[]] * 6}
        assert "day 1" in faults(api.post(f"/collection-points/{code}", json=wrong))["hours"]
        assert api.post(f"/collection-points/{code}/retire").json()["status"] == "retired"
        assert api.post(f"/collection-points/{code}/restore").json()["status"] == "active"
        move = {"tenant": other, "reason": "Kantor digabung"}
        moved = api.post(f"/collection-points/{code}/move", json=move).json()
        assert (moved["code"], moved["tenant_id"]) == (code, other)
        assert moved in seeded.sent("forms.collection-points.v1")
        move = {"tenant": home, "reason": "Dikembalikan"}
        assert api.post(f"/collection-points/{code}/move", json=move).json()["tenant_id"] == home


def test_a_point_moves_to_no_unit_outside_the_movers_scope(seeded) -> None:
    with seeded.api(OPERATOR) as own, seeded.api("operator.w20-01") as other:
        code = own.get("/collection-points").json()["items"][0]["code"]
        target = other.get("/collection-points").json()["items"][0]["tenant_id"]
        move = {"tenant": target, "reason": "Coba pindah"}
        assert "scope" in faults(own.post(f"/collection-points/{code}/move", json=move))["tenant"]
        assert other.post(f"/collection-points/{code}/move", json=move).status_code == 404


LONG = "/".join(["layanan", *["0b6f2c4e-8d1a-4c7b-9e3f-5a6b7c8d9e0f"] * 4])


def test_links_of_the_earlier_system_are_imported_whole_or_not_at_all(seeded) -> None:
    good = [
        "link,tenant_code",
        "https://survei.example.id/ly/K7mq2x9A,W11-01",
        f"http://survei-bsk.example.id/{LONG},W11-01",
    ]
    bad = [*good, "https://x/ly/short,W11-01", good[1], "/ly/abcd1234,W20-01"]
    with seeded.api(OPERATOR) as api:

        def sent_in(text: str, **more: str) -> httpx.Response:
            files = {"file": ("lama.csv", text)}
            return api.post("/collection-points/legacy-links", data=more, files=files)

        looked = sent_in("\n".join(bad), dry_run="true").json()
        found = [(each["row"], each["problem"]) for each in looked["faults"]]
        assert found == [(4, "no_link"), (5, "repeated"), (6, "not_in_scope")]
        assert looked["new"] == 2
        refused = sent_in("\n".join(bad))
        assert list(faults(refused)) == ["row 4: link", "row 5: link", "row 6: tenant_code"]
        assert sent_in("\n".join(good), dry_run="true").json()["new"] == 2
        done = sent_in("\n".join(good)).json()
        again = sent_in("\ufeff" + "\n".join(good).replace(",", ";")).json()
        wrong = sent_in("a,b\n1,2")
    assert (done["new"], done["unchanged"]) == (2, 0)
    assert (again["new"], again["unchanged"]) == (0, 2)
    assert "row 1: link" in faults(wrong)
    told = [row.get("aliases", ()) for row in seeded.sent("forms.collection-points.v1")]
    assert [row for row in told if LONG in row][-1] == [LONG, "ly/k7mq2x9a"]
