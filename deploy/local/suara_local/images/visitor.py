"""What people do with a new stack: the administrator signs in and makes a point, a visitor answers
there, and the head's page shows one more."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx

from suara_local import patient
from suara_local.running import post_answer

UNIT = "W11-01"
PATIENCE = 120.0


def sign_in(base_url: str, username: str, password: str) -> httpx.Client:
    """A signed-in browser; raise RuntimeError when the page does not let them in."""
    browser = patient.client(base_url=base_url, headers={"Accept": "text/html"})
    token = re.search(r'name="form_token" value="([^"]+)"', browser.get("/sign-in").text)
    form = {"form_token": token[1] if token else "", "username": username, "password": password}
    answer = browser.post("/sign-in", data={**form, "next": "/"})
    if answer.status_code != httpx.codes.SEE_OTHER:
        raise RuntimeError(f"{username} could not sign in: {answer.status_code}")
    return browser


def make_point(base_url: str, browser: httpx.Client, unit: str = UNIT) -> str:
    """The code of a new collection point of the unit."""
    with _api(base_url, browser) as api:
        tenant = api.get("/tenants", params={"code": unit}).raise_for_status().json()
        found = next(each for each in tenant["items"] if each["code"] == unit)
        body = {"tenant": found["tenant_id"], "name": "Pintu keluar"}
        return str(api.post("/collection-points", json=body).raise_for_status().json()["code"])


def answer_survey(base_url: str, code: str) -> str:
    """One visitor's answer through the form's own address; the receipt, once it is counted."""
    with patient.client(base_url=base_url) as phone:
        way = f"/api/v1/forms/{code}"
        wait_until(lambda: phone.get(way).status_code == httpx.codes.OK, "the form")
        form = phone.get(way).json()
        survey = form["surveys"][0]
        items = survey["definition"]["items"]
        body = {
            "response_id": str(uuid.uuid4()),
            "code": code,
            "survey": survey["survey"],
            "form_version": survey["form_version"],
            "answers": {each["key"]: int(each.get("points") or 4) for each in items},
            "issued": form["issued"],
            "language": "id",
        }
        receipt = str(post_answer(phone, body).raise_for_status().json()["receipt"])
        wait_until(lambda: _fate(phone, receipt) == "counted", "the count")
        return receipt


def shown_count(browser: httpx.Client, unit: str = UNIT) -> int:
    """The number on the page of the unit."""
    found = re.search(r'id="count" data-count="(\d+)"', browser.get(f"/u/{unit}").text)
    return int(found[1]) if found else 0


def shown_assets(browser: httpx.Client, code: str) -> list[str]:
    """What the pages of staff and visitors load; raise httpx.HTTPStatusError when it is missing."""
    loaded = []
    for page in (f"/u/{UNIT}", f"/s/{code}"):
        html = browser.get(page).raise_for_status().text
        for path in re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js)[^"]*)"', html):
            browser.get(path).raise_for_status()
            loaded.append(path.partition("?")[0])
    return sorted(set(loaded))


def wait_until(check: Callable[[], bool], what: str) -> None:
    """Raise TimeoutError that names what never came."""
    deadline = time.monotonic() + PATIENCE
    while not check():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come in {PATIENCE:.0f} s")
        time.sleep(0.3)


def _api(base_url: str, browser: httpx.Client) -> httpx.Client:
    bearer = {"Authorization": f"Bearer {browser.cookies['access']}"}
    return patient.client(base_url=f"{base_url}/api/v1", headers=bearer)


def _fate(phone: httpx.Client, receipt: str) -> Any:
    return phone.post("/api/v1/receipts", json={"receipt": receipt}).json()["state"]
