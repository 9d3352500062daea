"""A head and a statistician fetch answers; an administrator brings earlier ones; each state."""

import csv
import io
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Locator, Page, expect
from suara_local.running import Running

Open = Callable[..., Any]
Check = Callable[[Page], None]
UNIT, HEAD = "W11-02", "kepala.w11-02"
ADD = """
INSERT INTO records (response_id, period, tenant_id, survey_id, instrument, form_version_id,
 point_id, state, answers, details, profile, mode, language, flagged, received_at, issued_at,
 answered_at, source_partition, source_offset)
SELECT gen_random_uuid(), %(period)s, %(tenant)s, %(survey)s, 'IKM', %(form)s, gen_random_uuid(),
 'counted', jsonb_object(%(items)s::text[], array_fill('3'::text, ARRAY[%(width)s])), '{}', '{}',
 'self', 'id', false, clock_now(), clock_now(), clock_now(), 98, n
FROM generate_series(1, %(rows)s) AS n
"""


# Scoring never heard of these answers: which of them a final result is of is added as well.
FINAL = """
INSERT INTO final_rows (survey_id, number, tenant_id, released_at, response_ids)
SELECT survey_id, 1, tenant_id, '2026-12-14T17:00:00Z', array_agg(response_id) FROM records
WHERE survey_id = %(survey)s AND source_partition = 98 AND source_offset <= %(final)s
GROUP BY survey_id, tenant_id
"""


@pytest.fixture
def answered(suara: Running) -> Any:
    """33 answers to the unit's IKM, of which 30 are in its final result; gone afterwards."""
    survey = suara.survey(UNIT, "IKM")
    body = suara.submission(survey)
    known = {
        "period": survey["period"],
        "tenant": survey["tenant"],
        "survey": survey["survey_id"],
        "form": body["form_version"],
        "items": list(body["answers"]),
        "rows": 33,
        "final": 30,
        "width": len(body["answers"]),
    }
    url = suara.stack.superuser_url("responses")
    with psycopg.connect(url, autocommit=True) as database:
        database.execute(ADD, known)
        database.execute(FINAL, known)
    yield survey
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("DELETE FROM records WHERE source_partition = 98")
        database.execute("DELETE FROM final_rows WHERE survey_id = %(survey)s", known)


def made(page: Page, name: str) -> Locator:
    """The link to the file, once the page no longer comes again by itself: a file of that name may
    have been there at once, from an earlier visit."""
    link = page.get_by_role("link", name=name).first
    expect(link).to_be_visible(timeout=120_000)
    expect(page.get_by_text("Menunggu", exact=True)).to_have_count(0, timeout=120_000)
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=120_000)
    return link


@pytest.mark.parametrize("javascript", [True, False])
def test_a_head_fetches_rows(
    answered: Any, open_context: Open, check_both: Check, javascript: bool
) -> None:
    with open_context(360, HEAD, javascript=javascript) as context:
        page = context.new_page()
        page.goto("/jawaban")
        page.get_by_role("link", name="Unduh jawaban").click()
        expect(page.get_by_text("30 baris, final sejak 15 Desember 2026")).to_be_visible()
        expect(page.get_by_text("Berkas ada").first).to_be_visible()
        if javascript:
            check_both(page)
        page.get_by_label(f"IKM, {answered['period']}").check(force=True)
        with page.expect_download() as started:
            page.get_by_role("button", name="Unduh").click()
        file = started.value
        assert file.suggested_filename == f"answers-{UNIT}-IKM-{answered['period']}.csv"
        text = file.path().read_bytes().decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text), delimiter=";"))
        assert len(lines) == 31
        page.get_by_label(f"IKM, {answered['period']}").check(force=True)
        page.get_by_label("XLSX dengan buku kode").check(force=True)
        page.get_by_role("button", name="Unduh").click()
        link = made(page, f"answers-{UNIT}-IKM-{answered['period']}.xlsx")
        if javascript:
            check_both(page)
        with page.expect_download() as started:
            link.click()
        assert started.value.path().read_bytes().startswith(b"PK")


