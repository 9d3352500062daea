"""What an author does to a definition, and what an editor can show."""

from typing import Any

import pytest
from forms_service.authoring.rules import drafting
from forms_service.authoring.rules.shape import misfits
from forms_service.shared.definitions.definition import check_definition
from forms_service.shared.definitions.seed_files import INSTRUMENTS, read_definition

IKM = read_definition("ikm")


def keys(definition: dict[str, Any]) -> list[str]:
    return [item["key"] for item in definition["items"]]


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_official_instruments_can_be_shown(name: str) -> None:
    assert misfits(read_definition(name)) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"items": 3}, "items must be a list"),
        ({"items": [3]}, "items[0] must be a mapping"),
        ({"title": "T"}, "title must be a text per language"),
        ({"sections": [{"key": 1, "title": {}}]}, "sections[0].key must be a text"),
        ({"languages": ["xx"]}, "languages must be among id, en, ja, ko, one or more"),
        ({"languages": []}, "languages must be among id, en, ja, ko, one or more"),
        (
            {"items": [{**IKM["items"][0], "show_if": {"all": [3]}}]},
            "items[0].show_if.all[0] must be a mapping",
        ),
        (
            {"items": [{**IKM["items"][0], "options": [{"value": 1}]}]},
            "items[0].options[0].label must be a text per language",
        ),
    ],
)
def test_what_no_editor_can_show(change: dict[str, Any], path: str) -> None:
    assert misfits({**IKM, **change}) == [path]


def test_a_blank_instrument_lacks_only_what_its_author_adds() -> None:
    blank = drafting.blank(IKM, "WISATA")
    assert misfits(blank) == []
    found = {fault.path.split("[")[0].split(".")[0] for fault in check_definition(blank)}
    assert found <= {"items", "title", "lead", "sections"}
    assert "items" in found


def test_items_are_put_moved_and_taken_out() -> None:
    item = {**IKM["items"][0], "key": "new"}
    longer = drafting.with_item(IKM, item)
    assert keys(longer) == [*keys(IKM), "new"]
    assert keys(drafting.moved(longer, "new", -1))[-2:] == ["new", keys(IKM)[-1]]
    assert drafting.moved(longer, "new", 1) == longer
    assert drafting.moved(longer, "none", 1) == longer
    assert drafting.without_item(longer, "new") == IKM
    assert keys(drafting.with_item(IKM, item, keys(IKM)[0])) == ["new", *keys(IKM)[1:]]


def test_a_new_item_stands_with_its_section() -> None:
    spkp = read_definition("spkp-spak")
    first = spkp["items"][0]["section"]
    item = {**spkp["items"][0], "key": "new", "section": first}
    order = [each["section"] for each in drafting.with_item(spkp, item)["items"]]
    assert order == sorted(order, key=order.index)


def test_own_questions_keep_the_official_text_and_carry_over() -> None:
    first = drafting.own_questions(IKM, "v1")
    assert first["items"] == IKM["items"]
    assert first["based_on"] == "v1"
    own = {**IKM["items"][0], "key": "own1", "section": "tambahan", "own": True}
    later = drafting.own_questions({**IKM, "minutes": 2}, "v2", drafting.with_item(first, own))
    assert keys(later) == [*keys(IKM), "own1"]
    assert (later["based_on"], later["minutes"]) == ("v2", 2)
    assert [section["key"] for section in later["sections"]][-1] == "tambahan"
    assert drafting.may_edit(later, own)
    assert not drafting.may_edit(later, IKM["items"][0])
    assert drafting.may_edit(IKM, IKM["items"][0])


OWN = {**IKM["items"][0], "key": "own1", "section": "tambahan", "own": True, "weight": "1"}


def replacing(target: str) -> tuple[drafting.Definition, drafting.Definition]:
    """Own questions with and without a replacement of `target`."""
    first = drafting.with_item(drafting.own_questions(IKM, "v1"), OWN)
    return first, drafting.with_own(first, {**OWN, "replaces": target}, "own1", IKM)


def test_a_replacement_takes_place_and_weight_and_gives_them_back() -> None:
    first, replaced = replacing("u4")
    assert keys(replaced) == [key if key != "u4" else "own1" for key in keys(IKM)]
    assert replaced["items"][3]["weight"] == IKM["items"][3]["weight"]
    assert replaced["items"][3]["section"] == IKM["items"][3]["section"]
    assert drafting.without_own(replaced, "own1", IKM)["items"] == IKM["items"]
    assert drafting.without_own(first, "own1", IKM)["items"] == IKM["items"]
    assert drafting.without_own(first, "none", IKM) == first


def test_a_replacement_is_saved_again_as_the_form_gives_it() -> None:
    _, replaced = replacing("u4")
    again = {**OWN, "replaces": "u4", "weight": "1", "text": {"id": "Lain"}}
    saved = drafting.with_own(replaced, again, "own1", IKM)
    assert keys(saved) == keys(replaced)
    assert saved["items"][3]["weight"] == IKM["items"][3]["weight"]
    renamed = drafting.with_own(replaced, {**again, "key": "own2"}, "own1", IKM)
    assert keys(renamed)[3] == "own2"


def test_no_official_item_is_lost_when_the_replacement_changes() -> None:
    _, replaced = replacing("u4")
    other = drafting.with_own(replaced, {**OWN, "replaces": "u6"}, "own1", IKM)
    assert keys(other) == [key if key != "u6" else "own1" for key in keys(IKM)]
    none = drafting.with_own(replaced, OWN, "own1", IKM)
    assert keys(none) == [*keys(IKM), "own1"]
    unknown = drafting.with_own(replaced, {**OWN, "replaces": "u99"}, "own1", IKM)
    assert set(keys(IKM)) < set(keys(unknown))


def test_replacing_an_official_item_is_national() -> None:
    assert not drafting.is_national(IKM)
    assert drafting.is_national({"items": [{"key": "x", "replaces": "u4"}]})


def test_a_language_that_is_left_out_takes_its_words_along() -> None:
    fewer = {**drafting.in_languages(IKM, ["id", "en"]), "unofficial_languages": ["en"]}
    assert check_definition(fewer) == []
    assert set(fewer["title"]) == {"id", "en"}


def test_one_text_changes_in_one_language() -> None:
    changed = drafting.with_text(IKM, "items[2].options[1].label", "en", "Rather slow")
    assert changed["items"][2]["options"][1]["label"]["en"] == "Rather slow"
    assert "en" not in drafting.with_text(IKM, "title", "en", "")["title"]
    assert IKM["title"]["en"]
    for path in ("items[99].text", "nothing", "minutes", "items"):
        with pytest.raises(KeyError):
            drafting.with_text(IKM, path, "en", "x")
