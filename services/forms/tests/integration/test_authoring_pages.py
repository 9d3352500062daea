"""The pages of authoring without a script: write, translate, review, publish, compare."""

import html
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

AUTHOR, REVIEWER, OPERATOR = "admin", "statistisi", "operator.w11-01"
ITEM = {
    "kunci": "",
    "key": "antrean",
    "type": "one",
    "section": "utama",
    "text-id": "Bagaimana Anda mengambil antrean?",
    "option-0-code": "daring",
    "option-0-id": "Daring",
    "option-1-code": "loket",
    "option-1-id": "Di loket",
    "source": "Uji",
    "required": "yes",
}


class Pages:
    """The pages as one person sees them; every form carries the revision it was shown with."""

    def __init__(self, seeded: Any, who: str) -> None:
        self.client: httpx.Client = seeded.api(who)
        self.client.base_url = str(self.client.base_url).replace("/api/v1", "")
        self.client.headers["Accept"] = "text/html"

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return html.unescape(answer.text)

    def post(self, path: str, data: dict[str, Any], status: int = 303) -> httpx.Response:
        answer = self.client.post(path, data=data)
        assert answer.status_code == status, answer.text
        return answer

    def revision(self, path: str) -> str:
        found = re.search(r'name="revision" value="(\d+)"', self.get(path))
        assert found, path
        return found[1]

    def step(self, page: str, path: str, status: int = 303, **data: Any) -> httpx.Response:
        """Post what the form on `page` would."""
        return self.post(path, {"revision": self.revision(page), **data}, status)


@pytest.fixture
def author(seeded: Any) -> Pages:
    return Pages(seeded, AUTHOR)


@pytest.fixture
def draft(author: Pages) -> Iterator[str]:
    """The page of a new, empty instrument; dropped in the end unless it was published."""
    address = author.post("/kelola/kuesioner", {"instrument": "UJI-HALAMAN"}).headers["Location"]
    yield address
    author.client.post(f"{address}/batal", data={"revision": author.revision(address)})


def save_item(author: Pages, draft: str, **more: str) -> httpx.Response:
    return author.step(draft, f"{draft}/butir", **{**ITEM, **more})


def test_the_list_leads_to_versions_and_drafts(author: Pages, draft: str) -> None:
    page = author.get("/kelola/kuesioner")
    assert draft in page
    assert "Sedang disusun" in page
    for code in ("SPKP-SPAK", "IKM", "INTEGRITAS"):
        assert f"Mulai rancangan versi baru {code}" in page
    version = re.search(r"/kelola/kuesioner/versi/[0-9a-f-]{36}", page)
    assert version
    assert "berlaku sekarang" in page
    assert '<h1 class="govuk-heading-l">' in author.get(version[0])


def test_an_item_is_added_changed_moved_and_removed(author: Pages, draft: str) -> None:
    save_item(author, draft)
    save_item(author, draft, key="lama", **{"text-id": "Berapa lama?"}, type="number", min="1")
    page = author.get(draft)
    assert page.index("Bagaimana Anda mengambil antrean?") < page.index("Berapa lama?")
    author.step(draft, f"{draft}/butir/pindah", kunci="lama", by="-1")
    page = author.get(draft)
    assert page.index("Berapa lama?") < page.index("Bagaimana Anda mengambil antrean?")
    form = author.get(f"{draft}/butir?kunci=antrean")
    assert 'value="daring"' in form
    assert 'value="Di loket"' in form
    author.step(
        draft,
        f"{draft}/butir",
        **{**ITEM, "kunci": "antrean", "text-id": "Dari mana nomor antrean Anda?"},
        **{"rule-0-item": "lama", "rule-0-is": "at_least", "rule-0-value": "5", "match": "all"},
    )
    assert "tampil bersyarat" in author.get(draft)
    assert 'name="rule-0-value" list="values" value="5"' in author.get(
        f"{draft}/butir?kunci=antrean"
    )
    author.step(draft, f"{draft}/butir/hapus", kunci="antrean")
    assert "Dari mana nomor antrean Anda?" not in author.get(draft)


def test_what_cannot_be_an_item_is_said_and_kept(author: Pages, draft: str) -> None:
    save_item(author, draft)
    twice = author.step(draft, f"{draft}/butir", status=422, **{**ITEM, "source": "Catatan saya"})
    assert "Kunci antrean sudah dipakai" in twice.text
    assert "Catatan saya" in twice.text
    empty = author.step(draft, f"{draft}/butir", status=422, **{**ITEM, "key": "", "text-id": ""})
    assert 'href="#key"' in empty.text
    assert 'href="#text-id"' in empty.text


def test_the_second_to_save_keeps_what_was_typed(author: Pages, draft: str) -> None:
    save_item(author, draft)
    stale = author.revision(draft)
    changed = {**ITEM, "kunci": "antrean"}
    author.step(draft, f"{draft}/butir", **{**changed, "text-id": "Kata orang pertama"})
    late = {**changed, "text-id": "Kata orang kedua", "revision": stale}
    refused = author.post(f"{draft}/butir", late, status=409)
    assert "Orang lain menyimpan" in refused.text
    assert "Kata orang pertama" in refused.text
    assert "Kata orang kedua" in refused.text
    assert "Kata orang pertama" in author.get(draft)
    author.post(f"{draft}/butir/pindah", {"revision": stale, "kunci": "antrean"}, status=409)


