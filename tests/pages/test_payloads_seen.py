"""A canary in every text that people and staff can write, seen by a browser, printed and exported:
it is there word for word, and nothing of it runs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pandas
import pypdfium2
import pytest
from playwright.sync_api import Page, expect
from suara_local.browsers import every
from suara_local.inert import inert_csv, inert_workbook, literally, watched
from suara_local.payloads import CANARY
from suara_local.planting import LANGUAGES, UNIT, Planted, call
from suara_local.running import Running, eventually

Open = Callable[..., Any]
Desk = Callable[..., Page]

STAFF = {
    "results": ("head", "/u/{unit}"),
    "units found": ("admin", "/u?q={unit}"),
    "points": ("operator", "/kelola/titik"),
    "a point": ("operator", "/kelola/titik/{code}"),
    "moving a point": ("operator", "/kelola/titik/{code}/pindah"),
    "a poster": ("operator", "/kelola/titik/{code}/poster"),
    "posters seen": ("head", "/kelola/titik/{unit}/dilihat"),
    "posters": ("operator", "/kelola/poster"),
    "month": ("operator", "/kelola/bulan"),
    "services": ("operator", "/kelola/layanan"),
    "confirmations": ("admin", "/kelola/konfirmasi?unit={unit}"),
    "questionnaires": ("operator", "/kelola/kuesioner"),
    "a returned draft": ("operator", "/kelola/kuesioner/{draft}"),
    "a version": ("operator", "/kelola/kuesioner/versi/{version}"),
    "recordings": ("operator", "/kelola/kuesioner/rekaman"),
    "kiosks": ("operator", "/jawaban/anjungan"),
    "exclusions": ("operator", "/jawaban/pengecualian"),
    "an exclusion": ("operator", "/jawaban/pengecualian/{request}"),
    "helping": ("operator", "/jawaban/bantu"),
    "visit codes": ("operator", "/jawaban/kode"),
    "sheets": ("operator", "/jawaban/kertas/baru"),
    "printed sheets": ("operator", "/jawaban/kertas/{batch}/cetak"),
    "files": ("head", "/jawaban/ekspor"),
    "hats": ("operator", "/session/hats"),
}


@pytest.mark.parametrize("name", STAFF)
def test_pages_of_the_staff(desk: Desk, planted: Planted, name: str) -> None:
    who, path = STAFF[name]
    user = {"operator": planted.operator, "head": planted.head}.get(who, who)
    known = {"unit": UNIT, "code": planted.code, "draft": planted.draft_id}
    known |= {"version": planted.version, "request": planted.request_id, "batch": planted.batch_id}
    with watched(desk(user)) as page:
        answer = page.goto(path.format(**known))
        assert answer
        assert answer.status == 200
        literally(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_public_form(
    suara: Running, open_context: Open, planted: Planted, lang: str, javascript: bool
) -> None:
    form = f"/s/{planted.code}?survey={planted.survey['survey_id']}&lang={lang}"
    with (
        open_context(360, lang=lang, javascript=javascript) as phone,
        watched(phone.new_page()) as page,
    ):
        page.goto(form)
        # The unit, the point, a service, two questions with two choices.
        literally(page, at_least=8)
        # A unit's own text question says as the last one does that it is no complaint.
        expect(page.locator("a[href='https://www.lapor.go.id']")).to_have_count(2)


def test_what_a_person_wrote_is_shown_to_that_person(
    suara: Running, open_context: Open, planted: Planted
) -> None:
    with open_context(360) as phone, watched(phone.new_page()) as page:
        page.goto("/s/tanda-terima")
        page.locator("input[name=receipt]").fill(planted.receipt)
        page.locator("main button").first.click()
        page.locator("form[action$=tulisan] button").click()
        # The suggestion, the long answer, the contact, and the labels.
        literally(page, at_least=4)


def test_what_comes_back_after_a_fault_is_what_was_typed(
    suara: Running, open_context: Open, planted: Planted
) -> None:
    form = f"/s/{planted.code}?survey={planted.survey['survey_id']}"
    with open_context(360) as phone, watched(phone.new_page()) as page:
        page.goto(form)
        # Too long for every field, so that none is taken.
        for each in every(page.locator("textarea, .text:not([type=date])")):
            each.evaluate("(field, text) => { field.value = text; }", CANARY * 30)
        page.evaluate("HTMLFormElement.prototype.submit.call(document.querySelector('form'))")
        expect(page.locator("[role=alert]")).to_be_visible()
        literally(page, at_least=10)


def printed(pdf: bytes) -> str:
    """The text of all pages, without the ends of lines."""
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.split()).replace("\ufffe", "")


SHOWN = ("<script>canary=1</script>", '#eval("1")', "{{7*7}}", "canary.exampleonerror=canary=1>")


def poster(suara: Running, planted: Planted, code: str, format_name: str) -> httpx.Response:
    path, size = f"/api/v1/collection-points/{code}/poster.pdf", {"format": format_name}
    return suara.api(planted.operator).get(path, params=size)


@pytest.mark.parametrize("format_name", ["a4", "a3", "banner"])
def test_posters(suara: Running, planted: Planted, format_name: str) -> None:
    """Drawn with the names as they are; nothing of them runs as a command of the typesetter."""
    made = poster(suara, planted, planted.code, format_name)
    assert made.status_code == 200, made.text
    text = printed(made.content)
    assert all(each in text for each in SHOWN), text


@pytest.mark.parametrize("format_name", ["tent", "card", "sticker"])
def test_a_poster_too_small_for_the_names_is_refused_by_their_field(
    suara: Running, planted: Planted, format_name: str
) -> None:
    made = poster(suara, planted, planted.code, format_name)
    assert made.status_code == 422, made.text
    assert [each["field"] for each in made.json()["errors"]] == ["unit_name"]


@pytest.fixture(scope="module")
def short(suara: Running, planted: Planted) -> dict[str, Any]:
    """A point whose name fits on every poster."""
    wish = {"tenant": planted.tenant, "name": '#eval("7*7")=<b>{{7}}'}
    return call(suara.api(planted.operator), "collection-points", wish)


@pytest.mark.parametrize("format_name", ["a4", "card", "sticker"])
def test_a_poster_with_a_short_canary_prints_it(
    suara: Running, planted: Planted, short: dict[str, Any], format_name: str
) -> None:
    made = poster(suara, planted, short["code"], format_name)
    assert made.status_code == 200, made.text
    assert short["name"] in printed(made.content)


def test_sheets_on_paper(desk: Desk, planted: Planted) -> None:
    with watched(desk(planted.operator)) as page:
        page.goto(f"/jawaban/kertas/{planted.batch_id}/cetak")
        assert all(each in printed(page.pdf()) for each in SHOWN)


def test_slips_and_their_table(desk: Desk, planted: Planted) -> None:
    with watched(desk(planted.operator)) as page:
        page.goto("/jawaban/kode")
        page.locator("[name=count]").fill("2")
        page.locator("[name=service]").fill(CANARY)
        page.locator("main form button").first.click()
        expect(page.locator("[role=alert]")).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).to_have_text("2 kode siap dicetak")
        expect(page.locator(".suara-slips li")).to_have_count(2)
        literally(page)
        file = page.locator("a[download]").get_attribute("href")
        assert file
        with page.expect_download() as started:
            page.locator("a[download]").click()
        inert_csv(started.value.path().read_bytes())


KINDS, FORMS = ("microdata", "texts"), ("csv", "xlsx", "sav", "parquet")


@pytest.fixture(scope="module")
def exports(suara: Running, planted: Planted) -> dict[tuple[str, str], str]:
    """Where each file is, by kind and form; a person may wait for five at a time."""
    wish, reader = {"instrument": "IKM", "period": planted.export_period}, suara.api("statistisi")
    asked: dict[tuple[str, str], str] = {}
    for kind in KINDS:
        for form in FORMS:
            made = reader.post("/api/v1/exports", json={**wish, "kind": kind, "format": form})
            assert made.status_code == 202, made.text
            asked[kind, form] = f"/api/v1/exports/{made.json()['export_id']}"
        for path in asked.values():
            eventually(lambda path=path: reader.get(path).json()["state"], "done")
    return asked


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", FORMS)
def test_files_of_answers(
    suara: Running, exports: dict[tuple[str, str], str], tmp_path: Path, form: str, kind: str
) -> None:
    path, there, reader = tmp_path / f"file.{form}", exports[kind, form], suara.api("statistisi")
    path.write_bytes(reader.get(f"{there}/file").content)
    if form == "csv":
        cells = [cell for line in inert_csv(path.read_bytes()) for cell in line]
    elif form == "xlsx":
        cells = inert_workbook(path.read_bytes())
    else:
        read = pandas.read_spss if form == "sav" else pandas.read_parquet
        cells = [str(cell) for cell in read(path).to_numpy().ravel()]
    assert any(CANARY in cell for cell in cells)


def test_the_table_of_posters_seen_and_of_faulty_rows(suara: Running, planted: Planted) -> None:
    browser = suara.sign_in(planted.operator)
    seen = inert_csv(browser.get(f"/kelola/titik/{UNIT}/dilihat.csv").content)
    assert any(CANARY in cell for line in seen for cell in line)
    admin = suara.sign_in("admin")
    page = admin.get("/organisasi/impor/satker")
    secret = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    heads = "code,kind,unit_type,time_zone,name,valid_from"
    quoted = CANARY.replace('"', '""')
    table = f'{heads}\n"{quoted}","{quoted}",kanim,"@SUM(1)","{quoted}",=1+1\n'
    file = {"file": ("=1+1.csv", table.encode())}
    sent = admin.post("/organisasi/impor/satker", files=file, data={"csrf_token": secret})
    faults = admin.get(f"{sent.headers['location']}/salah.csv")
    cells = [cell for line in inert_csv(faults.content) for cell in line]
    assert any(CANARY in cell for cell in cells)
    shown = admin.get(sent.headers["location"]).text
    assert "<script>canary" not in shown
    assert "&lt;script&gt;canary=1" in shown
