"""Every page, on a phone and a desk, in both languages: axe, width, headings, policy.

Axe looks at a page once in each language, on another screen each time, so that its rules of sizes
and colours meet every page on both; that nothing is too wide is asked on both screens in both
languages, of the same page made wider or narrower: only the style sheets know of a width.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from suara_local.running import Running

Open = Callable[..., Any]
Desk = Callable[..., Page]
Check = Callable[[Page], None]
SCREENS = [(360, "id"), (1280, "en")]
STAFF = {
    "unit without answers": ("kepala.w11-01", "/u/W11-01"),
    "kanwil": ("pemantau.w11", "/u/W11"),
    "ministry": ("admin", "/u/KEMENKUMHAM"),
    "who has seen a result": ("auditor", "/u/W11-01/dilihat"),
    "clerk": ("loket.w11-01", "/u/W11-01"),
    "no follow-up": ("kepala.w11-01", "/u/W11-01/tindak-lanjut"),
    "follow-ups of a kanwil": ("pemantau.w11", "/u/W11/tindak-lanjut"),
    "table of follow-ups": ("kepala.w11-01", "/u/W11-01/tindak-lanjut/tabel"),
    "choice of a statement": ("kepala.w11-01", "/u/W11-01/tindak-lanjut/baru"),
    "units": ("pemantau.w11", "/u?q=lapas"),
    "no such unit": ("pemantau.w11", "/u/W99"),
    "hats": ("plt.w11", "/session/hats"),
    "month": ("operator.w11-01", "/kelola/bulan"),
    "confirmations": ("pemantau.w11", "/kelola/konfirmasi"),
    "requests to close early": ("pemantau.w11", "/kelola/penutupan"),
    "schedule": ("admin", "/kelola/jadwal"),
    "schedule to read": ("pemantau.w11", "/kelola/jadwal"),
    "points": ("operator.w11-01", "/kelola/titik"),
    "points of a kanwil": ("pemantau.w11", "/kelola/titik"),
    "posters seen": ("kepala.w11-01", "/kelola/titik/W11-01/dilihat"),
    "posters from the visitor's chair": ("kepala.w11-01", "/kelola/titik/terbaca"),
    "posters of a kanwil from the visitor's chair": ("pemantau.w11", "/kelola/titik/terbaca"),
    "former addresses": ("admin", "/kelola/titik/alamat-lama"),
    "poster batch": ("operator.w11-01", "/kelola/poster"),
    "questionnaires": ("admin", "/kelola/kuesioner"),
    "own questions": ("operator.w11-01", "/kelola/kuesioner"),
    "reviews": ("statistisi", "/kelola/tinjau"),
    "questionnaire from a file": ("admin", "/kelola/kuesioner/impor"),
    "statements read aloud": ("admin", "/kelola/kuesioner/rekaman"),
    "own questions read aloud": ("operator.w11-01", "/kelola/kuesioner/rekaman"),
    "services": ("operator.w11-01", "/kelola/layanan"),
    "employees": ("operator.w11-01", "/kelola/pegawai"),
    "new point": ("operator.w11-01", "/kelola/titik/baru"),
    "ways to answer": ("operator.w11-01", "/jawaban"),
    "exclusions": ("pemantau.w11", "/jawaban/pengecualian"),
    "new exclusion": ("kepala.w11-01", "/jawaban/pengecualian/baru"),
    "filling in for somebody": ("loket.w11-01", "/jawaban/bantu"),
    "kiosks": ("operator.w11-01", "/jawaban/anjungan"),
    "visit codes": ("loket.w11-01", "/jawaban/kode"),
    "sheets of paper": ("loket.w11-01", "/jawaban/kertas"),
    "new sheets of paper": ("operator.w11-01", "/jawaban/kertas/baru"),
    "typing sheets of paper": ("pemantau.w11", "/jawaban/kertas/isi"),
    "how long answers are kept": ("admin", "/jawaban/retensi"),
    "files of answers, too few": ("kepala.w11-01", "/jawaban/ekspor"),
    "files of answers of a kanwil": ("pemantau.w11", "/jawaban/ekspor"),
    "files of microdata": ("statistisi", "/jawaban/ekspor"),
    "import of earlier answers": ("admin", "/jawaban/impor"),
    "opening a month": ("admin", "/kelola/jadwal/buka"),
    "imports of an organisation": ("admin", "/organisasi/impor"),
    "import of units": ("admin", "/organisasi/impor/satker"),
    "import of accounts": ("pemantau.w11", "/organisasi/impor/orang"),
    "imports of numbers": ("operator.w11-01", "/kelola/impor"),
    "import of recipients": ("operator.w11-01", "/kelola/impor/penerima"),
}


@pytest.fixture(scope="module")
def answered(suara: Running) -> None:
    survey = suara.survey("W11-01", "IKM")
    for _ in range(2):
        suara.send(suara.submission(survey, stars=3)).raise_for_status()


@pytest.mark.parametrize(("width", "lang"), SCREENS)
def test_answering_pages(
    suara: Running, open_context: Open, check_once: Check, width: int, lang: str
) -> None:
    survey = suara.survey("W11-01")
    form = f"/s/{survey['code']}?survey={survey['survey_id']}&lang={lang}"
    choice = f"/s/{survey['code']}?survey=&lang={lang}"
    with open_context(width, lang=lang) as context:
        page = context.new_page()
        for path in (f"/s?lang={lang}", f"/s?code=WRONG&lang={lang}", choice, form):
            page.goto(path)
            check_once(page)
        # The server's own page with faults, as a phone without script sees it.
        page.evaluate("HTMLFormElement.prototype.submit.call(document.querySelector('form'))")
        page.locator("[role=alert]").wait_for()
        check_once(page)


@pytest.mark.parametrize(("width", "lang"), SCREENS)
@pytest.mark.parametrize("name", STAFF)
def test_staff_pages(desk: Desk, check_once: Check, name: str, width: int, lang: str) -> None:
    user, path = STAFF[name]
    page = desk(user, lang, width)
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == (404 if name == "no such unit" else 200), path
    assert page.evaluate("document.documentElement.lang") == lang
    check_once(page)


@pytest.mark.parametrize(("width", "lang"), SCREENS)
def test_a_full_dashboard(
    answered: None, desk: Desk, check_once: Check, width: int, lang: str
) -> None:
    page = desk("kepala.w11-01", lang, width)
    page.goto("/u/W11-01?instrument=IKM")
    page.locator("#count:not([data-count='0'])").wait_for()
    check_once(page)


@pytest.mark.parametrize(("width", "lang"), SCREENS)
def test_sign_in(open_context: Open, check_once: Check, width: int, lang: str) -> None:
    with open_context(width, lang=lang) as context:
        page = context.new_page()
        page.goto("/u/W11-01")
        assert "/sign-in" in page.url
        check_once(page)
        page.fill("#username", f"nobody-{lang}")
        page.fill("#password", "wrong password")
        page.locator("main button[type=submit]").click()
        page.locator("[role=alert]").wait_for()
        check_once(page)
