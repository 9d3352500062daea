"""What a page says of how sure an index is, from what scoring published."""

from typing import Any


def test_who_did_not_answer_could_turn_it_and_the_page_says_how(read: Any) -> None:
    page = read("/u/M-S")
    assert "IPAK 3,62, memenuhi batas 3,60, tetapi tipis" in page
    assert "(IPKP): 3,41, memenuhi batas 3,20 " in page
    assert (
        "Nilai sebenarnya kira-kira antara 3,37 dan 3,45, seandainya responden acak."
        " 240 dari 520 orang menjawab."
        " Putusan ini berbalik hanya bila 280 orang lainnya rata-rata di bawah 3,02."
        " Putusan atas WBBM berbalik hanya bila 280 orang lainnya rata-rata sedikitnya 3,76."
        " Tanpa 24 jawaban bertanda: 3,40."
    ) in page
    # WBK and WBBM fall together for IPAK.
    assert page.count("Putusan atas WBBM") == 1
    assert "Tanpa 24 jawaban bertanda: 3,73." in page
    assert "jelas" not in page
    english = read("/u/M-S", "en")
    assert "This verdict turns only if the other 280 people average below 3.02." in english
    assert "The verdict on WBBM turns only if the other 280 people average at least" in english


def test_only_what_nothing_can_turn_is_called_clear(read: Any) -> None:
    page = read("/u/M-H")
    assert "IPAK 3,90, memenuhi batas 3,60, dengan jarak yang jelas" in page
    assert "Putusan ini tidak dapat berbalik, apa pun jawaban 1 orang lainnya." in page


def test_an_edition_before_is_read_without_how_sure_it_was(read: Any) -> None:
    page = read("/u/M-L")
    assert "IPAK 3,90, memenuhi batas 3,60; seberapa pasti, tidak dapat dihitung" in page
    assert "kira-kira antara" not in page


def test_a_census_says_whether_all_are_counted(read: Any) -> None:
    whole = read("/u/M-C?instrument=INTEGRITAS&period=2026-S1")
    assert "40 dari 40 orang menjawab: semua terhitung." in whole
    assert "kira-kira antara" not in whole
    part = read("/u/M-C?instrument=INTEGRITAS&period=2025-S2")
    assert "Nilai semua 50 orang kira-kira antara 3,21 dan 3,29" in part
    assert "semua terhitung" not in part
    assert "responden acak" not in part


def test_a_range_that_nobody_has_shown_to_hold_says_so(read: Any) -> None:
    assert "Di bawah 30 jawaban kisaran ini belum terbukti." in read("/u/M-D")
    assert "belum terbukti" not in read("/u/M-S")
