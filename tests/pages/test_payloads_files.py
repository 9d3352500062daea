"""Canaries that come in files and in the words of the ministry: whole questionnaires (XLSForm and
JSON), tables of services, people, numbers and links, and earlier answers."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from suara_local.inert import inert_csv, inert_workbook, literally, watched
from suara_local.payloads import CANARY, MARKUP, QUESTION
from suara_local.planting import LANGUAGES, UNIT, Planted, call
from suara_local.running import Running

Desk = Callable[..., Page]
FILE = {"name": "=1+1<img src=x>.xlsx", "mimeType": "application/octet-stream"}
PLACEHOLDER = re.compile(r"\{\w+\}")
IMPORTS = {
    "/organisasi/impor/satker": "code,kind,unit_type,line,time_zone,name,short_name,valid_from",
    "/organisasi/impor/orang": "username,name,role,tenant_code,unit_types",
    "/kelola/impor/layanan": "tenant_code,name,name_en,key,active",
    "/kelola/impor/penerima": "tenant_code,period,service,recipients,stage,reason",
    "/kelola/impor/tautan-lama": "link,tenant_code,point_code",
}


def sown(part: Any) -> Any:
    """A definition whose every text is a canary; what a text must name stays."""
    if isinstance(part, list):
        return [sown(each) for each in part]
    if not isinstance(part, Mapping):
        return part
    if part and set(part) <= set(LANGUAGES):
        return {
            lang: " ".join((QUESTION, *PLACEHOLDER.findall(words))) for lang, words in part.items()
        }
    return {key: sown(value) for key, value in part.items()}


@pytest.fixture(scope="module")
def questionnaire(suara: Running) -> dict[str, Any]:
    """A published questionnaire of the ministry, as its pages and files know it."""
    admin, reviewer = suara.api("admin"), suara.api("statistisi")
    held = admin.get("/api/v1/instruments/IKM/versions").json()["items"]
    model = next(each for each in held if not each.get("own_of"))
    words = sown({**model["definition"], "code": "KENARI", "official": False})
    words["notice"] = dict.fromkeys(LANGUAGES, QUESTION)
    owner = model["owner_tenant_id"]
    draft = call(admin, "drafts", {"tenant": owner, "definition": words, "note": CANARY})
    path = f"drafts/{draft['draft_id']}"
    draft = call(admin, f"{path}/submit", {}, draft["revision"])
    draft = call(reviewer, f"{path}/approve", {}, draft["revision"])
    wish = {"takes_effect": "at_once"}
    return {**call(reviewer, f"{path}/publish", wish, draft["revision"]), **draft}


PAGES = {
    "the draft": "/kelola/kuesioner/{draft}",
    "its head": "/kelola/kuesioner/{draft}/kepala",
    "its translation": "/kelola/kuesioner/{draft}/terjemahan",
    "its differences": "/kelola/kuesioner/{draft}/beda",
    "the review": "/kelola/tinjau/{draft}",
    "the version": "/kelola/kuesioner/versi/{version}",
}


@pytest.mark.parametrize("name", PAGES)
def test_words_of_the_ministry_on_pages(
    desk: Desk, questionnaire: dict[str, Any], name: str
) -> None:
    known = {"draft": questionnaire["draft_id"], "version": questionnaire["form_version_id"]}
    with watched(desk("admin")) as page:
        answer = page.goto(PAGES[name].format(**known))
        assert answer
        assert answer.status == 200
        literally(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_of_the_ministry_on_the_form(
    desk: Desk, questionnaire: dict[str, Any], lang: str
) -> None:
    """As a phone would show it."""
    with watched(desk("admin")) as page:
        page.goto(f"/kelola/kuesioner/{questionnaire['draft_id']}")
        page.locator("#preview-lang").select_option(lang)
        page.locator("#preview-form button").click()
        form = page.frame_locator("iframe[name=preview]")
        expect(form.locator("html")).to_have_attribute("lang", lang)
        # The choice and the button each send the form: what is asked must outlast the second page.
        items = len(questionnaire["definition"]["items"])
        so_often = re.compile(rf"(?:[\s\S]*?{re.escape(MARKUP)}){{{items}}}")
        expect(form.locator("body")).to_contain_text(so_often)
        expect(form.locator("img[src*='canary.example']")).to_have_count(0)


def test_what_comes_out_as_a_workbook_is_no_formula(
    suara: Running, questionnaire: dict[str, Any]
) -> None:
    path = f"/api/v1/instruments/versions/{questionnaire['form_version_id']}"
    admin = suara.api("admin")
    cells = inert_workbook(admin.get(f"{path}/xlsform").raise_for_status().content)
    assert sum(QUESTION in cell for cell in cells) >= len(questionnaire["definition"]["items"])
    assert admin.get(f"{path}/json").headers["content-type"].startswith("application/json")


def workbook(**sheets: list[list[str]]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, words in enumerate(row, start=1):
                sheet.cell(number, column, words).data_type = "s"
    book.save(file)
    return file.getvalue()


def foreign_form(*questions: list[str]) -> bytes:
    survey = [
        ["type", "name", "label", "hint", "relevant", "constraint_message", CANARY],
        *questions,
    ]
    choices = [["list_name", "name", "label"], ["pilihan", "a", CANARY], ["pilihan", "b", CANARY]]
    settings = [["form_title", "form_id", "style"], [CANARY, CANARY, CANARY]]
    sheets = {"survey": survey, "choices": choices, "settings": settings, "lain": [[CANARY]]}
    return workbook(**sheets)


def upload(page: Page, data: bytes) -> None:
    page.goto("/kelola/kuesioner/impor")
    page.locator("[name=code]").fill("KENARI-2")
    page.locator("[type=file]").set_input_files({**FILE, "buffer": data})
    page.locator("main form button").first.click()


def test_a_foreign_form_is_shown_and_taken_as_text(desk: Desk) -> None:
    with watched(desk("admin")) as page:
        choice = ["select_one pilihan", "satu", CANARY, CANARY, "", CANARY, CANARY]
        upload(page, foreign_form(choice, ["text", "dua", *[CANARY] * 5]))
        # A condition and a column that did not come over.
        literally(page)
        page.get_by_role("button", name="Buat rancangan").click()
        page.wait_for_url("**/kelola/kuesioner/*-*-*")
        literally(page, at_least=3)


def test_a_foreign_form_that_is_refused_says_why_as_text(desk: Desk) -> None:
    with watched(desk("admin")) as page:
        upload(page, foreign_form([CANARY, "satu", *[CANARY] * 5]))
        expect(page.locator("[role=alert]")).to_contain_text("Unknown question type")
        literally(page)


def of_canaries(heading: str) -> bytes:
    file = io.StringIO()
    names = heading.split(",")
    csv.writer(file).writerows([names, [CANARY] * len(names)])
    return file.getvalue().encode()


@pytest.mark.parametrize("path", IMPORTS)
def test_tables_of_canaries(desk: Desk, path: str) -> None:
    """What is at fault is shown as it was written, on the page and in the table to mend."""
    with watched(desk("admin")) as page:
        page.goto(path)
        file = {"name": "=1+1.csv", "mimeType": "text/csv", "buffer": of_canaries(IMPORTS[path])}
        page.locator("[type=file]").set_input_files(file)
        page.locator("main form button").first.click()
        literally(page)
        with page.expect_download() as started:
            page.locator("a[href$='.csv']").last.click()
        cells = [each for line in inert_csv(started.value.path().read_bytes()) for each in line]
        assert any(CANARY in each for each in cells)


def test_earlier_answers(suara: Running, desk: Desk, planted: Planted) -> None:
    """No cell of an earlier system is kept as it was written; what is at fault is shown so."""
    wish = {"unit": UNIT, "instrument": "IKM", "period": planted.export_period}
    items = list(suara.submission({"code": planted.code, **planted.survey})["answers"])
    heading = ["service", "language", *items[:1]]
    admin = suara.api("admin")

    files = {"file": ("=1+1.csv", of_canaries(",".join(heading)))}
    answer = admin.post("/api/v1/answer-imports", data={**wish, "dry_run": "true"}, files=files)
    refused = answer.raise_for_status().json()
    assert {each["column"] for each in refused["faults"]} == {"service", "language", items[0]}
    with watched(desk("admin")) as page:
        page.goto(f"/jawaban/impor?unit={UNIT}")
        page.locator("#instrument").select_option("IKM")
        page.locator("#period").fill(planted.export_period)
        file = {
            "name": "lama.csv",
            "mimeType": "text/csv",
            "buffer": of_canaries(",".join(heading)),
        }
        page.locator("[type=file]").set_input_files(file)
        page.locator("main form button").first.click()
        page.get_by_role("button", name="Periksa semua baris").click()
        literally(page, at_least=3)
