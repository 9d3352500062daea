"""Every statement of the public's questionnaires has two or three suggested actions, each of which
would do as a plan."""

import pytest
import yaml
from chassis.pages import read_texts
from reporting_service.follow_ups.rules.limits import PROGRAM, SUGGESTIONS
from reporting_service.follow_ups.rules.plan import read_line
from suara_local.places import ROOT

INSTRUMENTS = ROOT / "services/forms/forms_service/data/instruments"
TEXTS = {
    key: said for key, said in read_texts("reporting_service").items() if key.startswith("suggest.")
}


def statements(instrument: str) -> set[str]:
    definition = yaml.safe_load((INSTRUMENTS / f"{instrument}.yaml").read_text(encoding="utf-8"))
    return {each["key"] for each in definition["items"]}


@pytest.mark.parametrize("instrument", ["spkp-spak", "ikm"])
def test_each_statement_has_two_or_three(instrument: str) -> None:
    for key in statements(instrument):
        found = [n for n in range(1, SUGGESTIONS + 2) if f"suggest.{key}.{n}" in TEXTS]
        assert found in ([1, 2], [1, 2, 3]), key


def test_none_is_about_what_nobody_asks() -> None:
    asked = statements("spkp-spak") | statements("ikm")
    assert {key.split(".")[1] for key in TEXTS} == asked


def test_each_would_be_taken_as_it_stands() -> None:
    for key, said in TEXTS.items():
        for words in said.values():
            assert read_line(words, *PROGRAM) == (words, ""), key
