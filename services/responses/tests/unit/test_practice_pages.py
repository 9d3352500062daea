"""Who answers at a practice unit is told before the first question, with the thanks, by receipt."""

from collections.abc import Iterator
from typing import Any

import pytest
from chassis import pages
from flask import Flask
from responses_service.answering.handlers.form_page import (
    Asked,
    asked_in,
    choice_page,
    form_page,
    thanks_page,
)
from responses_service.config import ResponsesSettings
from responses_service.intake.handlers.at_point import forms_at
from responses_service.shared.context import Context, Keys
from responses_service.shared.html import html_page
from responses_service.shared.projection import Projection
from responses_service.shared.words import LANGUAGES, words
from responses_testing import CODE, states

NOTICE = "Latihan: jawaban tidak dihitung dalam indeks resmi."
KEY = b"k" * 32


class Nobody:
    def publish(self, events: list[Any]) -> None:
        raise AssertionError("Nothing is sent here")


def context_of(*, practice: bool | None) -> Context:
    """Of one office with an open survey; None: as an edition told that did not say."""
    projection = Projection()
    for topic, state in states().items():
        told = dict(state)
        if topic == "identity.tenants.v1" and practice is not None:
            told["practice"] = practice
        if "definition" in state:
            told["definition"] = {**state["definition"], "minutes": 2}
        projection.apply(topic, told)
    return Context(projection, Nobody(), Keys(KEY, KEY, KEY, KEY))


@pytest.fixture
def _request() -> Iterator[None]:
    app = Flask("responses")
    pages.install(app, "responses_service")
    given = dict.fromkeys(
        (
            "suara_base_url",
            "kafka_bootstrap",
            "kafka_topic_prefix",
            "database_web_url",
            "database_worker_url",
            "identity_url",
            "receipt_key",
            "text_master_key",
            "contact_master_key",
            "issued_key",
            "point_key",
            "valkey_url",
        ),
        "",
    )
    app.config["SETTINGS"] = ResponsesSettings(**given)
    with app.test_request_context("/s"):
        yield


def asked(context: Context) -> Asked:
    found = asked_in(context, forms_at(context, CODE), None)
    assert found
    return found


@pytest.mark.usefixtures("_request")
@pytest.mark.parametrize(("practice", "told"), [(True, 1), (False, 0), (None, 0)])
def test_the_pages_say_so_first_and_last(practice: bool | None, told: int) -> None:
    context = context_of(practice=practice)
    form, thanks, choice = (
        page.get_data(as_text=True)
        for page in (
            form_page(asked(context), {}),
            thanks_page(asked(context), {}, "2R8T-NNZ4"),
            choice_page(context, CODE),
        )
    )
    assert forms_at(context, CODE)["tenant"]["practice"] is bool(practice)
    # On the form once more, in the thanks that its script shows.
    assert [page.count(NOTICE) for page in (form, thanks, choice)] == [2 * told, told, told]
    if told:
        assert form.index(NOTICE) < form.index("<form")


@pytest.mark.usefixtures("_request")
@pytest.mark.parametrize("practice", [True, False])
def test_a_receipt_says_so(practice: bool) -> None:
    known = {"receipt": "2R8T", "state": "counted", "practice": practice}
    page = html_page("receipts/receipt.html", "id", 200, **known).get_data(as_text=True)
    assert (NOTICE in page) is practice


def test_every_language_of_the_public_has_the_words() -> None:
    assert len({words(each)["practice"] for each in LANGUAGES}) == len(LANGUAGES)
