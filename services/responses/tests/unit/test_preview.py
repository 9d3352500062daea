"""The preview of a draft: what is no definition yet gets a way out, never a fault of ours."""

import json
from typing import Any

import pytest
from chassis import pages
from chassis.problems import Invalid
from flask import Flask
from flask.testing import FlaskClient
from responses_service.answering.pages import preview

HALF: dict[str, Any] = {"languages": ["id"], "items": [], "sections": [], "title": {}}
ITEM = {"key": "a", "type": "stars", "required": True, "section": "x", "text": {}}
NO_DEFINITIONS = (
    "",
    "{}",
    "null",
    "[]",
    "not json",
    "\u0000",
    *(json.dumps(each) for each in (HALF, {**HALF, "items": [ITEM], "sections": [{"key": "x"}]})),
)


@pytest.fixture
def client() -> FlaskClient:
    app = Flask("responses", static_folder=None)
    pages.install(app, "responses_service", ("/s",))
    app.register_blueprint(preview.blueprint())
    app.testing = True
    return app.test_client()


@pytest.mark.parametrize("definition", [None, *NO_DEFINITIONS])
def test_a_program_is_told_the_field(client: FlaskClient, definition: str | None) -> None:
    sent = {} if definition is None else {"definition": definition}
    with pytest.raises(Invalid) as problem:
        client.post("/s/preview", data=sent)
    assert [each.field for each in problem.value.faults] == ["definition"]
    assert "/api/v1/instruments/schema" in problem.value.faults[0].message


@pytest.mark.parametrize("definition", NO_DEFINITIONS)
@pytest.mark.parametrize(("lang", "words"), [("id", "diperbaiki"), ("en", "mended")])
def test_the_editor_shows_when_the_preview_appears(
    client: FlaskClient, definition: str, lang: str, words: str
) -> None:
    sent = {"definition": definition, "lang": lang}
    answer = client.post("/s/preview", data=sent, headers={"Accept": "text/html"})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
