"""The form without network at the worst moment, and where an answer is not taken at once."""

import uuid
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from suara_local.answering import answer_all, kept_copy, open_form, press_send, record_of, stored
from suara_local.offices import new_office
from suara_local.running import Running, eventually

AtForm = Callable[..., Any]
Check = Callable[[Page], None]
UNIT = "W20-02"


def test_network_lost_before_sending_and_the_page_closed(suara: Running, at_form: AtForm) -> None:
    unit = new_office(suara)
    with at_form(unit) as page:
        answer_all(page, "4")
        page.context.set_offline(True)
        press_send(page)
        status = page.locator("#status")
        expect(status).to_contain_text("Menunggu jaringan. Jawaban disimpan di ponsel ini")
        expect(status).to_contain_text("di aplikasi yang sama")
        expect(page.get_by_role("button", name="Kirim sekarang")).to_be_visible()
        kept = in_outbox(page)
        page.close()
        page.context.set_offline(False)
        page = page.context.new_page()
        open_form(page, suara, unit)
        expect(page.locator("#status")).to_contain_text("Sudah terkirim")
        (sent,) = in_outbox(page)
        assert (kept[0]["id"], kept[0]["state"]) == (sent["id"], "waiting")
        assert (sent["state"], sent["body"]) == ("sent", None)
        assert record_of(suara, sent["receipt"])["response_id"] == uuid.UUID(sent["id"])
        # The same bytes again, as after a receipt that was lost on its way: nothing new.
        again = page.request.post(
            "/api/v1/responses",
            data=kept[0]["body"].encode(),
            headers={"Content-Type": "application/json"},
        )
        assert again.json()["receipt"] == sent["receipt"]
        page.reload()
        expect(page.locator("#status")).not_to_contain_text("terkirim")
    eventually(lambda: stored(suara, unit), 1)


def in_outbox(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(
        """() => new Promise(done => {
          const ask = indexedDB.open('suara', 1);
          ask.onsuccess = () => {
            const all = ask.result.transaction('outbox').objectStore('outbox').getAll();
            all.onsuccess = () => { ask.result.close(); done(all.result); };
          };
        })"""
    )
    return found


def test_network_that_comes_back_sends_by_itself(suara: Running, at_form: AtForm) -> None:
    with at_form("W20-03") as page:
        page.context.set_offline(True)
        expect(page.locator("#status")).to_contain_text("Anda tetap bisa mengisi")
        answer_all(page, "3")
        press_send(page)
        expect(page.locator("#status")).to_contain_text("disimpan di ponsel ini")
        page.context.set_offline(False)
        receipt = page.locator(".receipt:visible")
        receipt.wait_for()
        assert record_of(suara, receipt.inner_text().replace("-", ""))


def test_the_form_opens_without_network_after_the_first_visit(at_form: AtForm) -> None:
    with at_form(UNIT) as page:
        kept_copy(page)
        page.context.set_offline(True)
        page.reload()
        expect(page.locator("#status")).to_contain_text("Disimpan")
        answer_all(page)
        press_send(page)
        expect(page.locator("#status")).to_contain_text("disimpan di ponsel ini")
        page.context.set_offline(False)
        page.locator(".receipt:visible").wait_for()


def test_too_many_answers_wait_their_turn(suara: Running, at_form: AtForm) -> None:
    with at_form(UNIT) as page:
        answer_all(page)
        for _ in range(5):
            body = suara.submission(suara.survey(UNIT))
            assert page.request.post("/api/v1/responses", data=body).status == 202
        press_send(page)
        expect(page.locator("#status")).to_contain_text("Kami coba lagi sendiri")
        page.locator(".receipt:visible").wait_for()


def test_a_refused_answer_is_still_there_and_says_why(at_form: AtForm, check: Check) -> None:
    with at_form(UNIT) as page:
        answer_all(page)
        page.evaluate("document.forms[0].elements.issued.value = '1.forged'")
        press_send(page)
        expect(page.get_by_role("alert")).to_contain_text("Jawaban Anda masih ada")
        expect(page.locator("[name='a.pungli'][value='5']")).to_be_checked()
        check(page)
        assert in_outbox(page) == []


STORES_NOTHING = """
IDBFactory.prototype.open = () => { throw new Error('blocked'); };
Storage.prototype.setItem = () => { throw new Error('full'); };
"""
KEPT_OF_ANOTHER = """entry => new Promise(done => {
  const ask = indexedDB.open('suara', 1);
  ask.onupgradeneeded = () => ask.result.createObjectStore('outbox', { keyPath: 'id' });
  ask.onsuccess = () => {
    const change = ask.result.transaction('outbox', 'readwrite');
    ['refused', 'sent', 'waiting'].forEach(state => change.objectStore('outbox').put({
      id: state, state: state, code: entry.code, lang: 'id', body: '{}', receipt: 'SECRETRECEIPT',
      issued: Date.now(), after: Date.now() + 9e6, at: Date.now(), faults: [], fields: null
    }));
    change.oncomplete = () => { ask.result.close(); done(); };
  };
})"""


def test_a_phone_that_stores_nothing_says_so_and_sends_all_the_same(
    suara: Running, open_context: AtForm
) -> None:
    with open_context(360) as phone:
        phone.add_init_script(STORES_NOTHING)
        page = phone.new_page()
        open_form(page, suara, UNIT)
        answer_all(page)
        phone.set_offline(True)
        press_send(page)
        expect(page.locator("#status")).to_contain_text("Biarkan halaman ini terbuka")
        phone.set_offline(False)
        receipt = page.locator(".receipt:visible")
        receipt.wait_for()
        assert record_of(suara, receipt.inner_text().replace("-", ""))


def test_at_a_shared_phone_nobody_reads_of_the_answers_of_others(
    suara: Running, open_context: AtForm
) -> None:
    survey = suara.survey(UNIT)
    with open_context(360) as phone:
        page = phone.new_page()
        page.goto("/s/tanda-terima")
        page.evaluate(KEPT_OF_ANOTHER, {"code": survey["code"]})
        own = f"/s/{survey['code']}?survey={survey['survey_id']}"
        page.goto(f"{own}&shared=1")
        status = page.locator("#status")
        expect(status).to_contain_text("disimpan di ponsel ini")
        expect(status).not_to_contain_text("SECR")
        expect(status.get_by_role("button")).to_have_count(1)
        # The owner of the phone reads of them all.
        page.goto(own)
        expect(status).to_contain_text("SECR")
        expect(status.get_by_role("button")).to_have_count(2)
