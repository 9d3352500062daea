"""Numbers of sheets, keys of statements, and who may type what."""

import uuid
from typing import Any

import pytest
from responses_service.paper import rules as paper
from responses_service.shared.submission_rules import UUID4

STARS = {"key": "pungli", "type": "stars", "points": 6, "required": True}
SCALE = {"key": "biaya", "type": "scale", "required": True}
SCALE["options"] = [{"value": value} for value in (1, 2, 3, 4)]
ONE = {"key": "jalur", "type": "one", "required": False}
ONE["choices"] = [{"code": "loket"}, {"code": "daring"}]
NOTE = {"key": "saran", "type": "long_text", "required": False}
ITEMS: list[dict[str, Any]] = [STARS, SCALE, ONE, NOTE]
NUMBER = paper.number_of(4829153, 7)


def test_a_number_is_read_as_it_is_spoken_typed_or_scanned() -> None:
    assert paper.spoken(NUMBER)[:12] == "4829153-007-"
    for typed in (NUMBER, paper.spoken(NUMBER), f" {NUMBER[:4]} {NUMBER[4:]} "):
        assert paper.read_number(typed) == (4829153, 7)
    assert paper.read_number(f"https://suara.example/jawaban/kertas/isi?sheet={NUMBER}") == (
        4829153,
        7,
    )


def test_every_wrong_digit_and_every_swap_of_neighbours_is_noticed() -> None:
    for at, digit in enumerate(NUMBER):
        for other in set("0123456789") - {digit}:
            assert paper.read_number(NUMBER[:at] + other + NUMBER[at + 1 :]) is None
        swapped = NUMBER[:at] + NUMBER[at + 1 : at + 2] + digit + NUMBER[at + 2 :]
        assert swapped == NUMBER or paper.read_number(swapped) is None


@pytest.mark.parametrize("typed", ["", "sheet", NUMBER[:-1], f"{NUMBER}0", "٤" * 11, "\0" * 11])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert paper.read_number(typed) is None


def test_spoiled_sheets_are_named_by_number_place_or_span() -> None:
    assert paper.places(f"{NUMBER}, 3\n12-14", 4829153, 20) == {3, 7, 12, 13, 14}
    for wrong in (
        "",
        "21",
        "0",
        "5-3",
        "1-21",
        paper.number_of(4829154, 7),
        "tujuh",
        "１２",
        "٣",
        "²",
    ):
        assert paper.places(wrong, 4829153, 20) is None


@pytest.mark.parametrize(
    ("typed", "expected"), [("1", {1}), ("20", {20}), ("1-2", {1, 2}), ("19-20", {19, 20})]
)
def test_the_first_and_the_last_sheet_are_of_the_batch(typed: str, expected: set[int]) -> None:
    assert paper.places(typed, 4829153, 20) == expected


def scale(*values: int) -> dict[str, Any]:
    return {"type": "scale", "options": [{"value": value} for value in values]}


def choice(count: int) -> dict[str, Any]:
    return {"type": "one", "choices": [{"code": f"c{n}"} for n in range(1, count + 1)]}


@pytest.mark.parametrize(
    ("item", "keys"),
    [
        ({"type": "stars", "points": 3}, {"1": 1, "2": 2, "3": 3}),
        (scale(3, 4), {"3": 3, "4": 4}),
        (scale(*range(1, 10)), {str(n): n for n in range(1, 10)}),
        # Not printed as a box: 0 leaves a statement out, and 10 are two keys.
        (scale(*range(11)), {}),
        (scale(*range(1, 11)), {}),
        (choice(9), {str(n): f"c{n}" for n in range(1, 10)}),
        (choice(10), {}),
        ({"type": "many", "choices": [{"code": "c1"}]}, {}),
    ],
)
def test_the_keys_of_a_statement(item: dict[str, Any], keys: dict[str, Any]) -> None:
    assert paper.keys_of(item) == keys


