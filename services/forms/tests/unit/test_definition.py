"""The checker names the path of every kind of fault."""

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from forms_service.shared.definitions import seed_files
from forms_service.shared.definitions.answers import ITEM_TYPES
from forms_service.shared.definitions.definition import (
    Fault,
    check_definition,
    check_successor,
    corrections,
)
from forms_service.shared.definitions.unchecked import Definition

load_instrument = cache(seed_files.load_instrument)


def changed(name: str, change: Callable[[Definition], object]) -> Definition:
    definition = copy.deepcopy(load_instrument(name).definition)
    change(definition)
    return definition


def paths(faults: list[Fault]) -> list[str]:
    return [fault.path for fault in faults]


def put(path: str, value: object) -> Callable[[Definition], None]:
    """Set what stands at `items.3.text.ko`."""

    def change(definition: Definition) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        place: Any = definition
        for step in way:
            place = place[step]
        place[last] = value

    return change


def drop(path: str) -> Callable[[Definition], None]:
    def change(definition: Definition) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        place: Any = definition
        for step in way:
            place = place[step]
        del place[last]

    return change


def repeat(name: str) -> Callable[[Definition], None]:
    return lambda definition: definition[name].append(definition[name][0])


FAULTY: list[tuple[str, Callable[[Definition], object], list[str]]] = [
    ("ikm", put("items.4.key", "u1"), ["items[4].key"]),
    ("ikm", repeat("sections"), ["sections[1].key"]),
    ("spkp-spak", repeat("indices"), ["indices[2].code"]),
    ("ikm", put("profile.1.key", "usia"), ["profile[1].key"]),
    ("ikm", put("profile.1.options.1.code", "laki_laki"), ["profile[1].options[1].code"]),
    ("ikm", put("profile.4.exclusive", "none"), ["profile[4].exclusive"]),
    ("ikm", put("profile.0.type", "text"), ["profile[0].type"]),
    ("spkp-spak", put("items.2.type", "smileys"), ["items[2].type"]),
    ("spkp-spak", put("items.2.points", 5), ["items[2].points"]),
    (
        "spkp-spak",
        put("items.2.options", [{"value": 1, "label": {"id": "a"}}]),
        ["items[2].options", *(f"items[2].options[0].label.{x}" for x in ("en", "ja", "ko"))],
    ),
    ("spkp-spak", drop("stars.words.5"), ["stars.words"]),
    ("integritas", put("stars", None), ["stars"] * 12),
    ("ikm", put("items.0.options.1.value", 3), ["items[0].options"]),
    ("ikm", drop("items.0.options.0"), ["items[0].options"]),
    ("ikm", put("items.0.points", 4), ["items[0].points"]),
    ("ikm", put("items.0.weight", "0.11"), ["indices[0]"]),
    ("ikm", drop("items.8"), ["indices[0]"]),
    ("ikm", put("items.0.weight", "-1/9"), ["items[0].weight", "indices[0]"]),
    ("ikm", put("items.0.weight", "1/0"), ["items[0].weight"]),
    ("ikm", put("items.0.weight", 1), ["items[0].weight"]),
    ("ikm", put("items.0.section", "u"), ["items[0].section", "indices[0]"]),
    ("ikm", put("sections.0.index", "IPK"), ["sections[0].index", "indices[0]"]),
    ("spkp-spak", drop("items.3.text.ko"), ["items[3].text.ko"]),
    ("spkp-spak", put("items.12.short.ja", ""), ["items[12].short.ja"]),
    ("spkp-spak", drop("stars.words.2.en"), ["stars.words[2].en"]),
    ("integritas", put("lead.ja", "x"), ["lead.ja"]),
    ("integritas", put("lead.fr", "x"), ["lead.fr"]),
    ("integritas", put("lead", {}), ["lead"]),
    ("integritas", put("lead.en", 5), ["lead.en"]),
    ("integritas", put("unofficial_languages", ["ko"]), ["unofficial_languages[0]"]),
    ("ikm", put("wording.progress.en", "Question {n}"), ["wording.progress.en"]),
    ("spkp-spak", put("stars.repeat_back.ja", "{n} {word}"), ["stars.repeat_back.ja"]),
    ("integritas", put("lead.id", "Di {unit}"), ["lead.en"]),
    ("integritas", put("lead.en", "At {Unit}, {servce}"), ["lead.en", "lead.en"]),
    ("integritas", put("notice", None), ["notice"]),
    ("ikm", put("notice", dict.fromkeys(("id", "en", "ja", "ko"), "x")), ["notice"]),
    ("ikm", put("audience", "all"), ["audience"]),
    ("ikm", put("version", 0), ["version"]),
    ("ikm", put("version", True), ["version"]),
    ("ikm", put("items", {}), ["items"]),
    ("ikm", put("items", []), ["items", "indices[0]"]),
    ("ikm", drop("items.2.source"), ["items[2].source"]),
    ("ikm", put("items.2.colour", "red"), ["items[2].colour"]),
    ("ikm", put("items.2", "u3"), ["items[2]"]),
]


