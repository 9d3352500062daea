"""The typed questionnaire is the one of the JSON schema that forms publishes by."""

import json
from importlib.resources import files
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from contracts import form_shapes as shapes
from contracts.catalogue import topics

SCHEMA = json.loads((files("forms_service") / "data/instrument.schema.json").read_text("utf-8"))
DEFS, TOP = SCHEMA["$defs"], SCHEMA["properties"]
ITEM, PAGE = DEFS["item"]["properties"], DEFS["page"]["properties"]
PAIRS = [
    (shapes.FormVersion, topics()["forms.form-versions.v1"].payload),
    (shapes.FormDefinition, SCHEMA),
    (shapes.Wording, TOP["wording"]),
    (shapes.Index, TOP["indices"]["items"]),
    (shapes.Section, TOP["sections"]["items"]),
    (shapes.Stars, DEFS["stars"]),
    (shapes.Item, DEFS["item"]),
    (shapes.Option, ITEM["options"]["items"]),
    (shapes.Choice, ITEM["choices"]["items"]),
    (shapes.Condition, DEFS["condition"]),
    (shapes.Rule, DEFS["rules"]["items"]),
    (shapes.ProfileQuestion, DEFS["profile_question"]),
    (shapes.Choice, DEFS["profile_question"]["properties"]["options"]["items"]),
    (shapes.Page, DEFS["page"]),
    (shapes.Suggestion, PAGE["suggestion"]["anyOf"][0]),
    (shapes.Contact, PAGE["contact"]["anyOf"][0]),
]


@pytest.mark.parametrize(("shape", "schema"), PAIRS, ids=lambda each: getattr(each, "__name__", ""))
def test_a_shape_is_that_of_the_schema(shape: Any, schema: dict[str, Any]) -> None:
    assert {*shape.__annotations__} == {*schema["properties"]}
    assert shape.__required_keys__ == {*schema.get("required", ())}


@pytest.mark.parametrize(("shape", "schema"), PAIRS, ids=lambda each: getattr(each, "__name__", ""))
def test_values_are_those_of_the_schema(shape: Any, schema: dict[str, Any]) -> None:
    hints = get_type_hints(shape)
    for name, part in schema["properties"].items():
        assert _may_be_null(hints[name]) == _takes_null(part), name
        if get_origin(hints[name]) is Literal:
            assert {*get_args(hints[name])} == {*part.get("enum", [part.get("const")])}, name
        else:
            assert "enum" not in part, name


def test_every_part_of_the_schema_has_a_shape() -> None:
    """Whatever object with named parts is added to the schema is asked for here."""
    known = [schema for _, schema in PAIRS]
    texts = [DEFS["text"]]
    assert [each for each in _objects(SCHEMA) if each not in known + texts] == []


def _objects(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [found for each in part for found in _objects(each)]
    if not isinstance(part, dict):
        return []
    own = [part] if part.get("type") == "object" and "properties" in part else []
    return own + [found for each in part.values() for found in _objects(each)]


def _may_be_null(hint: Any) -> bool:
    return get_origin(hint) in (Union, UnionType) and type(None) in get_args(hint)


def _takes_null(part: dict[str, Any]) -> bool:
    return {"type": "null"} in part.get("anyOf", ()) or "null" in part.get("type", ())
