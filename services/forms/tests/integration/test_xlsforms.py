"""Questionnaires as files, through the API and the page: what comes out goes in again."""

import re
from pathlib import Path
from typing import Any

import pytest
from chassis.pages import read_texts
from forms_service.xlsforms.rules.model import REFUSALS, WHYS
from jsonschema import Draft202012Validator

FILES = Path(__file__).parent.parent / "xlsforms"
FOREIGN = ("xlsform_spec_test.xlsx", "tutorial.xls")
PAGE = "/kelola/kuesioner/impor"


def version(seeded: Any, instrument: str) -> dict[str, Any]:
    with seeded.api("admin") as api:
        held = api.get(f"/instruments/{instrument}/versions").json()["items"]
    return next(each for each in held if not each.get("own_of"))


def test_every_reason_has_its_words() -> None:
    texts = read_texts("forms_service")
    assert {f"xlsforms.why.{why}" for why in WHYS} <= texts.keys()
    assert {f"xlsforms.refused.{code}" for code in REFUSALS} <= texts.keys()


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_of_another_tool_is_looked_at_then_becomes_a_draft(seeded, name) -> None:
    data = (FILES / name).read_bytes()
    with seeded.api("admin") as api:
        looked = api.post("/instruments/xlsform?dry_run=1&code=ASING", content=data)
        assert looked.status_code == 200
        assert looked.json()["unsupported"]
        made = api.post("/instruments/xlsform?code=ASING", content=data)
        assert made.json()["definition"] == looked.json()["definition"]
        draft = api.get(f"/drafts/{made.json()['draft_id']}").json()
    assert draft["instrument"] == "ASING"
    assert len(draft["definition"]["items"]) == len(looked.json()["definition"]["items"])


@pytest.mark.parametrize("instrument", ["SPKP-SPAK", "IKM", "INTEGRITAS"])
def test_what_comes_out_goes_in_again(seeded, instrument) -> None:
    state = version(seeded, instrument)
    with seeded.api("admin") as api:
        way = f"/instruments/versions/{state['form_version_id']}"
        file, plain = api.get(f"{way}/xlsform"), api.get(f"{way}/json")
        again = api.post(f"/instruments/xlsform?dry_run=1&code={instrument}", content=file.content)
    assert {**plain.json(), "$schema": None} == {**state["definition"], "$schema": None}
    items = {each["key"]: each["text"] for each in again.json()["definition"]["items"]}
    assert items == {each["key"]: each["text"] for each in state["definition"]["items"]}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"{", b"[1]", b"\xff" * 50])
def test_what_is_no_questionnaire_is_refused_by_name(seeded, data) -> None:
    with seeded.api("admin") as api:
        refused = api.post("/instruments/xlsform", content=data)
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]] == ["file"]


def test_the_page_names_everything_before_it_makes_the_draft(seeded) -> None:
    with seeded.browse() as admin:
        start = admin.get(PAGE).text
        token = re.search(r'csrf_token" value="([^"]+)', start)
        assert token
        form = {"csrf_token": token[1], "code": "ASING-2"}
        upload = {"file": ("a.xlsx", (FILES / FOREIGN[0]).read_bytes())}
        looked = admin.post(PAGE, data=form, files=upload)
        assert "tidak dibawa" in looked.text
        kept = re.search(r'name="definition" value="([^"]+)"', looked.text)
        assert kept
        definition = kept[1].replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&")
        made = admin.post(PAGE, data={**form, "make": "1", "definition": definition})
        assert made.status_code == 303
        assert admin.get(made.headers["Location"]).status_code == 200
        nothing = admin.post(PAGE, data=form)
        assert nothing.status_code == 422


def test_the_schema_is_published_to_everybody(seeded) -> None:
    with seeded.api("operator.w11-01") as api:
        del api.headers["Authorization"]
        schema = api.get("/instruments/schema").json()
    assert schema["$id"] == "urn:suara:instrument:1"
    Draft202012Validator.check_schema(schema)


def test_a_json_file_names_its_schema_and_comes_back(seeded) -> None:
    key = version(seeded, "IKM")["form_version_id"]
    with seeded.api("admin") as api:
        file = api.get(f"/instruments/versions/{key}/json").json()
        assert file["$schema"].endswith("/api/v1/instruments/schema")
        again = api.post("/instruments/xlsform?dry_run=1", json=file)
    assert again.status_code == 200
    assert "$schema" not in again.json()["definition"]


def test_a_large_file_passes_the_check_of_the_form_token(seeded) -> None:
    with seeded.browse() as admin:
        cookie = admin.headers.pop("Authorization").removeprefix("Bearer ")
        admin.cookies.set("access", cookie)
        token = re.search(r'csrf_token" value="([^"]+)', admin.get(PAGE).text)
        assert token
        large = {"file": ("a.xlsx", bytes(300_000))}
        looked = admin.post(PAGE, data={"csrf_token": token[1]}, files=large)
        assert looked.status_code == 422
        assert "bukan berkas Excel" in looked.text
        foreign = {"file": ("a.xlsx", (FILES / FOREIGN[0]).read_bytes())}
        assert admin.post(PAGE, data={"csrf_token": "wrong"}, files=foreign).status_code == 403


def test_json_is_checked_against_the_schema(seeded) -> None:
    definition = version(seeded, "IKM")["definition"]
    del definition["items"][0]["text"]
    with seeded.api("admin") as api:
        refused = api.post("/instruments/xlsform?dry_run=1", json=definition)
    assert refused.status_code == 422
    assert "items[0]: 'text' is a required property" in refused.json()["errors"][0]["message"]


def test_a_unit_is_told_what_to_do_instead_of_an_import(seeded) -> None:
    file = {"file": ("a.xlsx", (FILES / FOREIGN[0]).read_bytes())}
    with seeded.browse("operator.w11-01") as operator:
        for answer in (operator.get(PAGE), operator.post(PAGE, files=file)):
            assert answer.status_code == 403
            assert "Hanya kementerian yang mengimpor kuesioner" in answer.text
            assert "Tambah pertanyaan sendiri" in answer.text
        assert PAGE not in (listed := operator.get("/kelola/kuesioner").text)
        assert "orang kedua meninjau sebelum terbit" in listed
