"""When a rated unit has a file of its answers, and when another one."""

from datetime import UTC, datetime
from typing import Any

import pytest
from responses_service.exports.rules.release import Result, Standing, may_be_a_file, result_of

AT = datetime(2026, 12, 14, 17, tzinfo=UTC)
SCORE: dict[str, Any] = {"stage": "final", "released": {"n": 40, "released_at": AT.isoformat()}}


def score(kind: str | None, **more: Any) -> Any:
    told = {"kind": kind} if kind else {}
    return {**SCORE, "released": {**SCORE["released"], **told}, **more}


@pytest.mark.parametrize(
    ("told", "result"),
    [
        (score("final"), Result(40, AT, None)),
        (score("correction"), Result(40, AT, None)),
        (
            {**SCORE, "released": {**SCORE["released"], "kind": "correction", "reason": "answers"}},
            Result(40, AT, "answers"),
        ),
        (score("coarse"), None),
        (score("practice"), None),
        # Of an edition that knew no final result.
        (score(None), None),
        (score("final", stage="provisional"), None),
        ({"released": SCORE["released"]}, None),
        ({"stage": "open", "released": None, "count": 0, "excluded": 0}, None),
        ({"stage": "open", "released": None, "count": 9, "excluded": 8}, None),
        ({"stage": "open", "released": None, "count": 9}, None),
        # Every answer is excluded, be it the only one.
        (
            {"stage": "provisional", "released": None, "count": 1, "excluded": 1},
            Result(0, AT, "exclusions"),
        ),
        (
            {"stage": "provisional", "released": None, "count": 9, "excluded": 9},
            Result(0, AT, "exclusions"),
        ),
    ],
)
def test_a_result_is_final_by_its_stage_and_kind(told: Any, result: Result | None) -> None:
    assert result_of(told, AT.isoformat()) == result


@pytest.mark.parametrize(
    ("answers", "n", "kept", "may"),
    [
        ("abc", 3, [], True),
        ("abc", 4, [], False),
        ("abc", 3, ["abc"], True),
        ("abc", 3, ["abcd"], False),
        ("abcdefghij", 10, ["", "klmnopqrst"], True),
        ("abcdefghij", 10, ["abc"], False),
        ("abcdefghi", 9, [""], False),
        # One left and many came: the one stands in the first file alone.
        ("abcdefghijk", 11, ["z"], False),
        # Not beside the newest alone.
        ("abc", 3, ["ab", "abcdefghijklm"], False),
    ],
)
def test_two_files_never_differ_by_fewer_than_ten(
    answers: str, n: int, kept: list[str], may: bool
) -> None:
    assert may_be_a_file({*answers}, Result(n, AT, None), map(set, kept)) is may


@pytest.mark.parametrize(
    ("rows", "since", "there"), [(29, AT, None), (30, AT, AT), (0, None, None)]
)
def test_fewer_than_thirty_rows_are_none(rows: int, since: Any, there: Any) -> None:
    assert Standing(rows, since, None).file_since == there
