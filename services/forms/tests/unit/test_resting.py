"""The official words under a unit's own questions."""

from typing import Any

import pytest
from forms_service.authoring.rules import drafting
from forms_service.authoring.rules.resting import resting_faults
from forms_service.shared.definitions.seed_files import read_definition

IKM, SPKP = read_definition("ikm"), read_definition("spkp-spak")
OWN = {**IKM["items"][0], "key": "own1", "section": "tambahan", "own": True, "weight": None}


def resting(base: dict[str, Any] = IKM, **changes: Any) -> dict[str, Any]:
    return {**drafting.with_item(drafting.own_questions(base, "v1"), OWN), **changes}


def paths(definition: dict[str, Any], base: dict[str, Any] = IKM) -> list[str]:
    return [fault.path for fault in resting_faults(base, definition)]


def test_own_questions_may_come_after_the_official_ones() -> None:
    assert paths(resting()) == []


@pytest.mark.parametrize("name", ["minutes", "title", "page", "languages", "official"])
def test_the_rest_of_the_form_stays(name: str) -> None:
    assert paths(resting(**{name: "changed"})) == [name]


def test_an_official_item_is_not_reworded_moved_or_left_out() -> None:
    whole = resting()
    reworded = drafting.with_text(whole, "items[3].text", "en", "Other words")
    assert paths(reworded) == ["items[3]"]
    assert paths(drafting.without_item(whole, "u1")) == ["items"]
    assert len(paths(drafting.moved(whole, "u1", 1))) == 1


def test_what_is_added_is_marked_as_own() -> None:
    whole = resting()
    unmarked = {name: value for name, value in OWN.items() if name != "own"}
    assert paths(drafting.with_item(whole, unmarked, "own1")) == ["items[9]"]


def test_sections_and_indices_are_only_added_to() -> None:
    whole = resting()
    assert paths({**whole, "sections": whole["sections"][::-1]}) == ["sections"]
    assert paths({**whole, "indices": []}) == ["indices"]


@pytest.mark.parametrize(("key", "faulty"), [("u4", False), ("u6", False), ("u5", True)])
def test_only_u4_u6_and_u7_of_ikm_are_replaced(key: str, faulty: bool) -> None:
    alike = {name: IKM["items"][0][name] for name in ("section", "weight")}
    other = {**OWN, **alike, "replaces": key}
    replaced = drafting.without_item(drafting.with_item(resting(), other, "own1"), key)
    assert bool(paths(replaced)) is faulty
    both = drafting.with_item(resting(), other, "own1")
    assert paths(both) == ["items[9]"]


def test_nothing_is_replaced_in_another_instrument() -> None:
    key = SPKP["items"][0]["key"]
    whole = drafting.with_item(resting(SPKP), {**OWN, "replaces": key}, "own1")
    assert paths(drafting.without_item(whole, key), SPKP) == [
        "items",
        f"items[{len(SPKP['items']) - 1}]",
    ]
