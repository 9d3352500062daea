"""Kinds of service: those of the unit's type until an operator changes them; numbers keep them."""

from typing import Any

import pytest
from forms_service.shared.unit_types import default_services

ADMIN, OPERATOR = "admin", "operator.w11-01"
PAGE = "/kelola/layanan"


def listed(seeded: Any, tenant_id: str) -> list[dict[str, Any]]:
    with seeded.api(ADMIN) as api:
        return list(api.get("/services", params={"tenant": tenant_id}).json()["items"])


@pytest.mark.parametrize("unit_type", ["lapas", "kanim", "bapas", "bhp", "kanwil", "unheard of"])
def test_every_type_starts_with_services_of_its_own(unit_type) -> None:
    found = default_services(unit_type)
    assert 1 <= len(found) <= 11
    assert len({each["key"] for each in found}) == len(found)
    assert all(each["name"] and each["name_en"] for each in found)


def test_a_service_is_added_renamed_retired_and_taken_up_again(seeded) -> None:
    unit = seeded.tenant_of(seeded.own_unit())
    before = listed(seeded, unit)
    first = before[0]
    with seeded.api(ADMIN) as api:
        path = f"/services/{first['service_id']}"
        body = {"tenant": unit}
        added = api.post("/services", json={**body, "name": "Wartel", "name_en": "Phone"}).json()
        renamed = api.patch(path, json={**body, "name": "Kunjungan tatap muka"}).json()
        retired = api.patch(path, json={**body, "active": False}).json()
        api.patch(path, json={**body, "active": True})
    assert added["place"] == len(before) + 1
    assert (renamed["name"], renamed["key"]) == ("Kunjungan tatap muka", first["key"])
    assert retired["active"] is False
    after = listed(seeded, unit)
    assert [each["key"] for each in after] == [*(each["key"] for each in before), "Wartel"]
    assert all(each["active"] for each in after)


def test_there_are_at_most_eleven_and_no_two_of_a_name(seeded) -> None:
    unit = seeded.tenant_of(seeded.own_unit())
    body = {"tenant": unit, "name_en": "x"}
    room = 11 - len(listed(seeded, unit))
    with seeded.api(ADMIN) as api:
        made = [api.post("/services", json={**body, "name": f"Baru {n}"}) for n in range(room + 1)]
        twice = api.post("/services", json={**body, "name": "BARU 0"})
        empty = api.post("/services", json={"tenant": unit})
    assert [answer.status_code for answer in made] == [201] * room + [422]
    assert [each["field"] for each in made[-1].json()["errors"]] == ["active"]
    assert [each["field"] for each in twice.json()["errors"]] == ["name"]
    assert {each["field"] for each in empty.json()["errors"]} == {"name", "name_en"}


def test_a_foreign_service_is_no_service(seeded) -> None:
    own, foreign = seeded.tenant_of("W11-01"), seeded.tenant_of("W20-01")
    key = listed(seeded, foreign)[0]["service_id"]
    with seeded.api(OPERATOR) as api:
        assert api.get("/services", params={"tenant": foreign}).status_code == 404
        changed = api.patch(f"/services/{key}", json={"tenant": own, "active": False})
        added = api.post("/services", json={"tenant": foreign, "name": "x", "name_en": "x"})
    assert changed.status_code == 404
    assert [each["field"] for each in added.json()["errors"]] == ["tenant"]


def test_the_page_changes_them_without_a_script(seeded) -> None:
    client = seeded.api(ADMIN)
    client.base_url = str(client.base_url).removesuffix("/api/v1/").removesuffix("/api/v1")
    client.headers["Accept"] = "text/html"
    with client as admin:
        known = {"unit": seeded.own_unit(), "action": "add"}
        new = {**known, "name": "Wartel khusus", "name_en": "Phone"}
        done = admin.post(PAGE, data=new)
        again = admin.post(PAGE, data=new)
        page = admin.get(done.headers["Location"]).text
        foreign = admin.get(PAGE, params={"unit": "W99"})
    assert (done.status_code, again.status_code, foreign.status_code) == (303, 422, 404)
    assert "Wartel khusus" in page
    assert 'href="#name-new"' in again.text
    assert 'id="name-new-fault"' in again.text
    assert "Nama ini sudah dipakai layanan lain di unit ini." in again.text
