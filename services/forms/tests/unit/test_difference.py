"""What two definitions differ in."""

from typing import Any

from forms_service.authoring.rules.difference import Change, difference
from forms_service.shared.definitions.seed_files import read_definition
from hypothesis import given
from hypothesis import strategies as st


def item(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": "stars", "text": {"id": f"Butir {key}", "en": key}, **more}


def form(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"title": {"id": "Judul", "en": "Title"}, "items": list(items), **more}


def test_equal_definitions_do_not_differ() -> None:
    seeded = read_definition("spkp-spak")
    assert difference(seeded, seeded) == []


def test_a_text_in_one_language() -> None:
    after = item("a", text={"id": "Butir a", "en": "Item a"})
    assert difference(form(item("a")), form(after)) == [
        Change("changed", "a", "text.en", "a", "Item a")
    ]


def test_added_and_removed_items_are_not_moves() -> None:
    found = difference(form(item("a"), item("b")), form(item("c"), item("b")))
    assert [(change.kind, change.item) for change in found] == [("added", "c"), ("removed", "a")]


def test_only_what_left_its_place_has_moved() -> None:
    found = difference(form(*map(item, "abcd")), form(*map(item, "bcda")))
    assert found == [Change("moved", "a", "", 1, 4)]


def test_a_condition_is_read_whole_and_the_head_is_compared() -> None:
    rule = {"all": [{"item": "a", "is": "answered"}]}
    other = {"any": [{"item": "a", "is": "answered"}]}
    before = form(item("b", show_if=rule), minutes=2)
    found = difference(before, form(item("b", show_if=other), minutes=3))
    assert found == [
        Change("changed", "", "minutes", 2, 3),
        Change("changed", "b", "show_if", rule, other),
    ]


@given(st.permutations("abcdef"), st.sets(st.sampled_from("abcdef"), min_size=1))
def test_moves_leave_the_rest_in_order(order: list[str], kept: set[str]) -> None:
    before = [key for key in "abcdef" if key in kept]
    after = [key for key in order if key in kept]
    changes = difference(form(*map(item, before)), form(*map(item, after)))
    moved = {change.item for change in changes}
    assert all(change.kind == "moved" for change in changes)
    assert [key for key in before if key not in moved] == [key for key in after if key not in moved]


def test_sections_and_answers_are_compared_by_their_names() -> None:
    sections = [{"key": "a", "title": {"id": "A"}}, {"key": "b", "title": {"id": "B"}}]
    more = [{"key": "n", "title": {"id": "N"}}, sections[0], {"key": "b", "title": {"id": "Be"}}]
    assert difference(form(sections=sections), form(sections=more)) == [
        Change("changed", "", "sections[0]", None, more[0]),
        Change("changed", "", "sections[2].title.id", "B", "Be"),
    ]
    choices = [{"code": code, "label": {"id": code}} for code in "xy"]
    found = difference(form(item("q", choices=choices)), form(item("q", choices=choices[::-1])))
    assert found == [Change("changed", "q", "choices", ["x", "y"], ["y", "x"])]
    gone = difference(form(item("q", choices=choices)), form(item("q", choices=choices[:1])))
    assert gone == [Change("changed", "q", "choices[1]", choices[1], None)]
