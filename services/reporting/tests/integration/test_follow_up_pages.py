"""Pages of follow-ups: from a weak statement to a filed one, lists, evidence, the table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from reporting_follow_ups import HEADS, NOVEMBER, OCTOBER, PDF, READS, WRITES, Office
from suara_local.axe import violations
from suara_local.browsers import every, opened, visitor

SCREENS = [(360, "id"), (1280, "en")]
LIST, NEW = "/u/{}/tindak-lanjut", "/u/{}/tindak-lanjut/baru?instrument=SPKP-SPAK&period=2026-10"
Open = Callable[..., Any]


@pytest.fixture
def office(region: Any) -> Office:
    return Office.shown(region)


@pytest.fixture
def sits(office: Office, browser: Browser) -> Open:
    """`sits("kepala", 360)`: a page of somebody's browser."""

    @contextmanager
    def sits(
        who: str, width: int = 360, may: Any = HEADS, code: str = "", **options: Any
    ) -> Iterator[Page]:
        base = office.region.stage.environment["SUARA_BASE_URL"]
        screen = {"width": width, "height": 780}
        context = visitor(browser, base_url=base, viewport=screen, **options)
        token = office.token(who, may, code)
        context.add_cookies([{"name": "access", "value": token, "url": base}])
        yield context.new_page()
        context.close()

    return sits


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def test_a_head_files_one_on_a_phone_in_three_taps_without_a_script(
    office: Office, sits: Open
) -> None:
    with sits("kepala", java_script_enabled=False) as page:
        page.goto(f"/u/{office.code}?period={OCTOBER}")
        taps = [
            page.get_by_role("button", name="Buat tindak lanjut bebas pungli"),
            page.get_by_label("Umumkan tarif resmi dan bahwa tidak ada biaya lain"),
            page.get_by_role("button", name="Mulai tindak lanjut"),
        ]
        for tap in taps:
            tap.click()
        expect(page.locator("h1")).to_have_text("Bebas pungli: berjalan, tenggat 18 Februari 2027")
        said = page.locator("main").inner_text()
    assert "Umumkan tarif resmi dan bahwa tidak ada biaya lain" in said
    months = (
        "Efek dinilai setelah tiga bulan final: Desember 2026, Januari 2027, dan Februari 2027."
    )
    assert months in said


def test_the_link_is_for_those_who_may_write_there(office: Office) -> None:
    stage, path = office.region.stage, f"/u/{office.code}?period={OCTOBER}"
    for token, seen in (
        (office.token("kepala"), True),
        (office.token("operator", WRITES), True),
        (office.token("pembaca", READS), False),
        (office.token("pemantau", HEADS, office.region.kanwil), False),
    ):
        assert ("tindak-lanjut/baru?" in stage.page(path, token).text) is seen
    # Of an open month nothing is final.
    november = stage.page(f"/u/{office.code}?period={NOVEMBER}", office.token("kepala")).text
    assert "tindak-lanjut/baru?" not in november


def test_faults_stand_at_their_fields_and_what_was_typed_stays(office: Office, sits: Open) -> None:
    with sits("operator", 360, WRITES) as page:
        page.goto(f"{NEW.format(office.code)}&item=waktu")
        page.get_by_label("Penanggung jawab").fill("Kepala Seksi Pelayanan")
        page.get_by_label("Tenggat").fill("2026-11-01")
        page.get_by_role("button", name="Ajukan kepada kepala").click()
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("Pilih satu tindakan, atau tulis dengan kata sendiri.")
        expect(alert).to_contain_text("Tenggat harus setelah hari ini.")
        assert violations(page) == []
        assert page.get_by_label("Penanggung jawab").input_value() == "Kepala Seksi Pelayanan"
        page.get_by_label("Tenggat").fill("2028-03-31")
        page.get_by_label("Dengan kata sendiri").fill("Satu petugas lagi di loket dua")
        page.get_by_role("button", name="Ajukan kepada kepala").click()
        expect(page.locator("h1")).to_contain_text("menunggu persetujuan kepala")
        page.goto(f"{NEW.format(office.code)}&item=waktu")
        expect(page.locator("main")).to_contain_text("sudah ada satu yang berjalan atau menunggu")
        page.goto(LIST.format(office.code) + "/baru")
        expect(page.locator("h1")).to_have_text("Tindak lanjut untuk pernyataan yang mana?")
        assert every(page.locator("main ol a"))[0].inner_text() == "Bebas pungli"


