"""Differences as a reviewer reads them."""

import pytest
from chassis.pages import read_texts
from flask import Flask
from forms_service.authoring.handlers.differing import Card, cards, marked

BEFORE = {
    "title": {"id": "Survei"},
    "version": 1,
    "items": [
        {"key": "a", "type": "stars", "text": {"id": "Biaya layanan wajar"}, "required": True},
        {"key": "b", "type": "stars", "text": {"id": "Cepat"}, "required": False},
    ],
}


@pytest.fixture
def found() -> list[Card]:
    changed = {**BEFORE["items"][0], "text": {"id": "Biaya layanan jelas"}, "required": False}
    new = {"key": "c", "type": "one", "text": {"id": "Antrean?"}, "own": True}
    new["choices"] = [{"code": "daring", "label": {"id": "Daring"}}]
    after = {**BEFORE, "version": 2, "based_on": "x", "items": [changed, new]}
    app = Flask("test")
    app.config["TEXTS"] = {**read_texts("chassis"), **read_texts("forms_service")}
    with app.test_request_context("/?lang=id"):
        return cards(BEFORE, after)


def test_one_card_for_each_item_and_nothing_internal(found: list[Card]) -> None:
    assert [(card.kind, card.key, card.title) for card in found] == [
        ("changed", "a", "Biaya layanan jelas"),
        ("added", "c", "Antrean?"),
        ("removed", "b", "Cepat"),
    ]
    said = str(found)
    assert "based_on" not in said
    assert "own" not in said
    assert "daring: Daring" in said


def test_changed_words_are_marked() -> None:
    before, after = marked("Biaya layanan wajar", "Biaya layanan jelas")
    assert before == [("Biaya layanan ", False), ("wajar", True)]
    assert after == [("Biaya layanan ", False), ("jelas", True)]
    assert marked("Cepat", "Sama sekali lain artinya") == (
        [("Cepat", False)],
        [("Sama sekali lain artinya", False)],
    )
    assert marked("", "Baru") == ([], [("Baru", False)])
