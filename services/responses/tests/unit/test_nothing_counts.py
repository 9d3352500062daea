"""An answer that leaves empty all that counts is refused by every door, and told the way out."""

import copy
from typing import Any

import pytest
import responses_testing
from chassis import clock
from chassis.problems import FieldFault, Invalid
from contracts.modes import IMPORT, MODES, PAPER
from hypothesis import given
from hypothesis import strategies as st
from responses_service.answering.handlers.plain_form import explain
from responses_service.intake.handlers.taking import take
from responses_service.shared.arrival import Arrival
from responses_service.shared.context import Context, Keys
from responses_service.shared.issued import issue
from responses_service.shared.projection import Projection
from responses_service.shared.submission_rules import answer_faults, compile_rules
from responses_service.shared.words import words

KEYS = Keys(b"r" * 32, b"t" * 32, b"c" * 32, b"i" * 32)
OPTIONS = [{"value": value, "label": {"id": "kata"}} for value in (1, 2, 3, 4)]
# As in the IKM no statement is required; one is a unit's own that does not count, one has no scale.
ITEMS: list[dict[str, Any]] = [
    {"key": "u1", "type": "scale", "weight": "1/2", "options": OPTIONS},
    {"key": "u2", "type": "scale", "weight": "1/2", "options": OPTIONS},
    {"key": "parkir", "type": "stars", "weight": None, "points": 6},
    {"key": "cerita", "type": "long_text", "weight": None},
]
FORM: dict[str, Any] = {
    "languages": ["id", "en"],
    "items": [{"required": False, "short": {"id": each["key"]}, **each} for each in ITEMS],
}
BLANK = ({}, {"parkir": 6}, {"cerita": "Baik"}, {"parkir": 1, "cerita": "Baik"})
WAY_OUT = ("answers", "must hold an answer to at least one of u1, u2")


def faults(answers: dict[str, Any], form: dict[str, Any] = FORM) -> list[tuple[str, str]]:
    body: Any = {"language": "id", "answers": answers}
    return answer_faults(compile_rules(form), body, clock.today())


@pytest.fixture
def office() -> Context:
    """One office whose open survey has no required statement."""
    projection = Projection()
    states = copy.deepcopy(responses_testing.states())
    definition = states["forms.form-versions.v1"]["definition"]
    for item in definition["items"]:
        item.update(required=False, weight="1")
    for topic, state in states.items():
        projection.apply(topic, state)

    return Context(projection, None, KEYS)


@pytest.mark.parametrize("mode", MODES)
def test_no_door_takes_it(office: Context, mode: str) -> None:
    body = {
        "response_id": "0f5c7a52-7c1f-4a1e-9b1d-0e1f2a3b4c5d",
        "code": responses_testing.CODE,
        "survey": responses_testing.SURVEY,
        "form_version": responses_testing.FORM,
        "issued": issue(KEYS.issued, clock.now()),
        "language": "id",
        "answers": {},
    }
    arrival = Arrival(mode, belated=mode in (PAPER, IMPORT))
    with pytest.raises(Invalid) as refused:
        take(office, body, arrival)
    told = FieldFault("answers", "must hold an answer to at least one of pungli")
    assert [*refused.value.faults] == [told]
    _, events = take(office, {**body, "answers": {"pungli": 6}}, arrival)
    assert len(events) == 1


@pytest.mark.parametrize("answers", BLANK)
def test_what_does_not_count_makes_no_answer(answers: dict[str, Any]) -> None:
    assert faults(answers) == [WAY_OUT]


@given(st.dictionaries(st.sampled_from(["u1", "u2"]), st.integers(1, 4), min_size=1))
def test_one_that_counts_is_enough(counted: dict[str, int]) -> None:
    assert faults(counted) == []
    assert faults({**counted, "parkir": 6}) == []


def test_a_fault_of_an_answer_is_told_alone() -> None:
    assert faults({"u1": 7}) == [("answers.u1", "must be a whole number from 1 to 4")]


def test_only_what_is_asked_can_be_answered() -> None:
    rule = {"all": [{"item": "parkir", "is": "at_most", "value": 3}]}
    unasked = [{**item, "show_if": rule} if item["key"] == "u2" else item for item in FORM["items"]]
    form = {**FORM, "items": unasked}
    assert faults({"parkir": 6}, form) == [
        ("answers", "must hold an answer to at least one of u1"),
    ]


def test_where_nothing_counts_something_is_answered() -> None:
    form = {**FORM, "items": FORM["items"][2:]}
    told = "must hold an answer to at least one of parkir, cerita"
    assert faults({}, form) == [("answers", told)]
    assert faults({"cerita": "Baik"}, form) == []


@pytest.mark.parametrize(
    ("language", "way"), [("id", "Jawab sedikitnya satu"), ("en", "Answer at least one")]
)
def test_the_page_leads_to_the_first_that_counts(language: str, way: str) -> None:
    own_first: Any = {**FORM, "items": FORM["items"][::-1]}
    problem = Invalid(faults=[FieldFault(*WAY_OUT)])
    said = words(language)
    head, summary, missing = explain(own_first, problem, said, language, lambda text: text)
    assert head == said["faults_many"]
    assert [(anchor, words_[: len(way)]) for anchor, words_ in summary] == [("i-u2", way)]
    assert missing == {"u2": summary[0][1]}
