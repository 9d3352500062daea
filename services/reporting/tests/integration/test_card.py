"""What a head of office reads first: a final result, why, what to do and by when."""

from typing import Any

import pytest
import reporting_testing as testing
from playwright.sync_api import Browser, Page
from suara_local.axe import violations
from suara_local.browsers import opened, visitor

PATH = "/u/M-V"
MOST_WORDS, MOST_IN_CARD = 200, 60
# Words that stand in charts are no reading; what comes from "Rincian" on is looked up.
COUNTED = """([from, until]) => {
  const root = document.querySelector(from).cloneNode(true);
  const details = root.querySelector('#details');
  if (until && details) {
    while (details.nextSibling) { details.nextSibling.remove(); }
    details.remove();
  }
  const none = 'table, svg, .suara-months, .govuk-visually-hidden, script';
  root.querySelectorAll(none).forEach((one) => one.remove());
  return root.textContent.split(/\\s+/).filter((word) => /[\\p{L}\\p{N}]/u.test(word)).length;
}"""


def test_a_page_begins_with_the_last_final_month(read: Any) -> None:
    page = read(PATH)
    assert "Oktober 2026: IPAK 3,58, belum mencapai batas 3,60, selisihnya belum tentu" in page
    assert "IPKP 3,41, memenuhi batas 3,20." in page
    assert "Belum memenuhi syarat WBK dan WBBM: IPAK tiga bulan 3,56 dari batas 3,60." in page
    turns = "Putusan ini berbalik hanya bila 280 orang lainnya rata-rata sedikitnya 3,62."
    assert turns in page
    todo = "Mulai dari bebas percaloan: tetapkan penanggung jawab sebelum 13 Desember."
    assert todo in page
    assert "Terlemah: bebas percaloan bebas percaloan 31 dari 240 orang" in page
    assert "Memberi 1 sampai 3 dari 6 bintang. Hanya pernyataan IPAK." in page
    assert "Bila yang tidak menjawab mirip dengan yang menjawab" in page
    assert "Dari 240 jawaban; target 221 tercapai." in page


def test_the_open_month_is_one_line_of_what_is_out(read: Any) -> None:
    page = read(PATH)
    assert (
        "November 2026, masih terbuka: 52 dari target 120 jawaban. Kalau terus seperti ini," in page
    )
    assert "Kira-kira IPAK 3,79 sampai 4,00, IPKP 3,59 sampai 3,81." in page
    assert "Hasil tepat 13 Desember 2026. Lihat November 2026" in page
    own = read(f"{PATH}?period=2026-11")
    assert "November 2026, sementara: IPAK sekitar 3,90" in own
    for first in ("Yang perlu dilakukan", "masih terbuka", "Terlemah"):
        assert first not in own


def test_an_old_month_speaks_of_itself(told: Any, read: Any) -> None:
    page = read(f"{PATH}?period=2026-09")
    assert "September 2026: IPAK 3,56" in page
    assert "Terlemah: bebas percaloan" in page
    for newer in ("Yang perlu dilakukan", "November 2026,", "Oktober 2026:", "syarat WBK"):
        assert newer not in page
    token = told.signer.token("M")
    assert "live.js" not in told.page(f"{PATH}?period=2026-09", token).text
    assert "live.js" in told.page(PATH, token).text


def test_a_clerk_has_the_newest_count_and_no_card(read: Any) -> None:
    page = read(PATH, code="M-V", permissions=["counts.read"], role="counter_clerk")
    assert "November 2026: 52 jawaban" in page
    for figure in ("IPAK", "Terlemah", "batas", "Rincian", "Kira-kira"):
        assert figure not in page


@pytest.mark.parametrize(("width", "lang"), [(360, "id"), (1280, "en"), (360, "en"), (1280, "id")])
def test_it_is_read_in_a_minute(told: Any, browser: Browser, width: int, lang: str) -> None:
    page = _page(told, browser, width, lang)
    page.goto(PATH)
    opened(page)
    assert page.evaluate(COUNTED, ["#live", True]) <= MOST_WORDS
    heading = page.evaluate(COUNTED, ["h1", False])
    assert heading + page.evaluate(COUNTED, ["#card", False]) <= MOST_IN_CARD
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    page.context.close()


def _page(told: Any, browser: Browser, width: int, lang: str) -> Page:
    base = told.environment["SUARA_BASE_URL"]
    context = visitor(browser, base_url=base, viewport={"width": width, "height": 800})
    allowed = [*testing.RESULTS, "follow_ups.write"]
    cookies = {"access": told.signer.token("M-V", allowed), "lang": lang}
    context.add_cookies(
        [{"name": name, "value": value, "url": base} for name, value in cookies.items()]
    )
    return context.new_page()