def test_the_preview_has_the_item_as_typed_and_stores_nothing(author: Pages, draft: str) -> None:
    answer = author.post(f"{draft}/butir/pratinjau", {**ITEM, "revision": "1"}, status=200)
    assert [item["key"] for item in answer.json()["items"]] == ["antrean"]
    page = author.client.get(draft)
    assert "mengambil antrean" not in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert 'action="/s/preview"' in page.text


def test_faults_lead_to_the_input_that_mends_them(author: Pages, draft: str) -> None:
    save_item(author, draft)
    page = author.get(draft)
    assert "Judul</a>: belum ada teks (id, en, ja, ko)" in page
    assert "Sumber</a>: tidak boleh kosong" in page
    assert f'href="{draft}/kepala"' in page
    assert "Kirim untuk ditinjau" not in page


def test_translation_counts_and_saves(author: Pages, draft: str) -> None:
    save_item(author, draft)
    view = f"{draft}/terjemahan?ke=en"
    before = re.search(r"(\d+) dari (\d+) teks \((\d+) %\)", author.get(view))
    assert before
    assert 'name="at-items[0].text"' in author.get(f"{view}&kurang=1")
    author.step(view, f"{draft}/terjemahan", ke="en", **{"at-items[0].text": "How did you queue?"})
    after = re.search(r"(\d+) dari (\d+) teks", author.get(view))
    assert after
    assert int(after[1]) == int(before[1]) + 1
    assert 'name="at-items[0].text"' not in author.get(f"{view}&kurang=1")


def test_title_languages_and_sections(author: Pages, draft: str) -> None:
    page = f"{draft}/kepala"
    author.step(
        page,
        page,
        languages=["en"],
        minutes="3",
        layout="scroll",
        show_result="yes",
        **{"title-id": "Survei uji", "title-en": "Test survey", "lead-id": "Halo", "lead-en": "Hi"},
        **{"section-0-key": "utama", "section-0-id": "Utama", "section-0-en": "Main"},
        **{"section-1-key": "akhir", "section-1-id": "Penutup", "section-1-en": "End"},
    )
    shown = author.get(draft)
    assert "Survei uji" in shown
    assert "Bagian: Penutup" in shown
    assert "(id, en, ja, ko)" not in shown
    assert "Test survey" in author.get(f"{draft}?lang=en")
    head = author.get(page)
    assert 'value="scroll" checked' in head
    assert 'value="yes" checked' in head


def test_two_people_publish_from_the_pages(seeded: Any, author: Pages) -> None:
    listed = author.get("/kelola/kuesioner")
    form = listed[listed.index("(INTEGRITAS)") :]
    base = re.search(r'name="based_on" value="([^"]+)"', form)
    assert base
    draft = author.post("/kelola/kuesioner", {"based_on": base[1]}).headers["Location"]
    author.step(f"{draft}/terjemahan?ke=en", f"{draft}/terjemahan", ke="en", **{"at-title": "New"})
    assert "Judul, Inggris" in author.get(f"{draft}/beda")
    assert "sesudah disetujui orang kedua" in author.get(f"{draft}/terbit")
    author.step(draft, f"{draft}/kirim")
    review = draft.replace("/kuesioner/", "/tinjau/")
    assert "Anda ikut menyusunnya" in author.get(review)
    reviewer = Pages(seeded, REVIEWER)
    assert review in reviewer.get("/kelola/tinjau")
    assert "Judul, Inggris" in reviewer.get(review)
    silent = reviewer.step(review, f"{review}/kembali", status=422, reason=" ")
    assert "Isi alasan" in silent.text
    reviewer.step(review, f"{review}/setuju")
    page = author.get(f"{draft}/terbit")
    assert "yang sedang berjalan tetap memakai versinya" in page
    made = author.step(
        f"{draft}/terbit", f"{draft}/terbit", takes_effect="later", **{"from": "x"}, status=422
    )
    assert "first day of a period" in made.text
    made = author.step(f"{draft}/terbit", f"{draft}/terbit", takes_effect="next_period")
    version = author.get(made.headers["Location"])
    assert "Judul, Inggris" in version
    author.get(f"{made.headers['Location']}?beda={base[1]}")
    author.get(f"{made.headers['Location']}?beda=none", status=404)


def test_a_foreign_draft_has_no_page(seeded: Any, author: Pages, draft: str) -> None:
    stranger = Pages(seeded, OPERATOR)
    for path in (draft, f"{draft}/butir", f"{draft}/kepala", f"{draft}/terjemahan"):
        stranger.get(path, status=404)
    stranger.get(f"{draft}/terbit", status=404)
    stranger.get("/kelola/kuesioner/versi/none", status=404)
    assert draft not in stranger.get("/kelola/kuesioner")
