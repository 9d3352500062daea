"""Earlier answers: columns, values, days, and ids that a second import finds again."""

import dataclasses
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from responses_service.earlier import rules as earlier
from responses_service.shared.projection import Survey
from responses_service.shared.submission_rules import UUID4, compile_rules

AGES = [{"code": "tua"}, {"code": "muda"}]
RULES = compile_rules(
    {
        "items": [
            {"key": "pungli", "type": "stars", "points": 6, "required": True},
            {"key": "jalur", "type": "many", "required": False, "choices": [{"code": "a"}]},
            {"key": "cerita", "type": "long_text", "required": False},
        ],
        "profile": [
            {"key": "usia", "type": "one", "options": AGES},
            {"key": "alasan", "type": "many", "options": AGES},
        ],
        "languages": ["id", "en"],
        "page": {},
    }
)
SURVEY = Survey(
    survey_id="s",
    tenant_id="t",
    instrument="IKM",
    period="2026-11",
    form_version_id="f",
    is_open=False,
    opens_at=datetime(2026, 10, 31, 17, tzinfo=UTC),
    closes_at=datetime(2026, 11, 30, 17, tzinfo=UTC),
)
ZONE = "Asia/Jakarta"


def test_free_text_is_no_target() -> None:
    assert earlier.targets_of(RULES) == [
        "pungli",
        "jalur",
        "id",
        "service",
        "date",
        "language",
        "profile_usia",
        "profile_alasan",
    ]


def test_columns_named_like_a_target_are_found() -> None:
    heading = ["Pungli", "pungli", "Profile Usia", "Nama", ""]
    found = earlier.matched(heading, earlier.targets_of(RULES))
    assert found == {"Pungli": "pungli", "Profile Usia": "profile_usia"}


@pytest.mark.parametrize(
    ("cells", "answers", "profile"),
    [
        ({"pungli": "5"}, {"pungli": 5}, {}),
        # What is no number stays as it is, for the rules of the form to name.
        ({"pungli": "5.0"}, {"pungli": "5.0"}, {}),
        ({"pungli": "-1"}, {"pungli": "-1"}, {}),
        ({"pungli": "５"}, {"pungli": "５"}, {}),
        ({"pungli": "٥"}, {"pungli": "٥"}, {}),
        ({"pungli": "²"}, {"pungli": "²"}, {}),
        ({"pungli": "", "jalur": "a, b"}, {"jalur": ["a", "b"]}, {}),
        ({"profile_usia": "muda"}, {}, {"usia": "muda"}),
        ({"profile_alasan": "a; b"}, {}, {"alasan": ["a", "b"]}),
    ],
)
def test_cells_become_answers(cells: dict[str, str], answers: Any, profile: Any) -> None:
    found = earlier.content_of(RULES, cells)
    assert (found["answers"], found["profile"]) == (answers, profile)


@pytest.mark.parametrize(
    ("day", "at", "inside"),
    [
        (None, "2026-10-31T17:00:00+00:00", True),
        ("2026-11-01", "2026-10-31T17:00:00+00:00", True),
        ("2026-11-30", "2026-11-29T17:00:00+00:00", True),
        ("2026-12-01", "2026-11-30T16:59:59+00:00", False),
        ("2026-10-31", "2026-10-31T17:00:00+00:00", False),
    ],
)
def test_days_lie_inside_the_survey(day: str | None, at: str, inside: bool) -> None:
    given_day = date.fromisoformat(day) if day else None
    found = earlier.answered_at(SURVEY, ZONE, given_day)
    assert found.astimezone(UTC) == datetime.fromisoformat(at)
    assert SURVEY.opens_at <= found < SURVEY.closes_at
    if given_day:
        assert earlier.is_inside(SURVEY, ZONE, given_day) is inside


@given(some.text(), some.text(), some.integers(1, 5000))
def test_ids_are_version_4_and_come_from_file_survey_and_row(
    digest: str, survey: str, row: int
) -> None:
    found = earlier.id_of(digest, survey, row)
    assert UUID4.fullmatch(found)
    assert found == earlier.id_of(digest, survey, row)
    assert found != earlier.id_of(digest, survey, row + 1)
    assert found != earlier.id_of(digest, survey + "x", row)


def test_the_id_of_the_earlier_system_makes_the_same_answer_of_every_file() -> None:
    found = earlier.id_of("one file", "s", 2, "R-17")
    assert UUID4.fullmatch(found)
    assert found == earlier.id_of("another file", "s", 9, "R-17")
    assert found != earlier.id_of("one file", "s", 2, "R-18")
    assert found != earlier.id_of("one file", "other", 2, "R-17")


def test_a_service_is_found_by_key_and_by_name_in_both_languages() -> None:
    known = [{"key": "paspor", "name": "Paspor baru", "name_en": "New passport"}]
    for text in ("paspor", " Paspor Baru", "new PASSPORT"):
        assert earlier.service_named(known, text) == "paspor"
    assert earlier.service_named(known, "visa") is None


def test_the_digest_is_of_cells_and_not_of_how_they_are_joined() -> None:
    assert earlier.digest_of([["a", "b"], ["c"]]) == earlier.digest_of([["a", "b"], ["c"]])
    assert earlier.digest_of([["a", "b"]]) != earlier.digest_of([["a"], ["b"]])
    assert earlier.digest_of([["ab", ""]]) != earlier.digest_of([["a", "b"]])


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"type": "stars", "points": 6}, "1–6"),
        ({"type": "scale", "options": [{"value": 1}, {"value": 2}]}, "1, 2"),
        ({"type": "one", "choices": [{"code": "loket"}, {"code": "daring"}]}, "loket, daring"),
        ({"type": "many", "choices": [{"code": "loket"}, {"code": "daring"}]}, "loket, daring"),
        ({"type": "date"}, "2026-11-24"),
        ({"type": "number", "min": 0, "max": 120}, "0–120"),
        ({"type": "number", "min": 17}, "17–"),
        ({"type": "number", "max": 120}, "–120"),
        ({"type": "number"}, "–"),
    ],
)
def test_allowed_values_in_few_words(item: dict[str, Any], words: str) -> None:
    rules = dataclasses.replace(RULES, items={"x": item})
    assert earlier.allowed(rules, "x") == words


def test_allowed_values_beside_the_statements() -> None:
    targets = ("profile_usia", "language", "service")
    assert [earlier.allowed(RULES, each) for each in targets] == ["muda, tua", "en, id", ""]
