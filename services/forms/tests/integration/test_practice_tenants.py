"""Practice tenants open no official month, stand in no list of others, and say what they are."""

from contextlib import closing
from datetime import date
from typing import Any

import pypdfium2
import pytest
from chassis import clock
from chassis.config import read_settings
from chassis.tenant_tree import store_tenants
from forms_service.config import FormsSettings
from forms_service.posters.batches.handlers import work_off
from forms_service.schedule.opening.handlers.asking import forecast
from forms_service.schedule.opening.handlers.opening import open_due, open_period
from forms_service.shared.period import CAPITAL, current
from identity_service.domain.organisation import tenant_id
from sqlalchemy import text
from suara_local.page_text import text_of

CODE, KANWIL, MONTH = "W26-LATIHAN", "W26", "2036-05"
NAME, BANNER = "Satker Latihan", "Satker latihan: jawaban di sini tidak dihitung"
FORM = {"format": "card", "distance": "0.3"}


@pytest.fixture(scope="module")
def drill(seeded: Any) -> str:
    """Its id: a practice unit, as identity tells of one that the ministry has made."""
    since = {"valid_from": "2026-01-01", "valid_to": None}
    state = {
        "tenant_id": tenant_id(CODE),
        "code": CODE,
        "kind": "upt",
        "unit_type": "lapas",
        "unit_class": None,
        "line": None,
        "time_zone": "Asia/Makassar",
        "status": "active",
        "demo": False,
        "practice": True,
        "province_codes": [],
        "names": [{"name": NAME, "short_name": NAME, **since}],
        "parents": [{"parent_id": tenant_id(KANWIL), **since}],
    }
    with seeded.worker.unbound() as connection:
        store_tenants(connection, [state])
    return str(state["tenant_id"])


@pytest.fixture(scope="module")
def point(seeded: Any, drill: str) -> str:
    """The code of its only point."""
    with seeded.api("admin") as api:
        made = api.post("/collection-points", json={"tenant": drill, "name": "Loket latihan"})
    return str(made.raise_for_status().json()["code"])


def surveys(seeded: Any, tenant: str) -> int:
    with seeded.worker.unbound() as connection:
        query = text("SELECT count(*) FROM surveys WHERE tenant_id = :id")
        return int(connection.execute(query, {"id": tenant}).scalar_one())


def test_no_official_month_opens_there(seeded, drill) -> None:
    now, before = clock.now(), surveys(seeded, drill)
    with seeded.worker.unbound() as connection:
        every = connection.execute(text("SELECT count(*) FROM tenants")).scalar_one()
        told = forecast(connection, MONTH, now)
    done = open_period(seeded.worker, MONTH, now, lambda _, __: None)
    open_due(seeded.worker, now)
    assert told.tenants == done.total == every - 1
    assert surveys(seeded, drill) == before


def test_it_opens_its_own_with_its_services(seeded, drill) -> None:
    period = current("month", clock.now(), CAPITAL)
    wish = {"tenant": drill, "instrument": "SPKP-SPAK", "period": period}
    with seeded.api("admin") as api:
        made = api.post("/surveys", json=wish)
    assert made.status_code == 201, made.text
    told = [each for each in seeded.sent("forms.services.v1") if each["tenant_id"] == drill]
    assert told[-1]["services"]


def test_a_kanwil_confirms_and_counts_its_real_units_alone(seeded, drill) -> None:
    with seeded.browse() as admin:
        above = admin.get("/kelola/konfirmasi", params={"unit": KANWIL}).text
        itself = admin.get("/kelola/konfirmasi", params={"unit": CODE}).text
    assert NAME not in text_of(above)
    assert "Lapas" in text_of(above)
    assert NAME in text_of(itself)
    assert (BANNER in above, BANNER in itself) == (False, True)


def test_only_a_search_finds_it_among_the_units_with_points(seeded, point) -> None:
    with seeded.browse() as admin:
        every, found, itself, real = (
            admin.get("/kelola/titik", params=asked).text
            for asked in ({}, {"q": "latihan"}, {"unit": CODE}, {"unit": "W26-01"})
        )
        form = admin.get(f"/kelola/titik/{point}").text
    assert (NAME in every, NAME in found) == (False, True)
    assert [BANNER in page for page in (every, itself, form, real)] == [False, True, True, False]


def test_its_points_never_become_those_of_a_real_unit(seeded, drill, point) -> None:
    real = seeded.tenant_of("W26-01")
    with seeded.api("admin") as api:
        known = api.get("/collection-points", params={"tenant": real}).json()["items"][0]["code"]
        for code, target in ((point, real), (known, drill)):
            wish = {"tenant": target, "reason": "Kantor digabung"}
            refused = api.post(f"/collection-points/{code}/move", json=wish)
            assert refused.status_code == 422
            assert [each["field"] for each in refused.json()["errors"]] == ["tenant"]
            assert "practice" in refused.json()["errors"][0]["message"]


def test_a_table_of_its_visits_says_so(seeded, point) -> None:
    with seeded.browse() as admin:
        itself, real = (admin.get(f"/kelola/titik/{unit}/dilihat.csv") for unit in (CODE, "W26-01"))
    for table, said in ((itself, True), (real, False)):
        assert ('"latihan-titik-' in table.headers["Content-Disposition"]) is said
        assert all(line.endswith("LATIHAN") is said for line in table.text.splitlines())
    assert point in itself.text


def test_posters_of_a_kanwil_are_those_of_its_real_units(seeded, point) -> None:
    above, itself = (printed(seeded, unit) for unit in (KANWIL, CODE))
    assert "LATIHAN" not in above
    assert NAME not in above
    assert itself.count("LATIHAN") == 1


def printed(seeded: Any, unit: str) -> str:
    """All words of the batch of a unit."""
    settings = read_settings(FormsSettings, seeded.environments["forms"])
    with seeded.browse() as admin:
        asked = admin.post("/kelola/poster", data={**FORM, "unit": unit})
        while work_off(seeded.web, seeded.worker, settings, date(2026, 11, 24)):
            pass
        made = admin.get(f"/api/v1/posters/{asked.headers['Location'].rpartition('/')[2]}/1.pdf")
    with closing(pypdfium2.PdfDocument(made.content)) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