@pytest.mark.parametrize(("name", "change", "expected"), FAULTY)
def test_fault_names_its_path(
    name: str, change: Callable[[Definition], object], expected: list[str]
) -> None:
    found = paths(check_definition(changed(name, change)))
    assert found == expected


def test_indonesian_is_never_left_out_and_other_languages_are_known() -> None:
    found = paths(check_definition(changed("integritas", put("languages", ["en", "fr"]))))
    assert found[:2] == ["languages", "languages[1]"]


def test_all_faults_are_found_at_once() -> None:
    faulty = changed("ikm", put("items.0.weight", "1/8"))
    put("items.1.type", "free")(faulty)
    assert check_definition(faulty) == [
        Fault("items[1].type", f"must be one of {', '.join(ITEM_TYPES)}"),
        Fault("indices[0]", "weights of IKM sum to 73/72, not 1"),
    ]


def test_an_item_may_stand_outside_the_index() -> None:
    def add(definition: Definition) -> None:
        definition["sections"].append(definition["sections"][0] | {"key": "own", "index": None})
        definition["items"].append(
            definition["items"][0] | {"key": "own_1", "section": "own", "weight": None}
        )

    assert check_definition(changed("ikm", add)) == []
    weighted = changed("ikm", add)
    weighted["items"][9]["weight"] = "1/9"
    assert paths(check_definition(weighted)) == ["items[9].weight"]


def successor(*changes: Callable[[Definition], object]) -> Definition:
    definition = changed("ikm", put("version", 2))
    for change in changes:
        change(definition)
    return definition


def test_a_successor_may_change_words_add_and_drop_items() -> None:
    old = load_instrument("ikm").definition
    assert check_successor(old, successor(put("items.0.text.en", "Other words"))) == []
    assert check_successor(old, successor(drop("items.3"), put("items.0.key", "u10"))) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda new: new["items"][3].update(type="stars", points=4, options=[]), ["items[3].type"]),
        (drop("items.3.options.3"), ["items[3].options"]),
        (put("code", "IKM2"), ["code"]),
        (put("version", 1), ["version"]),
        (put("version", 3), ["version"]),
    ],
)
def test_a_successor_keeps_what_an_item_means(
    change: Callable[[Definition], object], expected: list[str]
) -> None:
    old = load_instrument("ikm").definition
    assert paths(check_successor(old, successor(change))) == expected


def test_a_successor_keeps_the_number_of_stars() -> None:
    old = load_instrument("spkp-spak").definition
    new = changed("spkp-spak", put("version", old["version"] + 1))
    new["items"][0]["points"] = 4
    assert paths(check_successor(old, new)) == ["items[0].points"]


def test_an_own_question_may_be_in_indonesian_alone() -> None:
    def add(definition: Definition) -> None:
        definition["based_on"] = "v1"
        definition["sections"].append(definition["sections"][0] | {"key": "own", "index": None})
        words = {name: {"id": "Antrean?"} for name in ("text", "short", "indicator")}
        definition["items"].append(
            definition["items"][0]
            | {"key": "own_1", "section": "own", "weight": None, "own": True, **words}
        )

    assert check_definition(changed("ikm", add)) == []
    without = changed("ikm", add)
    put("items.9.text.id", "")(without)
    assert paths(check_definition(without)) == ["items[9].text.id"]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Tidak ada pungutn liar", True),
        ("Tidak ada pungutan-liar!", True),
        ("Ada pungutan liar", False),
        ("Tidak ada perantara liar", False),
        ("Tidak ada pungutan liar lagi", False),
    ],
)
def test_a_slip_of_the_pen_keeps_the_key_and_another_question_does_not(
    words: str, kept: bool
) -> None:
    before = changed("spkp-spak", put("items.0.text.id", "Tidak ada pungutan liar"))
    after = changed("spkp-spak", put("items.0.text.id", words))
    put("version", before["version"] + 1)(after)
    assert (check_successor(before, after) == []) is kept
    if words == "Tidak ada pungutn liar":
        assert corrections(before, after) == [before["items"][0]["key"]]
