"""Faults of a plain form in the words of a person."""

from chassis.problems import FieldFault, Invalid
from responses_service.answering.handlers.plain_form import REQUIRED, explain
from responses_service.shared.words import words

FORM = {
    "items": [
        {"key": "own", "short": {"id": "Antrean di {unit}"}},
        {"key": "biaya", "short": {"id": "Biaya wajar", "en": "Fair cost"}},
    ]
}


def test_a_fault_names_the_unit_and_an_own_question_in_indonesian() -> None:
    faults = [FieldFault(f"answers.{key}", REQUIRED) for key in ("biaya", "own")]
    _, summary, missing = explain(
        FORM,
        Invalid(faults=faults),
        words("en"),
        "en",
        lambda text: text.replace("{unit}", "Lapas Kelas IIA Bandung"),
    )
    assert [anchor for anchor, _ in summary] == ["i-own", "i-biaya"]
    assert "Antrean di Lapas Kelas IIA Bandung" in missing["own"]
    assert "Fair cost" in missing["biaya"]
