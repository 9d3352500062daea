"""The instruments say letter for letter what the regulations say. The golden files hold the
official texts and are only touched when a regulation changes."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from forms_service.shared.definitions.seed_files import load_instrument

GOLDEN = Path(__file__).parent.parent / "golden"


def golden(name: str) -> list[dict[str, str]]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def items(name: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = load_instrument(name).definition["items"]
    return items


def test_spkp_and_spak_say_what_the_circular_says() -> None:
    lead, *official = golden("spkp-spak")
    assert load_instrument("spkp-spak").definition["lead"]["id"] == lead["text"]
    assert [
        {"key": item["key"], "text": item["text"]["id"], "info": item["info"]["id"]}
        for item in items("spkp-spak")
    ] == official


def test_spkp_has_eight_and_spak_five_statements_of_six_stars_all_required() -> None:
    sections = [item["section"] for item in items("spkp-spak")]
    assert sections == ["spkp"] * 8 + ["spak"] * 5
    assert {(item["type"], item["points"], item["required"]) for item in items("spkp-spak")} == {
        ("stars", 6, True)
    }


def test_ikm_says_what_annex_iii_says() -> None:
    assert [
        {"key": item["key"], "text": item["text"]["id"]}
        | dict(zip("abcd", labels(item), strict=True))
        for item in items("ikm")
    ] == golden("ikm")


def labels(item: dict[str, Any]) -> Iterator[str]:
    return (option["label"]["id"] for option in item["options"])


def test_ikm_asks_u9_in_question_8_and_u8_in_question_9() -> None:
    by_number = dict(enumerate(items("ikm"), 1))
    assert [item["key"] for item in by_number.values()] == [
        "u1",
        "u2",
        "u3",
        "u4",
        "u5",
        "u6",
        "u7",
        "u9",
        "u8",
    ]
    assert "sarana dan prasarana" in by_number[8]["text"]["id"]
    assert by_number[8]["indicator"]["id"] == "Sarana dan prasarana"
    assert "pengaduan" in by_number[9]["text"]["id"]
    assert by_number[9]["indicator"]["id"].startswith("Penanganan pengaduan")


def test_ikm_needs_no_item_and_counts_a_to_d_as_1_to_4() -> None:
    for item in items("ikm"):
        assert item["required"] is False
        assert [option["value"] for option in item["options"]] == [1, 2, 3, 4]


def test_integritas_says_the_placeholder_statements() -> None:
    assert [
        {"key": item["key"], "section": item["section"], "text": item["text"]["id"]}
        for item in items("integritas")
    ] == golden("integritas")


def test_integritas_says_that_it_is_not_official() -> None:
    definition = load_instrument("integritas").definition
    assert definition["official"] is False
    for words in (definition["notice"], definition["title"], definition["indices"][0]["name"]):
        assert "bukan instrumen resmi" in words["id"]
        assert "not an official instrument" in words["en"]
    assert definition["audience"] == "employees"


@pytest.mark.parametrize("name", ["spkp-spak", "ikm"])
def test_public_instruments_mark_their_translations_as_unofficial(name: str) -> None:
    definition = load_instrument(name).definition
    assert definition["official"] is True
    assert definition["unofficial_languages"] == ["en", "ja", "ko"]
