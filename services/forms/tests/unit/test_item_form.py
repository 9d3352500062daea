"""An item as the fields of a form, and back."""

from typing import Any

import pytest
from forms_service.authoring.items.rules import fields_of, item_from
from forms_service.shared.definitions.seed_files import INSTRUMENTS, read_definition

IKM = read_definition("ikm")


def typed(definition: dict[str, Any] = IKM, **fields: str) -> dict[str, Any]:
    base = {"key": "x", "section": "ikm", "type": "one", "text-id": "Teks"}
    return item_from({**base, **fields}, definition)


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_official_item_comes_back_as_it_was(name: str) -> None:
    definition = read_definition(name)
    for item in definition["items"]:
        fields = fields_of(item, definition["languages"])
        assert item_from(fields, definition) == item


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"type": "number", "min": "1", "max": " 9 "}, {"min": 1, "max": 9}),
        ({"type": "number", "min": "one", "max": ""}, {"min": "one"}),
        ({"type": "date", "latest": "today"}, {"latest": "today"}),
        ({"type": "short_text", "min": "1", "option-0-id": "A"}, {}),
        ({"type": "stars"}, {"points": 6}),
    ],
)
def test_only_what_goes_with_the_type_is_kept(fields: dict[str, str], kept: dict[str, Any]) -> None:
    head = {"key", "section", "type", "weight", "required", "source"}
    item = typed(**fields)
    rest = {
        name: item[name] for name in item.keys() - head - {"text", "short", "indicator", "info"}
    }
    assert rest == kept


def test_choices_and_scales_number_themselves_and_skip_empty_rows() -> None:
    rows = {"option-0-id": "Ya", "option-0-code": "ya", "option-2-id": "Tidak"}
    assert typed(**rows)["choices"] == [
        {"code": "ya", "label": {"id": "Ya"}},
        {"code": "", "label": {"id": "Tidak"}},
    ]
    assert [each["value"] for each in typed(type="scale", **rows)["options"]] == [1, 2]


def test_a_note_is_never_required_and_has_no_weight() -> None:
    item = typed(type="note", required="yes", weight="1/9")
    assert (item["required"], item["weight"]) == (False, None)


def test_conditions_keep_codes_as_text_and_numbers_as_numbers() -> None:
    coded = {**IKM, "items": [{"key": "c", "type": "one"}, {"key": "n", "type": "number"}]}
    fields = {
        "rule-0-item": "c",
        "rule-0-is": "equals",
        "rule-0-value": "1",
        "rule-1-item": "n",
        "rule-1-is": "at_least",
        "rule-1-value": "5",
        "rule-2-item": "n",
        "rule-2-is": "answered",
        "rule-2-value": "5",
        "rule-3-item": "",
        "rule-3-is": "equals",
        "rule-4-item": "n",
        "rule-4-is": "eval",
    }
    assert typed(coded, match="any", **fields)["show_if"] == {
        "any": [
            {"item": "c", "is": "equals", "value": "1"},
            {"item": "n", "is": "at_least", "value": 5},
            {"item": "n", "is": "answered"},
        ]
    }


def test_own_questions_are_marked_and_weigh_alike() -> None:
    own = {**IKM, "based_on": "v1"}
    item = typed(own, type="stars", counts="yes", weight="7")
    assert (item["own"], item["weight"]) == (True, "1")
    assert typed(own, type="stars")["weight"] is None
    assert typed(own, replaces="u4")["replaces"] == "u4"
