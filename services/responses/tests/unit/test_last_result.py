"""The last published result under the thanks: a sentence with figures, or none."""

from typing import Any

import pytest
from responses_service.answering.handlers.after import result_words
from responses_service.shared.projection import Projection

SURVEY = {"survey": "now", "period": "2026-11", "definition": {"page": {"show_result": True}}}


def projection(released: dict[str, Any] | None) -> Projection:
    made, times = Projection(), {"opens_at": "2026-10-01T00:00:00+07:00", "release_step": 5}
    for survey_id, period, status in (("then", "2026-10", "closed"), ("now", "2026-11", "open")):
        state = {"survey_id": survey_id, "period": period, "status": status, "tenant_id": "t"}
        form = {"instrument": "SPKP-SPAK", "form_version_id": "f", "closes_at": times["opens_at"]}
        made.apply("forms.surveys.v1", {**state, **form, **times})
    score = {"survey_id": "then", "period": "2026-10", "status": "closed", "released": released}
    made.apply("scoring.scores.v1", score)
    return made


@pytest.mark.parametrize(
    ("released", "said"),
    [
        (("IPAK", "3.58"), "Hasil bulan lalu: IPAK 3,58 dari 240 jawaban."),
        # The formula does not fit the form, or nobody answered one of the statements.
        (("IPAK", None), ""),
        # Every answer is excluded.
        (None, ""),
    ],
)
def test_there_is_a_sentence_only_with_figures(released: Any, said: str) -> None:
    indices = released and [dict(zip(("code", "display4"), released, strict=True))]
    result = {"n": 240, "indices": indices} if released else None
    assert result_words(projection(result), SURVEY, "id") == said


def test_a_result_that_is_taken_back_is_no_longer_told() -> None:
    made = projection({"n": 6, "indices": [{"code": "IPAK", "display4": "3.58"}]})
    assert result_words(made, SURVEY, "id") != ""
    nothing = {"survey_id": "then", "period": "2026-10", "status": "closed", "released": None}
    made.apply("scoring.scores.v1", nothing)
    assert result_words(made, SURVEY, "id") == ""
