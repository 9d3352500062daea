"""Which formulas fit which forms, and what is said of those that do not."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from forms_service.authoring.handlers.checking import unfit
from forms_service.shared.definitions.definition import check_definition
from forms_service.shared.definitions.formula_files import load_formulas
from forms_service.shared.definitions.seed_files import load_instruments
from forms_service.shared.definitions.unchecked import Definition
from forms_service.shared.pairing.fit import misfits
from forms_service.shared.pairing.formula import in_force_since
from forms_service.shared.pairing.pairing import NoSurveyError, Versions

FORMS = {each.definition["code"]: each.definition for each in load_instruments()}
FORMULAS = {state["code"]: state for state, _ in load_formulas()}
FITS = {
    *(("SPKP-SPAK", f"spkp-spak-{name}") for name in ("minmax", "prop", "x25")),
    ("IKM", "ikm"),
    ("INTEGRITAS", "integritas-minmax"),
}
DAY = date(2026, 11, 1)


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("instrument", FORMS)
def test_every_seeded_formula_fits_exactly_the_forms_of_its_scale(
    instrument: str, formula: str
) -> None:
    found = misfits(FORMULAS[formula], FORMS[instrument])
    assert (found == []) is ((instrument, formula) in FITS)


def test_the_index_of_5_80_out_of_4_names_each_statement_it_would_rest_on() -> None:
    found = misfits(FORMULAS["spkp-spak-native4"], FORMS["SPKP-SPAK"])
    assert len(found) == 13
    assert (found[0].path, found[0].problem) == (
        "items[0].points",
        "'informasi' must have the answers 1 to 4 of the formula spkp-spak-native4",
    )


def test_what_no_section_gives_is_named_by_its_index() -> None:
    said = [fault.problem for fault in misfits(FORMULAS["spkp-spak-minmax"], FORMS["IKM"])]
    assert said == [
        "must give the index IPKP of the formula spkp-spak-minmax",
        "must give the index IPAK of the formula spkp-spak-minmax",
    ]


def changed(change: Callable[[Definition], object], instrument: str = "IKM") -> Definition:
    definition = copy.deepcopy(FORMS[instrument])
    change(definition)
    return definition


def own(answers: int, **more: Any) -> Callable[[Definition], None]:
    """Adds an own question with so many answers, which counts unless told otherwise."""
    words = {name: {"id": "Antrean?"} for name in ("text", "short", "indicator")}
    options = [{"value": n, "label": {"id": f"{n}"}} for n in range(1, answers + 1)]

    def add(definition: Definition) -> None:
        definition["based_on"] = "v1"
        item = definition["items"][0] | {"key": "antrean", "own": True, "weight": "1", **words}
        definition["items"].append({**item, "options": options, **more})

    return add


def replaced(definition: Definition) -> None:
    definition["based_on"] = "v1"
    definition["items"][3] |= {"key": "gratis", "own": True, "replaces": "u4"}


MISFITS: list[tuple[Callable[[Definition], object], list[tuple[str, str]]]] = [
    (replaced, []),
    (own(4), []),
    (own(5, weight=None), []),
    (own(5), [("items[9].options", "'antrean' must have the answers 1 to 4 of the formula ikm")]),
    (own(3), [("items[9].options", "'antrean' must have the answers 1 to 4 of the formula ikm")]),
    (
        lambda form: form["items"].pop(3),
        [("items", "'u4' is weighted by the formula ikm and must be asked")],
    ),
    (
        lambda form: form["items"][3]["options"].pop(),
        [("items[3].options", "'u4' must have the answers 1 to 4 of the formula ikm")],
    ),
    (
        lambda form: [each.update(value=each["value"] - 1) for each in form["items"][0]["options"]],
        [("items[0].options", "'u1' must have the answers 1 to 4 of the formula ikm")],
    ),
    (
        lambda form: form["items"][2].update(type="short_text", options=[]),
        [("items[2].type", "'u3' must have the answers 1 to 4 of the formula ikm")],
    ),
    (
        lambda form: (
            form["sections"].append(form["sections"][0] | {"key": "lain", "index": None}),
            form["items"][1].update(section="lain"),
        ),
        [("items[1].section", "'u2' must stand in a section of the index IKM")],
    ),
    (lambda form: form.update(colour="red"), [("colour", "unknown key")]),
]


@pytest.mark.parametrize(("change", "expected"), MISFITS)
def test_a_misfit_names_its_question_and_its_path(
    change: Callable[[Definition], object], expected: list[tuple[str, str]]
) -> None:
    found = misfits(FORMULAS["ikm"], changed(change))
    assert [(fault.path, fault.problem) for fault in found] == expected


def test_the_check_of_a_definition_alone_leaves_the_scale_to_the_formula() -> None:
    assert check_definition(changed(own(5))) == []


def versions(definition: Definition) -> Versions:
    form = {
        "form_version_id": "form",
        "instrument": definition["code"],
        "version": 1,
        "status": "published",
        "definition": definition,
    }
    formulas = [{**each, "formula_version_id": code} for code, each in FORMULAS.items()]
    return Versions([form], formulas)


def test_a_survey_is_made_of_what_fits_and_of_nothing_else() -> None:
    known = versions(FORMS["SPKP-SPAK"])
    pair = known.pair("SPKP-SPAK", "unit", DAY)
    assert pair == {"form_version_id": "form", "formula_version_id": "spkp-spak-minmax"}
    with pytest.raises(NoSurveyError, match="no_fit: 'informasi' must have the answers") as refused:
        known.pair("SPKP-SPAK", "unit", DAY, "spkp-spak-native4")
    assert (refused.value.formula, len(refused.value.problems)) == ("spkp-spak-native4", 13)
    with pytest.raises(NoSurveyError, match="^no_form$"):
        known.pair("IKM", "unit", DAY)
    with pytest.raises(NoSurveyError, match="^no_formula$"):
        known.pair("SPKP-SPAK", "unit", DAY, "ikm")


def test_a_form_may_be_prepared_for_a_formula_to_come() -> None:
    present = {**FORMULAS["spkp-spak-minmax"], "in_force_from": "2023-01-01"}
    coming = {**FORMULAS["ikm"], "instrument": "SPKP-SPAK", "in_force_from": "2027-01-01"}
    held = [present, coming, FORMULAS["ikm"]]
    assert in_force_since(held, "SPKP-SPAK", DAY) == [present, coming]
    assert in_force_since(held, "SPKP-SPAK", date(2027, 2, 1)) == [coming]
    assert unfit(FORMS["IKM"], [coming]) == []
    assert unfit(FORMS["IKM"], [present]) != []
