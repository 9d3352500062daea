"""Kiosks over the API: registered, listed with what they say of themselves, revoked; sent again."""

from typing import Any

import pytest
from chassis.kafka import Tail
from suara_local.running import Running, eventually

API, HOME = "/api/v1/kiosks", "/s/anjungan"
UNIT, OPERATOR = "W11-04", "operator.w11-01"


@pytest.fixture
def kiosk(suara: Running) -> dict[str, Any]:
    """As it was told once, at registration; the answering pages know it."""
    body = {"point": suara.survey(UNIT)["code"], "name": "Tablet API"}
    made = suara.api("admin").post(API, json=body)
    assert made.status_code == 201, made.text
    told: dict[str, Any] = made.json()
    eventually(lambda: suara.public.post(HOME, data={"key": told["key"]}).status_code, 303)
    return told


def listed(suara: Running, device_id: str) -> dict[str, Any]:
    found = suara.api("admin").get(API, params={"unit": UNIT}).raise_for_status().json()["items"]
    return next(each for each in found if each["device_id"] == device_id)


def test_the_key_is_told_once_and_the_list_says_what_waits(
    suara: Running, kiosk: dict[str, Any]
) -> None:
    assert kiosk["link"] == f"{suara.base_url}{HOME}#k={kiosk['key']}"
    fresh = listed(suara, kiosk["device_id"])
    assert fresh == {
        "device_id": kiosk["device_id"],
        "point": suara.survey(UNIT)["code"],
        "name": "Tablet API",
        "status": "active",
        "waiting": None,
        "seen_at": None,
    }
    cookie = {"Cookie": f"kiosk={kiosk['key']}"}
    said = suara.public.post(f"{HOME}/antrean", data={"waiting": "3"}, headers=cookie)
    assert said.status_code == 204
    seen = listed(suara, kiosk["device_id"])
    assert (seen["waiting"], seen["seen_at"] is None) == (3, False)
    assert kiosk["key"] not in str(seen)


def test_faults_are_named_and_strangers_refused(suara: Running, kiosk: dict[str, Any]) -> None:
    refused = suara.api("admin").post(API, json={"name": "a\nb"})
    assert refused.status_code == 422
    assert {each["field"] for each in refused.json()["errors"]} == {"point", "name"}
    operator, clerk = suara.api(OPERATOR), suara.api("loket.w11-01")
    body = {"point": kiosk["point"], "name": "x"}
    assert operator.post(API, json=body).status_code == 404
    assert operator.get(API, params={"unit": UNIT}).status_code == 404
    assert operator.post(f"{API}/{kiosk['device_id']}/revoke").status_code == 404
    for answer in (clerk.get(API), clerk.post(API, json=body)):
        assert answer.status_code == 403


def test_every_kiosk_is_sent_again(suara: Running, kiosk: dict[str, Any]) -> None:
    seen: list[str] = []
    topics = ["responses.devices.v1"]
    tail = Tail(
        suara.stack.bootstrap, "", topics, lambda event: seen.append(event.payload["device_id"])
    ).start()
    assert tail.ready.wait(60)
    before = seen.count(kiosk["device_id"])
    suara.stack.run("responses", "republish")
    eventually(lambda: seen.count(kiosk["device_id"]), before + 1)
    tail.stop()


def test_a_revoked_one_is_out(suara: Running, kiosk: dict[str, Any]) -> None:
    done = suara.api("admin").post(f"{API}/{kiosk['device_id']}/revoke")
    assert done.json() == {"device_id": kiosk["device_id"], "status": "revoked"}
    assert listed(suara, kiosk["device_id"])["status"] == "revoked"
    eventually(lambda: suara.public.post(HOME, data={"key": kiosk["key"]}).status_code, 422)