def test_each_key_stands_for_an_answer_and_free_text_is_not_on_paper() -> None:
    assert [item["key"] for item in paper.on_paper(ITEMS)] == ["pungli", "biaya", "jalur"]
    assert paper.fits_paper(ITEMS)
    assert not paper.fits_paper([*ITEMS, {**NOTE, "required": True}])
    answers, faults = paper.answers_of(ITEMS[:3], {"pungli": "6", "biaya": "0", "jalur": "2"})
    assert (answers, faults) == ({"pungli": 6, "jalur": "daring"}, [])
    assert paper.key_for(ONE, "daring") == "2"
    assert paper.key_for(ONE, None) == ""


def test_a_key_that_is_not_printed_is_a_fault() -> None:
    _, faults = paper.answers_of(ITEMS[:3], {"pungli": "7", "biaya": "x"})
    words = "must be one of the printed numbers"
    assert faults == [("answers.pungli", words), ("answers.biaya", words)]


def test_two_typings_differ_where_one_of_them_has_another_answer_or_none() -> None:
    first, second = {"pungli": 6, "biaya": 4}, {"pungli": 6, "jalur": "loket"}
    assert [each["key"] for each in paper.differing(ITEMS[:3], first, second)] == ["biaya", "jalur"]
    assert paper.differing(ITEMS[:3], first, dict(first)) == []


SHEET = {
    "state": "issued",
    "closed_at": None,
    "issued_by": "clerk",
    "issuer_tenant": "unit",
    "issuer_division": "Loket",
}


def desk(person: str, tenant: str, division: str) -> paper.Desk:
    return paper.Desk(lambda hand: hand != person, tenant, division)


@pytest.mark.parametrize(
    ("changes", "typists", "word"),
    [
        ({}, [], ""),
        ({"state": "typed"}, ["another"], ""),
        ({"state": "typed"}, ["me"], "same"),
        ({"issued_by": "me"}, [], "issuer"),
        ({"state": "spoiled"}, [], "spoiled"),
        ({"state": "counted"}, ["another", "third"], "counted"),
        ({"state": "late"}, ["another", "third"], "late"),
        ({"state": "differs"}, ["another", "me"], "differs"),
        ({"closed_at": "now"}, [], "closed"),
        ({"closed_at": "now", "state": "typed"}, ["another"], ""),
    ],
)
def test_who_may_type_a_sheet(changes: dict[str, Any], typists: list[str], word: str) -> None:
    sheet = {**SHEET, **changes}
    assert paper.typing_fault(sheet, typists, desk("me", "unit", "Tata Usaha")) == word


@pytest.mark.parametrize(
    ("tenant", "division", "word"),
    [
        ("unit", "Tata Usaha", ""),
        ("unit", "", ""),
        ("unit", "Loket", "division"),
        ("unit", " LOKET ", "division"),
        ("kanwil", "Loket", ""),
    ],
)
def test_another_division_or_the_kanwil_types(tenant: str, division: str, word: str) -> None:
    assert paper.typing_fault(SHEET, [], desk("me", tenant, division)) == word


def test_of_a_unit_without_named_divisions_only_the_kanwil_types() -> None:
    sheet = {**SHEET, "issuer_division": ""}
    assert paper.typing_fault(sheet, [], desk("me", "unit", "")) == "division"
    assert paper.typing_fault(sheet, [], desk("me", "kanwil", "")) == ""


def test_a_batch_from_before_divisions_keeps_out_who_issued_it() -> None:
    sheet = {**SHEET, "issuer_tenant": None, "issuer_division": ""}
    assert paper.typing_fault(sheet, [], desk("me", "unit", "")) == ""
    assert paper.typing_fault(sheet, [], desk("clerk", "unit", "")) == "issuer"


def test_one_sheet_is_one_answer_and_only_the_key_tells_which() -> None:
    batch = str(uuid.uuid4())
    made = paper.response_id(b"key", batch, 7)
    assert UUID4.fullmatch(made)
    assert made == paper.response_id(b"key", batch, 7)
    others = {paper.response_id(b"key", batch, 8), paper.response_id(b"other", batch, 7)}
    assert made not in others
