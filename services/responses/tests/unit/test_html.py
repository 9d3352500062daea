"""The public's pages are compiled once, not with every visitor."""

import jinja2
import pytest
from chassis import pages
from flask import Flask
from responses_service.shared.html import html_page


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Names of the templates that were compiled, in turn."""
    names: list[str | None] = []
    compile_one = jinja2.Environment.compile

    def noted(self: jinja2.Environment, source: str, name: str | None, *rest: str | None):
        names.append(name)
        return compile_one(self, source, name, *rest)

    monkeypatch.setattr(jinja2.Environment, "compile", noted)
    return names


def test_the_second_page_compiles_nothing(compiled: list[str | None]) -> None:
    app = Flask("responses_service")
    pages.install(app, "responses_service")
    for _ in range(2):
        with app.test_request_context("/s"):
            html_page("answering/code.html", "id", 200, typed="", fault="")
    assert compiled
    assert len(compiled) == len({*compiled})
