"""Who answered: added as they come, and told in groups of ten and more."""

from typing import Any

import pytest
from contracts.enough import DETAILED_FROM
from hypothesis import given
from hypothesis import strategies as st
from scoring_service.domain.respondents import Counts, add, merge, people, respondents

PERSON = st.fixed_dictionaries(
    {
        "language": st.sampled_from(["id", "en", "ko"]),
        "day": st.integers(1, 28).map(lambda day: f"2026-11-{day:02}"),
        "profile": st.fixed_dictionaries(
            {},
            optional={
                "sex": st.sampled_from(["m", "f"]),
                "needs": st.lists(st.sampled_from(["see", "hear", "none"]), unique=True),
            },
        ),
    }
)


def person(language: str = "id", day: int = 2, **profile: Any) -> dict[str, Any]:
    return {"language": language, "day": f"2026-11-{day:02}", "profile": profile}


def counted(*persons: dict[str, Any]) -> Counts:
    counts: Counts = {}
    for each in persons:
        add(counts, each)
    return counts


def told(question: str, *persons: dict[str, Any]) -> list[tuple[list[str], int]] | None:
    found = {each["question"]: each["groups"] for each in respondents(counted(*persons))}
    groups = found.get(question)
    return groups and [(group["names"], group["n"]) for group in groups]


def test_every_question_is_counted_by_itself() -> None:
    assert counted(person(sex="f", needs=["see", "hear"]), person("en", sex="f")) == {
        "language": {"id": 1, "en": 1},
        "day": {"2026-11-02": 2},
        "profile.sex": {"f": 2},
        "profile.needs": {"hear+see": 1},
    }


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ("id " * 12 + "en " * 10, [(["id"], 12), (["en"], 10)]),
        ("id " * 30 + "en " * 12 + "ko " * 9, [(["id"], 30), (["en", "ko"], 21)]),
        ("id " * 30 + "en " * 6 + "ko " * 5, [(["id"], 30), (["en", "ko"], 11)]),
        ("id " * 30 + "en " * 10 + "ko " * 10, [(["id"], 30), (["en"], 10), (["ko"], 10)]),
        ("id " * 30 + "en " * 12 + "ko ", [(["id"], 30), (["en", "ko"], 13)]),
        (
            "id " * 30 + "en " * 12 + "ja " * 5 + "ko " * 5,
            [(["id"], 30), (["en"], 12), (["ja", "ko"], 10)],
        ),
        ("id " * 30 + "ko " * 9, None),
        ("id " * 30, [(["id"], 30)]),
        ("id " * 10, [(["id"], 10)]),
        ("id " * 9, None),
    ],
)
def test_choices_of_few_are_joined_with_the_smallest(
    languages: str, expected: list[tuple[list[str], int]] | None
) -> None:
    assert told("language", *(person(language) for language in languages.split())) == expected


def test_what_nobody_chose_any_more_hides_no_other_question() -> None:
    counts = counted(*[person()] * 10, person(day=3))
    counts["day"] = {"2026-11-03": 0}
    assert [each["question"] for each in respondents(counts)] == ["language"]


def test_days_are_joined_with_those_beside_them() -> None:
    days = [2] * 4 + [3] * 6 + [5] * 12 + [6] * 3
    assert told("day", *(person(day=day) for day in days)) == [
        (["2026-11-02", "2026-11-03"], 10),
        (["2026-11-05", "2026-11-06"], 15),
    ]


def test_who_left_a_question_out_is_a_choice_of_it() -> None:
    persons = [person(sex="f")] * 12 + [person()] * 11
    assert told("profile.sex", *persons) == [(["f"], 12), ([""], 11)]
    assert told("profile.sex", *[person(sex="f")] * 12, *[person()] * 3) is None


@given(st.lists(PERSON, max_size=60))
def test_every_group_has_ten_and_each_question_everybody(persons: list[dict[str, Any]]) -> None:
    counts = counted(*persons)
    assert people(counts) == len(persons)
    for each in respondents(counts):
        assert all(group["n"] >= DETAILED_FROM for group in each["groups"])
        assert sum(group["n"] for group in each["groups"]) == len(persons)


@given(st.lists(PERSON, max_size=20), st.lists(PERSON, max_size=20))
def test_what_is_added_in_parts_is_the_whole_and_can_be_taken_back(
    some: list[dict[str, Any]], others: list[dict[str, Any]]
) -> None:
    whole, counts = counted(*some, *others), counted(*some)
    merge(counts, counted(*others))
    assert counts == whole
    for each in others:
        add(counts, each, -1)
    assert respondents(counts) == respondents(counted(*some))
