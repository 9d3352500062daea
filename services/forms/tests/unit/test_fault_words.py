"""Faults of a draft are said in the language of its author."""

import re

import pytest
from chassis.pages import read_texts
from flask import Flask
from forms_service.shared.definition_faults import words_of

PROBLEMS = (
    "must be 10 or more",
    "must be 6",
    "must be 6, one per star",
    "must be one of stars, scale",
    "must be null: only stars and scale count",
    "must be 1, or null if the item does not count",
    "must be answered or not_answered with a free text",
    "replaces 'U4', which is still there",
    "replaces 'U1': only U4, U6, U7 of IKM may be replaced",
    "must be two or more",
    "not a language of this instrument",
    "must be left out with answered",
    "must hold {unit}",
    "'a b' does not match '^[a-z]+$'",
    "'xxx' is too long",
    "'' should be non-empty",
    "'a' is there already",
    "no section 'x'",
    "weights of IPAK sum to 9/10, not 1",
    "no choice 'x'",
    "no earlier item 'x' that takes an answer",
    "'a' was stars; use a new key",
    "does not go with an item of type one",
    "7 is no answer of 'a'",
    "is official and must stay as it is",
    "knows no {unt}: {unit}, {service}",
    "must be asked as 'u4' was: same type, section, weight and answers",
    "must be marked as an own question",
    "'u5' is official and must stay",
    "the official ones must stay first and as they are",
    "'antrean' must have the answers 1 to 4 of the formula ikm",
    "'u4' is weighted by the formula ikm and must be asked",
    "must give the index IPAK of the formula x",
    "'u2' must stand in a section of the index IKM",
)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_problem_that_an_author_can_make_has_words_of_its_own(problem: str) -> None:
    app = Flask("test")
    app.config["TEXTS"] = {**read_texts("chassis"), **read_texts("forms_service")}
    with app.app_context():
        said = words_of(problem)
    assert said != problem
    assert "{" not in re.sub(r"\{(unit|unt|service)\}", "", said)
    assert "must" not in said
