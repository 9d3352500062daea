"""A clerk hands out paper; two others type it by keyboard alone; what differs is settled first."""

import io
import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from suara_local.browsers import every
from suara_local.running import Running, eventually

Open = Callable[..., Any]
Check = Callable[[Page], None]
UNIT, CLERK, FIRST, SECOND = "W11-01", "loket.w11-01", "operator.w11-01", "pemantau.w11"
ISSUED, TYPED, STATEMENTS = 23, 20, 13
ODD, PLACE = 7, 3
SCREENS = [(360, "id"), (1280, "en")]


def keys_of(sheet: int) -> str:
    """What is crossed on a sheet; no two of the twenty are alike."""
    return "".join(str((sheet * (place + 1) + sheet // 6 + place) % 6 + 1) for place in range(13))


def slip_of_the_pen(keys: str) -> str:
    wrong = str(int(keys[PLACE]) % 6 + 1)
    return keys[:PLACE] + wrong + keys[PLACE + 1 :]


def decoded(code: Locator) -> str:
    image = Image.open(io.BytesIO(code.screenshot()))
    return str(zxingcpp.read_barcodes(image)[0].text)


def type_sheet(page: Page, number: str, keys: str) -> None:
    """No mouse and no look at the page but for what it says next."""
    type_number(page, number)
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    expect(page.locator("[data-keys]").first).to_be_focused()
    page.wait_for_load_state()
    page.keyboard.type(keys)
    page.keyboard.press("Enter")


def type_number(page: Page, number: str) -> None:
    expect(page.locator("#sheet")).to_be_focused()
    page.keyboard.type(number.replace("-", ""))
    page.keyboard.press("Enter")


def saved(page: Page, number: str, words: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(f"{number} {words}")


def records(suara: Running) -> list[tuple[Any, ...]]:
    query = "SELECT answers, flags, state FROM records WHERE survey_id = %s AND mode = 'paper'"
    with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
        return connection.execute(query, [suara.survey(UNIT)["survey_id"]]).fetchall()


def test_twenty_sheets_typed_twice_by_keyboard_alone(
    suara: Running, open_context: Open, check: Check
) -> None:
    with open_context(1280, CLERK) as counter:
        page = counter.new_page()
        numbers = issued_and_printed(suara, page, check)
    sheets = [(numbers[n - 1], keys_of(n)) for n in range(1, TYPED + 1)]
    with open_context(1280, FIRST) as office:
        page = office.new_page()
        page.goto("/jawaban/kertas/isi")
        type_number(page, f"{numbers[0][:-1]}{(int(numbers[0][-1]) + 1) % 10}")
        expect(page.locator("[role=alert]")).to_contain_text("salah ketik")
        check(page)
        for number, keys in sheets:
            type_sheet(page, number, keys)
            saved(page, number, "tersimpan")
        type_number(page, numbers[0])
        expect(page.locator("[role=alert]")).to_contain_text("Isian kedua dari orang lain")
    assert records(suara) == []
    with open_context(1280, SECOND) as kanwil:
        page = kanwil.new_page()
        page.goto("/jawaban/kertas/isi")
        for place, (number, keys) in enumerate(sheets, 1):
            if place != ODD:
                type_sheet(page, number, keys)
                saved(page, number, "sudah dihitung")
                continue
            type_sheet(page, number, slip_of_the_pen(keys))
            expect(page.get_by_role("heading", level=1)).to_contain_text("1 pernyataan berbeda")
            check(page)
            # It can wait: back to the next number.
            page.keyboard.press("Shift+Tab")
            page.keyboard.press("Enter")
        eventually(lambda: len(records(suara)), TYPED - 1)
        page.goto("/jawaban/kertas")
        expect(page.get_by_role("heading", level=1)).to_contain_text("1 lembar")
        # The number of a sheet that differs leads to what differs.
        page.goto("/jawaban/kertas/isi")
        number, keys = sheets[ODD - 1]
        type_number(page, number)
        expect(page.get_by_role("heading", level=1)).to_contain_text("1 pernyataan berbeda")
        expect(page.locator(".govuk-hint").first).to_contain_text(f"Isian pertama: {keys[PLACE]}.")
        page.wait_for_load_state()
        page.keyboard.type(keys[PLACE])
        page.keyboard.press("Enter")
        saved(page, number, "sudah dihitung")
    eventually(lambda: len(records(suara)), TYPED)
    assert_stored(suara, [keys for _, keys in sheets])
    with open_context(1280, CLERK) as counter:
        spoiled_and_closed(counter.new_page(), numbers, check)


def issued_and_printed(suara: Running, page: Page, check: Check) -> list[str]:
    """Numbers of the sheets as they are printed."""
    page.goto("/jawaban")
    page.get_by_role("link", name="Lembar kertas").click()
    page.get_by_role("button", name="Keluarkan lembar").click()
    page.get_by_label("Berapa lembar").fill("0")
    page.get_by_role("button", name="Buat lembar").click()
    expect(page.locator("[role=alert] a")).to_have_text("Isi bilangan bulat dari 1 sampai 200")
    check(page)
    page.get_by_label("Berapa lembar").fill(str(ISSUED))
    page.get_by_role("button", name="Buat lembar").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("23 dari 23 lembar")
    page.get_by_role("button", name="Cetak lembar").click()
    expect(page.locator(".suara-sheet")).to_have_count(ISSUED)
    first = page.locator(".suara-sheet").first
    expect(first.locator(".suara-sheet__boxes b")).to_have_count(STATEMENTS * 6)
    found = [each.inner_text() for each in every(page.locator(".suara-sheet__sign > b"))]
    assert len(set(found)) == ISSUED
    assert all(re.fullmatch(r"\d{7}-\d{3}-\d", each) for each in found)
    scanned = decoded(first.locator(".suara-sheet__code"))
    address = f"{suara.base_url}/jawaban/kertas/isi?sheet={found[0].replace('-', '')}"
    assert scanned == address
    # One A4 page a sheet.
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == ISSUED
    return found


def assert_stored(suara: Running, crossed: list[str]) -> None:
    """What stands on the sheets, and nothing of it where it was typed."""
    rows = records(suara)
    survey = suara.survey(UNIT)
    keys = list(suara.submission(survey)["answers"])
    stored = sorted("".join(str(answers[key]) for key in keys) for answers, _, _ in rows)
    assert stored == sorted(crossed)
    assert all((flags, state) == ([], "counted") for _, flags, state in rows)
    query = "SELECT count(*), count(answers) FROM paper_entries WHERE tenant_id = %s"
    with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
        found = connection.execute(query, [survey["tenant"]]).fetchone()
    assert found == (2 * TYPED + 1, 0)


def spoiled_and_closed(page: Page, numbers: list[str], check: Check) -> None:
    page.goto("/jawaban/kertas")
    page.get_by_role("link", name=numbers[0][:7]).click()
    page.get_by_label("Nomor lembar").fill(f"{numbers[20]}, 22")
    page.get_by_role("button", name="Tandai rusak").click()
    expect(page.locator("[role=alert] a")).to_have_text("Pilih alasannya")
    check(page)
    page.get_by_label("Kembali kosong").check(force=True)
    page.get_by_role("button", name="Tandai rusak").click()
    says = "23 dikeluarkan = 20 kembali + 2 rusak + 1 belum kembali"
    expect(page.locator("#equation")).to_have_text(says)
    page.get_by_role("button", name="Tutup berkas").click()
    says = "23 dikeluarkan = 20 kembali + 2 rusak + 1 hilang"
    expect(page.locator("#equation")).to_have_text(says)
    expect(page.get_by_text("20 dari yang kembali sudah dihitung")).to_be_visible()
    expect(page.get_by_role("button", name="Tandai rusak")).to_have_count(0)
    check(page)


@pytest.fixture(scope="module")
def batch(suara: Running) -> dict[str, Any]:
    """Three sheets of an office of another kanwil; the second one differs. And one of the IKM."""
    wish = {"unit": "W20-01", "count": 3}
    found = suara.api("operator.w20-01").post("/api/v1/paper/batches", json=wish)
    made: dict[str, Any] = found.raise_for_status().json()
    wish = {"unit": "W20-01", "count": 1, "instrument": "IKM", "language": "en"}
    other = suara.api("operator.w20-01").post("/api/v1/paper/batches", json=wish).json()
    survey = suara.survey("W20-01")
    for user, key in (("pemantau.w20", "4"), ("admin", "3")):
        answers = {f"a.{each}": "4" for each in suara.submission(survey)["answers"]}
        answers[next(iter(answers))] = key
        form = {"sheet": made["sheets"][1], **answers}
        sent = suara.api(user).post("/jawaban/kertas/isi", data=form)
        assert sent.status_code == 303, sent.text
    return {**made, "ikm": other}


@pytest.mark.parametrize(("width", "lang"), SCREENS)
def test_every_page_of_paper(
    suara: Running,
    open_context: Open,
    check_once: Check,
    batch: dict[str, Any],
    width: int,
    lang: str,
) -> None:
    base, (one, two, _), ikm = "/jawaban/kertas", batch["sheets"], batch["ikm"]
    with open_context(width, "admin", lang) as context:
        page = context.new_page()
        for path in (
            base,
            f"{base}/baru",
            f"{base}/baru?unit=W20-01",
            f"{base}/{batch['batch_id']}",
            f"{base}/{batch['batch_id']}/cetak",
            f"{base}/isi",
            f"{base}/isi?sheet={one}",
            f"{base}/isi?sheet={two}",
            f"{base}/selisih/{two}",
            f"{base}/{ikm['batch_id']}/cetak",
            f"{base}/isi?sheet={ikm['sheets'][0]}",
        ):
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            check_once(page)
        page.goto(f"{base}/isi?sheet={one}")
        page.get_by_role("button").last.click()
        page.locator("[role=alert] li").first.wait_for()
        check_once(page)


def test_without_script_it_is_a_plain_form(open_context: Open, batch: dict[str, Any]) -> None:
    with open_context(360, "pemantau.w20", javascript=False) as context:
        page = context.new_page()
        page.goto("/jawaban/kertas/isi")
        page.get_by_label("Nomor lembar").fill(batch["sheets"][2])
        page.keyboard.press("Enter")
        inputs = page.locator("[data-keys]")
        inputs.first.fill("4")
        page.keyboard.press("Enter")
        expect(page.locator("[role=alert] li").first).to_contain_text("Pernyataan 2 wajib diisi")
        for each in every(inputs):
            each.fill("4")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("menunggu orang kedua")
