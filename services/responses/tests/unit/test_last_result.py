"""The last published result under the thanks: a sentence with figures, or none."""

from typing import Any

import pytest
from responses_service.answering.handlers.after import result_words
from responses_service.shared.projection import Projection

SURVEY = {"survey": "now", "period": "2026-11", "definition": {"page": {"show_result": True}}}
PERIODS = {"before": "2026-09", "then": "2026-10", "now": "2026-11"}
SAID = "Hasil bulan lalu: IPAK 3,58 dari 240 jawaban."


def projection(released: dict[str, Any] | None) -> Projection:
    made, times = Projection(), {"opens_at": "2026-10-01T00:00:00+07:00"}
    for survey_id, period in PERIODS.items():
        status = "open" if survey_id == "now" else "closed"
        state = {"survey_id": survey_id, "period": period, "status": status, "tenant_id": "t"}
        form = {"instrument": "SPKP-SPAK", "form_version_id": "f", "closes_at": times["opens_at"]}
        made.apply("forms.surveys.v1", {**state, **form, **times})
    tell(made, "then", released)
    return made


def tell(made: Projection, survey_id: str, released: Any, status: str = "closed") -> None:
    """As scoring tells of a survey."""
    score = {"survey_id": survey_id, "period": PERIODS[survey_id], "status": status}
    more = {"stage": "provisional", "final_at": "2026-11-14T17:00:00+00:00"}
    made.apply("scoring.scores.v1", {**score, **more, "released": released})


def result(kind: str | None, *indices: tuple[str, str | None], n: int = 240) -> dict[str, Any]:
    told = [{"code": code, "display4": shown} for code, shown in indices]
    return {"n": n, "indices": told} | ({"kind": kind} if kind else {})


@pytest.mark.parametrize(
    ("released", "said"),
    [
        (result("final", ("IPAK", "3.58")), SAID),
        (result("correction", ("IPAK", "3.58")), SAID),
        # The last result of editions that knew no final one.
        (result(None, ("IPAK", "3.58")), SAID),
        # Of few, or of a statement that few filled.
        (result("final", ("IPAK", "3.58"), ("IPKP", None)), SAID),
        (result("coarse", ("IPAK", "3.60")), ""),
        (result("practice", ("IPAK", "3.58")), ""),
        # The formula does not fit the form, or nobody answered one of the statements.
        (result("final", ("IPAK", None)), ""),
        # Every answer is excluded.
        (None, ""),
    ],
)
def test_there_is_a_sentence_only_with_final_figures(released: Any, said: str) -> None:
    made = projection(released)
    assert result_words(made, SURVEY, "id") == said
    kept = Projection()
    for topic, states in made.states.items():
        for state in states.values():
            kept.apply(topic, state)
    assert result_words(kept, SURVEY, "id") == said


def test_until_the_last_one_is_final_the_one_before_is_told() -> None:
    made = projection(result("coarse", ("IPAK", "3.60")))
    tell(made, "before", result("final", ("IPAK", "3.41"), n=99))
    assert result_words(made, SURVEY, "id") == "Hasil September 2026: IPAK 3,41 dari 99 jawaban."
    tell(made, "then", result("final", ("IPAK", "3.58")))
    assert result_words(made, SURVEY, "id") == SAID


def test_a_result_that_is_taken_back_is_no_longer_told() -> None:
    made = projection(result("final", ("IPAK", "3.58"), n=16))
    assert result_words(made, SURVEY, "id") != ""
    tell(made, "then", None)
    assert result_words(made, SURVEY, "id") == ""


def test_an_open_survey_of_an_earlier_edition_tells_nothing() -> None:
    made = projection(None)
    tell(made, "then", result(None, ("IPAK", "3.58")), "open")
    assert result_words(made, SURVEY, "id") == ""


def test_the_snapshot_is_written_anew_only_for_what_is_kept() -> None:
    made = projection(result("coarse", ("IPAK", "3.60")))
    before = made.changes
    tell(made, "then", result("coarse", ("IPAK", "3.65"), n=245))
    assert made.changes == before
    final_at = made.final_at("then")
    assert final_at
    assert final_at.isoformat() == "2026-11-14T17:00:00+00:00"
    assert made.final_at("before") is None
    tell(made, "then", result("final", ("IPAK", "3.58")))
    assert made.changes == before + 1
