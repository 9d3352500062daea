"""An account that one person made is no second person for them: numbers and drafts."""

import uuid
from typing import Any

import httpx
import pytest
from suara_local import patient

PASSWORD = "a long enough password"
MONITOR = "pemantau.w11"


def identity(seeded: Any, who: str) -> httpx.Client:
    """The API of identity as this person."""
    base = seeded.environments["forms"]["IDENTITY_URL"]
    with seeded.api(who) as api:
        return patient.client(base_url=f"{base}/api/v1", headers=api.headers)


@pytest.fixture
def unit(seeded: Any) -> str:
    return str(seeded.own_unit("W11"))


@pytest.fixture
def puppet(seeded: Any, unit: str) -> str:
    """An operator of the unit, made by the national administrator who also chose the password."""
    username, tenant = f"boneka.{uuid.uuid4().hex[:8]}", seeded.tenant_of(unit)
    body = {"tenant": tenant, "username": username, "name": "Boneka", "password": PASSWORD}
    with identity(seeded, "admin") as api:
        made = api.post("/people", json=body).raise_for_status().json()
        grant = {"tenant": tenant, "role": "operator"}
        api.post(f"/people/{made['person_id']}/grants", json=grant).raise_for_status()
    return username


def test_a_number_of_a_puppet_is_not_confirmed_by_who_made_it(
    seeded: Any, unit: str, puppet: str
) -> None:
    body = {"tenant": seeded.tenant_of(unit), "period": "2026-09", "recipients": 120}
    with seeded.api(puppet) as api:
        made = api.post("/populations", json={**body, "service": f"layanan {puppet}"})
    assert made.status_code == 201, made.text
    way = f"/populations/{made.json()['population_id']}/confirm"
    with seeded.api("admin") as api:
        refused = api.post(way)
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]] == ["population"]
    with seeded.api(MONITOR) as api:
        assert api.post(way).json()["state"] == "confirmed"


def test_a_draft_of_a_puppet_is_not_reviewed_by_who_made_it(
    seeded: Any, unit: str, puppet: str
) -> None:
    with seeded.api(puppet) as api:
        versions = api.get("/instruments/INTEGRITAS/versions").json()["items"]
        base = next(each["form_version_id"] for each in versions if not each.get("own_of"))
        wish = {"tenant": seeded.tenant_of(unit), "based_on": base}
        draft = api.post("/drafts", json=wish).raise_for_status().json()
    way, headers = f"/drafts/{draft['draft_id']}/approve", {"If-Match": f'"{draft["revision"]}"'}
    with seeded.api("admin") as api:
        assert api.post(way, json={}, headers=headers).status_code == 403
    with seeded.api(MONITOR) as api:
        # Not sent for review yet, but no matter of who reviews it.
        assert api.post(way, json={}, headers=headers).status_code == 422


def test_an_early_close_of_a_puppet_is_not_decided_by_who_made_it(
    seeded: Any, unit: str, puppet: str
) -> None:
    now = seeded.survey_of_the_month(unit)
    with seeded.api(puppet) as api:
        wish = {"reason": "Kantor pindah gedung bulan ini"}
        asked = api.post(f"/surveys/{now['survey_id']}/early-closes", json=wish)
        assert asked.status_code == 201, asked.text
    way = f"/surveys/early-closes/{asked.json()['early_close_id']}"
    with seeded.api("admin") as api:
        refused = api.post(f"{way}/approve", json={})
    assert (refused.status_code, "made or changed" in refused.text) == (403, True)
    with seeded.api(MONITOR) as api:
        note = {"answer": "Loket lain masih melayani"}
        assert api.post(f"{way}/refuse", json=note).json()["state"] == "refused"