def test_a_statistician_chooses_and_is_told_what_is_wrong(
    answered: Any, open_context: Open, check: Check
) -> None:
    with open_context(360, "statistisi") as context:
        page = context.new_page()
        page.goto("/jawaban/ekspor")
        page.get_by_label("Kuesioner").select_option("IKM")
        page.get_by_label("Periode").fill("2019-01")
        page.get_by_role("button", name="Unduh").click()
        expect(page.locator("[role=alert] a")).to_have_attribute("href", "#period")
        check(page)
        page.get_by_label("Periode").fill(answered["period"])
        page.get_by_label("Kode satker").fill("W99-99")
        page.get_by_role("button", name="Unduh").click()
        expect(page.locator("[role=alert] a")).to_have_attribute("href", "#unit")
        page.get_by_label("Kode satker").fill("")
        page.get_by_label("SPSS dengan label").check(force=True)
        page.get_by_role("button", name="Unduh").click()
        made(page, f"microdata-IKM-{answered['period']}.sav")
        check(page)


def test_earlier_answers_from_the_file_to_the_record(
    suara: Running, open_context: Open, check_both: Check
) -> None:
    unit = "W15-01"
    survey = suara.survey(unit)
    items = list(suara.submission(survey)["answers"])
    heading = ["Tanggal layanan", *items[1:], "Pertanyaan 1"]
    row = [f"{survey['period']}-01", *["5"] * len(items)]

    def file(*rows: list[str]) -> dict[str, Any]:
        text = "\n".join(";".join(each) for each in (heading, *rows))
        return {"name": "lama.csv", "mimeType": "text/csv", "buffer": text.encode()}

    with open_context(360, "admin") as context:
        page = context.new_page()
        page.goto("/jawaban/impor")
        page.get_by_role("button", name="Lanjut ke kolom").click()
        expect(page.locator("[role=alert] a")).to_have_attribute("href", "#unit")
        check_both(page)
        page.get_by_label("Kode satker").fill(unit)
        page.get_by_label("Kuesioner").select_option("SPKP-SPAK")
        page.get_by_label("Periode").fill(survey["period"])
        wrong = [row[0], "7", *row[2:]]
        page.get_by_label("Berkas CSV atau XLSX").set_input_files([file(row, wrong)])
        page.get_by_role("button", name="Lanjut ke kolom").click()
        expect(page.get_by_label(f"Arti kolom {items[1]}")).to_have_value(items[1])
        check_both(page)
        page.get_by_role("button", name="Periksa semua baris").click()
        expect(page.locator("#faults")).to_be_visible()
        page.get_by_label("Arti kolom Tanggal layanan").select_option("date")
        page.get_by_label("Arti kolom Pertanyaan 1").select_option(items[0])
        page.get_by_role("button", name="Periksa lagi").click()
        expect(page.locator("h1")).to_have_text("1 dari 2 baris perlu diperbaiki")
        check_both(page)
        page.get_by_role("link", name="Pilih berkas lain").click()
        page.get_by_label("Kode satker").fill(unit)
        page.get_by_label("Kuesioner").select_option("SPKP-SPAK")
        page.get_by_label("Periode").fill(survey["period"])
        right = [file([*row[:-1], "1"])]
        page.get_by_label("Berkas CSV atau XLSX").set_input_files(right)
        page.get_by_role("button", name="Lanjut ke kolom").click()
        page.get_by_label("Arti kolom Tanggal layanan").select_option("date")
        page.get_by_label("Arti kolom Pertanyaan 1").select_option(items[0])
        page.get_by_role("button", name="Periksa semua baris").click()
        expect(page.locator("h1")).to_have_text("1 jawaban siap disimpan")
        check_both(page)
        page.get_by_role("button", name="Simpan jawaban").click()
        expect(page.get_by_text("1 jawaban disimpan, 0 sudah ada.")).to_be_visible()
        check_both(page)