@pytest.mark.parametrize(("width", "lang"), SCREENS)
def test_a_follow_up_goes_its_way(office: Office, sits: Open, width: int, lang: str) -> None:
    key = office.opened("operator", WRITES, due="2028-03-31")
    path = f"{LIST.format(office.code)}/{key}"
    buttons = {
        "id": ("Setujui dan mulai", "Unggah bukti", "Nyatakan selesai"),
        "en": ("Approve and start", "Upload evidence", "Mark as done"),
    }[lang]
    with sits("kepala", width) as page:
        page.goto(f"{path}?lang={lang}")
        assert violations(page) == []
        page.get_by_role("button", name=buttons[0]).click()
        expect(page.get_by_role("button", name=buttons[0])).to_have_count(0)
        page.locator("#evidence").set_input_files({"name": "a.txt", "mimeType": "", "buffer": b"x"})
        page.get_by_role("button", name=buttons[1]).click()
        expect(page.get_by_role("alert")).to_contain_text("PDF")
        assert violations(page) == []
        file = {"name": "tarif.pdf", "mimeType": "application/pdf", "buffer": PDF}
        page.locator("#evidence").set_input_files(file)
        page.get_by_role("button", name=buttons[1]).click()
        expect(page.get_by_role("link", name="tarif.pdf")).to_be_visible()
        opened(page)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("button", name=buttons[2]).click()
        expect(page.locator("h1")).to_have_text(
            "Bebas pungli: selesai" if lang == "id" else "Freedom from illegal levies: done"
        )
        expect(page.locator("main form")).to_have_count(0)


@pytest.mark.parametrize(("width", "lang"), SCREENS)
def test_lists_begin_with_what_is_overdue(
    office: Office, sits: Open, width: int, lang: str
) -> None:
    office.opened(due="2027-01-31")
    office.planted("waktu", date(2026, 11, 2))
    office.planted("biaya", date(2027, 3, 1), "proposed", office.region.b)
    said = {
        "id": ("Dua tindak lanjut berjalan, satu lewat tenggat", "Satu dari dua tindak lanjut"),
        "en": ("Two follow-ups are running, one overdue", "Overdue: one of two running follow-ups"),
    }[lang]
    kanwil = office.region.kanwil
    with sits("kepala", width) as page:
        page.goto(f"{LIST.format(office.code)}?lang={lang}")
        assert heading(page) == said[0]
        rows = [each.inner_text() for each in every(page.locator("tbody th a"))]
        assert [each.lower()[:5] for each in rows] == (
            ["waktu", "bebas"] if lang == "id" else ["finis", "freed"]
        )
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with sits("pemantau", width, READS, kanwil) as page:
        page.goto(f"{LIST.format(kanwil)}?lang={lang}")
        assert heading(page).startswith(said[1])
        first, *_, last = (each.inner_text() for each in every(page.locator("tbody tr")))
        assert "Lapas Kota A" in first
        assert "Kanim Kota B" in last
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.goto(LIST.format(office.region.foreign))
        assert heading(page) == (
            "Halaman ini tidak ada, atau Anda tidak punya akses"
            if lang == "id"
            else "This page does not exist, or you have no access"
        )


@pytest.mark.parametrize(("width", "lang"), SCREENS)
def test_the_table_of_the_regulation_goes_from_the_lowest_on(
    office: Office, sits: Open, width: int, lang: str
) -> None:
    office.opened(statement="waktu", due="2028-06-30")
    office.opened(statement="pungli")
    with sits("pemantau", width, READS, office.region.kanwil) as page:
        page.goto(f"{LIST.format(office.code)}/tabel?lang={lang}")
        heads = [each.inner_text() for each in every(page.locator("thead th"))]
        assert len(heads) == 5
        rows = [each.inner_text() for each in every(page.locator("tbody tr"))]
        assert [row.split()[0] for row in rows] == ["1", "2"]
        assert ("pungli" if lang == "id" else "levies") in rows[0]
        assert ("menengah" if lang == "id" else "medium") in rows[1]
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.emulate_media(media="print")
        expect(page.locator(".govuk-back-link")).to_be_hidden()
        expect(page.locator("table")).to_be_visible()


def test_a_form_of_another_site_changes_nothing(office: Office) -> None:
    key = office.opened("operator", WRITES)
    path = f"{LIST.format(office.code)}/{key}/setujui"
    with office.region.stage.client() as browser:
        browser.cookies.set("access", office.token("kepala"))
        for secret in ({}, {"csrf_token": "x"}):
            assert browser.post(path, data=secret).status_code == 403
        assert browser.post(path, data={"csrf_token": "c"}).status_code == 303


def test_the_way_from_the_menu_leads_to_the_own_office(office: Office) -> None:
    with office.region.stage.client(office.token("kepala")) as browser:
        led = browser.get("/tindak-lanjut")
        assert (led.status_code, led.headers["Location"]) == (303, LIST.format(office.code))
        page = browser.get(led.headers["Location"]).text
    assert "Belum ada tindak lanjut" in page
    assert '<a href="/tindak-lanjut" aria-current="page">' in page
