"""Collection points in a browser: added from a preset, mended, retired, moved to another office."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from suara_local.running import Running, eventually

Open = Callable[..., Any]
Check = Callable[[Page], None]
OPERATOR, UNIT, TARGET = "operator.w20-01", "W20-01", "W20-05"


@pytest.mark.parametrize(("width", "javascript"), [(360, False), (1280, True)])
def test_a_card_gets_a_point_of_its_own_and_its_code_outlives_it(
    suara: Running, open_context: Open, check: Check, width: int, javascript: bool
) -> None:
    with open_context(width, OPERATOR, javascript=javascript) as context:
        page = context.new_page()
        page.goto("/kelola/titik")
        page.get_by_role("link", name="Kartu bawa pulang").click()
        expect(page.get_by_label("Nama titik")).to_have_value("Kartu bawa pulang")
        expect(page.get_by_label("Saluran")).to_have_value("card")
        name = f"Kartu {width}"
        page.get_by_label("Nama titik").fill(name)
        page.get_by_label("Senin, rentang 1, tutup").fill("25.00")
        page.get_by_label("Inggris").check()
        page.get_by_role("button", name="Simpan titik").click()
        expect(page.get_by_role("alert")).to_contain_text("Senin: tulis jam buka dan tutup")
        expect(page.get_by_label("Nama titik")).to_have_value(name)
        expect(page.get_by_label("Inggris")).to_be_checked()
        if javascript:
            check(page)
        page.get_by_label("Senin, rentang 1, tutup").fill("14")
        page.get_by_role("button", name="Simpan titik").click()
        expect(page.get_by_role("status")).to_contain_text("Titik ditambahkan")
        page.get_by_role("link", name=name, exact=True).click()
        code = page.url.rsplit("/", 1)[1]
        expect(page.get_by_text("Berikan setelah layanan selesai")).to_be_visible()
        page.get_by_role("button", name="Berhenti memakai titik ini").click()
        expect(page.get_by_role("status")).to_contain_text("Kodenya tetap berlaku")
        if javascript:
            check(page)
        survey = suara.survey(UNIT)["survey_id"]
        eventually(lambda: survey in context.request.get(f"/s/{code}").text(), True)


def test_a_point_is_handed_over_to_another_office(
    suara: Running, open_context: Open, check_both: Check
) -> None:
    tenant = suara.survey(UNIT)["tenant"]
    body = {"tenant": tenant, "name": "Loket pindah"}
    made = suara.api(OPERATOR).post("/api/v1/collection-points", json=body).json()
    with open_context(360, "admin") as context:
        page = context.new_page()
        page.goto(f"/kelola/titik/{made['code']}")
        check_both(page)
        assert page.locator("img.suara-qr").evaluate("image => image.naturalWidth > 0")
        page.get_by_role("link", name="Pindahkan titik ini").click()
        check_both(page)
        page.get_by_label("Kode unit yang baru").fill("W99-99")
        page.get_by_role("button", name="Pindahkan titik").click()
        expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
        check_both(page)
        page.get_by_label("Kode unit yang baru").fill(TARGET.lower())
        page.get_by_label("Alasan").fill("Kantor digabung")
        page.get_by_role("button", name="Pindahkan titik").click()
        expect(page).to_have_url(re.compile(f"unit={TARGET}"))
        page.get_by_role("link", name=body["name"], exact=True).click()
        expect(page.get_by_text("Kantor digabung")).to_be_visible()
        check_both(page)
    with open_context(360, OPERATOR) as context:
        page = context.new_page()
        answer = page.goto(f"/kelola/titik/{made['code']}")
        assert answer
        assert answer.status == 404
