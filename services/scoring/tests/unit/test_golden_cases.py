"""The statistician's tables, row by row, by the reader that `make methods` has too."""

from fractions import Fraction

import pytest
from scoring_cases import EXPECTED, METHODS, Case, cases, files, written
from scoring_cases.__main__ import line, main
from scoring_cases.spelling import formula, parts, with_mean
from scoring_service.domain.methods import Scale

EVERY = [case for file in files() for case in cases(file)]


@pytest.mark.parametrize("case", EVERY, ids=lambda case: f"{case.file} {case.number}")
def test_a_golden_case(case: Case) -> None:
    assert case.computed() == case.expected


def test_every_method_has_a_table_and_every_table_a_method() -> None:
    assert {case.method for case in EVERY} == METHODS.keys()


def test_every_case_says_whence_it_is_and_what_it_expects() -> None:
    unclear = [
        (case.file, case.number)
        for case in EVERY
        if not (case.row["source"] and case.row["place"] and case.expected)
    ]
    assert unclear == []


def test_what_was_made_up_is_in_files_that_say_so() -> None:
    made = {case.file for case in EVERY if case.row["source"].startswith("made")}
    assert made == {file for file in files() if file.startswith("made_")}


def test_the_whole_printed_table_of_krejcie_and_morgan_is_there() -> None:
    printed = [case for case in cases("krejcie_morgan") if "annex II" in case.row["place"]]
    assert len(printed) == 90
    up = [case for case in printed if case.expected["rounded_up"] != case.expected["sample"]]
    assert len(up) == 45


def test_a_case_that_differs_is_noticed() -> None:
    right = next(cases("slovin"))
    wrong = Case(right.file, right.number, {**right.row, f"{EXPECTED}exact": "9.7562"})
    assert wrong.computed() == right.computed() != wrong.expected
    assert "exact 9.7562 | sample 10  exact 9.7561 | DIFFERS" in line(
        wrong, wrong.computed(), "DIFFERS"
    )


def test_the_command_prints_every_case_and_counts_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    told = capsys.readouterr().out
    assert told.count(" | = | ") == len(EVERY)
    assert told.endswith(f"{len(EVERY)} cases in {len(files())} tables, 0 differ\n")


@pytest.mark.parametrize(
    ("value", "like", "text"),
    [
        (Fraction(2, 3), "0.6667", "0.6667"),
        (Fraction(2, 3), "1", "1"),
        (None, "3.60", "-"),
        ([], "-", "-"),
        (["a", "b"], "", "a, b"),
        (3, "4.00", "3"),
    ],
)
def test_a_value_is_written_as_the_expected_one(value: object, like: str, text: str) -> None:
    assert written(value, like) == text


def test_people_have_exactly_the_mean_that_is_written() -> None:
    assert with_mean(Fraction("5.25"), Scale(1, 6), 12) == [0, 0, 0, 0, 9, 3]
    assert with_mean(Fraction("3.31"), Scale(1, 4)) == [0, 0, 69, 31]
    assert with_mean(Fraction(6), Scale(1, 6), 2) == [0, 0, 0, 0, 0, 2]
    for mean, people in (("5.25", 10), ("6.5", 2), ("0.5", 2)):
        with pytest.raises(ValueError, match="cannot have a mean"):
            with_mean(Fraction(mean), Scale(1, 6), people)


def test_a_month_with_people_needs_a_mean_of_each_index() -> None:
    with pytest.raises(ValueError, match="zip"):
        parts(formula("spkp-spak-minmax"), ["IPAK", "IPKP"], "2026-01 40 5.40")
