"""What may be corrected: what is there, within the limits of the form."""

from datetime import date

import pytest
from responses_service.receipts.rules import NOTHING, amendment_faults, corrected

DAY = date(2026, 11, 28)
ITEMS = {
    "why": {"key": "why", "type": "short_text"},
    "more": {"key": "more", "type": "long_text"},
    "when": {"key": "when", "type": "date", "latest": "today"},
}
BEFORE = {
    "text": "Kursi",
    "items": {"why": "Lama", "when": "2026-11-01"},
    "contact": {"name": "Siti", "phone": "08"},
}
NONE = {"text": "", "items": {}, "contact": {}}


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({"stars": {}}, "stars", "is not a field of a correction"),
        ({"text": 5}, "text", "must be text"),
        ({"items": "x"}, "items", "must be an object"),
        ({"contact": []}, "contact", "must be an object"),
        ({"items": {"when": "2026-11-29"}}, "items.when", "must not be in the future"),
        ({"text": "x" * 2001}, "text", "must be at most 2000 characters"),
        ({"items": {"why": "x" * 121}}, "items.why", "must be text of at most 120 characters"),
        ({"items": {"why": None}}, "items.why", "must be text of at most 120 characters"),
        ({"items": {"more": "new"}}, "items.more", NOTHING),
        ({"items": {"u1": "5"}}, "items.u1", NOTHING),
        ({"contact": {"email": "x"}}, "contact.email", "is no field of a contact"),
        ({"contact": {"phone": 8}}, "contact.phone", "must be text of at most 200 characters"),
    ],
)
def test_faults_name_the_field(body: dict[str, object], field: str, words: str) -> None:
    assert amendment_faults(ITEMS, BEFORE, body, DAY) == [(field, words)]


def test_the_longest_text_fits() -> None:
    body = {"text": "x" * 2000, "items": {"why": "x" * 120, "when": "2026-11-28"}}
    assert amendment_faults(ITEMS, BEFORE, body, DAY) == []


@pytest.mark.parametrize("name", ["text", "items", "contact"])
def test_nothing_is_added_that_was_not_there(name: str) -> None:
    assert amendment_faults({}, NONE, {name: BEFORE[name]}, DAY) == [(name, NOTHING)]


def test_what_is_left_out_stays_and_what_is_empty_goes() -> None:
    body = {"items": {"why": ""}, "contact": {"name": "Sitti"}}
    assert amendment_faults(ITEMS, BEFORE, body, DAY) == []
    assert corrected(BEFORE, body) == {
        "text": "Kursi",
        "items": {"when": "2026-11-01"},
        "contact": {"name": "Sitti", "phone": "08"},
    }
    assert corrected(BEFORE, {"text": "", "contact": {"name": "", "phone": ""}}) == {
        "text": "",
        "items": BEFORE["items"],
        "contact": {},
    }
