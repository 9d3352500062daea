"""A clerk prints slips; a phone that scans one carries its code without telling any log."""

import re
from collections.abc import Callable
from typing import Any

import psycopg
from playwright.sync_api import Page, expect
from suara_local.answering import begin, go_on, send
from suara_local.browsers import every
from suara_local.running import Running, eventually

Open = Callable[..., Any]
UNIT, CLERK = "W11-01", "loket.w11-01"


def test_from_the_slip_to_a_valid_answer(
    suara: Running, open_context: Open, check: Callable[[Page], None]
) -> None:
    survey = suara.survey(UNIT)
    query = "SELECT count(*) FROM records WHERE survey_id = %s AND token = 'valid' AND changes = 1"

    def found() -> int:
        with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
            row = connection.execute(query, [survey["survey_id"]]).fetchone()
            return int(row[0]) if row else 0

    before = found()
    with open_context(1280, CLERK) as office:
        page = office.new_page()
        page.goto("/jawaban")
        page.get_by_role("link", name="Kode kunjungan").click()
        page.get_by_label("Berapa kode").fill("banyak")
        page.get_by_role("button", name="Buat kode").click()
        expect(page.locator("[role=alert] a")).to_have_text("Isi bilangan bulat dari 1 sampai 500")
        check(page)
        page.get_by_label("Berapa kode").fill("4")
        page.get_by_role("button", name="Buat kode").click()
        expect(page.locator(".suara-slips li")).to_have_count(4)
        check(page)
        token = page.locator(".suara-slips__token").first.inner_text()
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", token)
    with open_context(360) as phone:
        page = phone.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"/s/{survey['code']}?survey={survey['survey_id']}#k={token}")
        expect(page.locator("#token")).to_have_value(token)
        assert "#" not in page.url
        begin(page)
        for number, group in enumerate(every(page.locator("fieldset[data-item]"))):
            # Thought better of the first.
            for stars in ("5", "4") if number == 0 else ("5",):
                group.locator(f"input[value='{stars}']").check()
            go_on(page)
        check(page)
        send(page)
        assert not any(token in url for url in asked)
    eventually(found, before + 1)
