"""Every type of question: what it must say, when it is asked, what a unit may add."""

import copy
from functools import cache
from typing import Any

import pytest
from forms_service.authoring.rules.resting import resting_faults
from forms_service.shared.definitions.definition import check_definition, check_successor
from forms_service.shared.definitions.seed_files import load_instrument, schema_faults

BASE = "0e4a5b52-3c7b-4b62-9f0e-4a51c6a0f6d1"
seeded = cache(load_instrument)


def words(text: str) -> dict[str, str]:
    return dict.fromkeys(("id", "en", "ja", "ko"), text)


def item(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "section": "ikm",
        "type": kind,
        "weight": None,
        "required": False,
        "source": "unit",
        "indicator": words(key),
        "short": words(key),
        "text": words(key),
        "info": None,
        "own": True,
        **more,
    }


CHOICES = [{"code": code, "label": words(code)} for code in ("a", "b", "none")]
EVERY = [
    item("visits", "number", min=0, max=20),
    item("how", "one", choices=CHOICES),
    item("which", "many", choices=CHOICES, exclusive="none"),
    item("when", "date", latest="today"),
    item("name_of_service", "short_text"),
    item("why", "long_text", show_if={"all": [{"item": "how", "is": "equals", "value": "b"}]}),
    item("thanks", "note", show_if={"any": [{"item": "visits", "is": "at_least", "value": 2}]}),
    item("queue", "scale", options=[{"value": n, "label": words(str(n))} for n in (1, 2, 3, 4)]),
]


def own(*items: dict[str, Any]) -> dict[str, Any]:
    definition = copy.deepcopy(seeded("ikm").definition)
    definition["items"] += [copy.deepcopy(each) for each in items]
    return {**definition, "based_on": BASE}


def faults(*items: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each.path, each.problem) for each in check_definition(own(*items))]


def test_every_type_fits_the_schema_and_the_check() -> None:
    definition = own(*EVERY)
    assert schema_faults(definition) == []
    assert check_definition(definition) == []
    assert resting_faults(seeded("ikm").definition, definition) == []


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (item("x", "essay"), "items[9].type"),
        (item("x", "number", min=3, max=1), "items[9].max"),
        (item("x", "one", choices=CHOICES[:1]), "items[9].choices"),
        (item("x", "one", choices=[*CHOICES, CHOICES[0]]), "items[9].choices[3].code"),
        (item("x", "many", choices=CHOICES, exclusive="z"), "items[9].exclusive"),
        (item("x", "one", choices=CHOICES, exclusive="a"), "items[9].exclusive"),
        (item("x", "note", required=True), "items[9].required"),
        (item("x", "date", latest="tomorrow"), "items[9].latest"),
        (item("x", "short_text", weight="1"), "items[9].weight"),
        (item("x", "short_text", points=6), "items[9].points"),
        (item("x", "scale", weight="1/2", options=EVERY[-1]["options"]), "items[9].weight"),
    ],
)
def test_what_does_not_go_with_a_type_is_named(wrong: dict[str, Any], path: str) -> None:
    assert [where for where, _ in faults(wrong)] == [path]


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ({"item": "later", "is": "answered"}, "item"),
        ({"item": "thanks", "is": "answered"}, "item"),
        ({"item": "how", "is": "like", "value": "a"}, "is"),
        ({"item": "how", "is": "equals", "value": "z"}, "value"),
        ({"item": "how", "is": "at_least", "value": "a"}, "is"),
        ({"item": "which", "is": "equals", "value": "a"}, "is"),
        ({"item": "visits", "is": "includes", "value": 1}, "is"),
        ({"item": "visits", "is": "equals", "value": "many"}, "value"),
        ({"item": "u1", "is": "equals", "value": 5}, "value"),
        ({"item": "why", "is": "equals", "value": "x"}, "is"),
        ({"item": "how", "is": "answered", "value": "a"}, "value"),
    ],
)
def test_a_condition_names_its_fault(rule: dict[str, Any], path: str) -> None:
    found = faults(*EVERY, item("last", "short_text", show_if={"all": [rule]}))
    assert [where for where, _ in found] == [f"items[17].show_if.all[0].{path}"]


@pytest.mark.parametrize("condition", [{}, {"all": []}, {"none": []}, {"all": [1]}, "x > 1"])
def test_what_is_no_condition_is_refused(condition: Any) -> None:
    definition = own(item("last", "short_text", show_if=condition))
    assert schema_faults(definition) or check_definition(definition)


def test_an_official_item_is_asked_of_everybody() -> None:
    definition = own()
    definition["items"][3]["show_if"] = {"all": [{"item": "u1", "is": "answered"}]}
    found = [fault.path for fault in check_definition(definition)]
    assert found == ["items[3].show_if"]


def test_an_item_keeps_its_meaning_under_its_key() -> None:
    old = own(*EVERY)
    new = {**own(*EVERY), "version": 2}
    assert check_successor(old, new) == []
    new["items"][10]["choices"][0]["code"] = "other"
    new["items"][0]["text"]["id"] = "Sesuatu yang lain sama sekali"
    new["items"][1]["text"]["id"] += " ,"
    found = [fault.path for fault in check_successor(old, new)]
    assert found == ["items[0].text.id", "items[10].choices"]


def replacement(**more: Any) -> dict[str, Any]:
    official = copy.deepcopy(seeded("ikm").definition["items"][3])
    return {**official, "key": "u4_lain", "own": True, "replaces": "u4", **more}


def with_replacement(**more: Any) -> dict[str, Any]:
    definition = own()
    definition["items"][3] = replacement(**more)
    return definition


def test_u4_may_be_replaced_by_an_item_that_is_asked_alike() -> None:
    definition = with_replacement()
    assert check_definition(definition) == []
    assert resting_faults(seeded("ikm").definition, definition) == []


@pytest.mark.parametrize(
    "change",
    [
        {"replaces": "u1"},
        {"type": "one", "options": [], "choices": CHOICES},
        {"weight": None},
        {"required": True},
    ],
)
def test_no_other_unsur_and_no_other_question_replaces(change: dict[str, Any]) -> None:
    found = resting_faults(seeded("ikm").definition, with_replacement(**change))
    assert "items[3]" in [fault.path for fault in found]


def test_what_is_official_stays_word_for_word() -> None:
    base = seeded("ikm").definition
    changed = own()
    changed["items"][0]["text"]["en"] = "Something else"
    changed["title"] = words("Judul lain")
    del changed["items"][8]
    found = {fault.path.split(".")[0] for fault in resting_faults(base, changed)}
    assert found == {"title", "items", "items[0]"}
    unmarked = resting_faults(base, own({**EVERY[0], "own": False}))
    assert [fault.path for fault in unmarked] == ["items[9]"]
