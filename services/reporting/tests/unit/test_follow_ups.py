"""Follow-ups: what may be planned and chosen, who takes which step, and what is taken as proof."""

from datetime import date
from typing import Any

import pytest
import reporting_testing as testing
from reporting_service.follow_ups.rules import evidence
from reporting_service.follow_ups.rules.choice import choices, is_final
from reporting_service.follow_ups.rules.life import (
    AFTER,
    Actor,
    first_step,
    state_after,
    steps_for,
    why_not,
)
from reporting_service.follow_ups.rules.limits import EVIDENCE, MOST_FILES, PROGRAM
from reporting_service.follow_ups.rules.plan import judged_by, months_after, read_plan, term
from reporting_service.follow_ups.rules.tally import Tally

TODAY = date(2026, 11, 18)
GOOD = {"program": "Umumkan tarif resmi", "owner": "Kepala Tata Usaha", "due": "2027-02-18"}
HEAD = Actor(own=True, writes=True, approves=True, independent=True)
OPERATOR = Actor(own=True, writes=True, approves=False, independent=True)
ABOVE = Actor(own=False, writes=True, approves=True, independent=True)
READER = Actor(own=True, writes=False, approves=False, independent=True)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 10


def test_a_good_plan_is_taken_in_one_line() -> None:
    plan, faults = read_plan({**GOOD, "program": "  Umumkan\n tarif   resmi "}, TODAY)
    assert faults == []
    assert (plan.program, plan.owner, plan.due) == (*list(GOOD.values())[:2], date(2027, 2, 18))


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("program", "", "required"),
        ("program", None, "required"),
        ("program", 7, "required"),
        ("program", "pendek", "short"),
        ("program", "x" * (PROGRAM[1] + 1), "long"),
        ("program", "Umumkan tarif\u202e resmi", "signs"),
        ("owner", "ab", "short"),
        ("due", "", "required"),
        ("due", "18/02/2027", "day"),
        ("due", "2027-02-30", "day"),
        ("due", "2026-11-18", "past"),
        ("due", "2031-11-18", ""),
        ("due", "2031-11-19", "late"),
    ],
)
def test_every_fault_of_a_plan_names_its_field(field: str, value: object, word: str) -> None:
    _, faults = read_plan({**GOOD, field: value}, TODAY)
    assert faults == ([(field, word)] if word else [])


def test_all_faults_are_named_at_once() -> None:
    assert [field for field, _ in read_plan({}, TODAY)[1]] == ["program", "owner", "due"]


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (date(2027, 11, 17), "short"),
        (date(2027, 11, 18), "medium"),
        (date(2028, 11, 18), "medium"),
        (date(2028, 11, 19), "long"),
    ],
)
def test_terms_are_those_of_the_regulation(due: date, told: str) -> None:
    assert term(TODAY, due) == told


def test_a_month_later_is_the_same_day_or_the_last_one() -> None:
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_after(date(2027, 12, 31), 2) == date(2028, 2, 29)
    assert months_after(date(2026, 1, 31), 11) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("period", "judged"),
    [
        ("2026-10", ["2026-12", "2027-01", "2027-02"]),
        ("2026-S1", ["2027-S1", "2027-S2", "2028-S1"]),
        ("2026-Q3", ["2027-Q1", "2027-Q2", "2027-Q3"]),
    ],
)
def test_an_effect_is_judged_by_the_three_periods_after_its_beginning(
    period: str, judged: list[str]
) -> None:
    assert judged_by(period, TODAY) == judged


def test_a_head_opens_one_and_whoever_else_writes_proposes() -> None:
    assert (first_step(HEAD), first_step(OPERATOR)) == ("open", "propose")


@pytest.mark.parametrize(
    ("state", "actor", "steps"),
    [
        ("proposed", HEAD, ["approve", "withdraw"]),
        ("proposed", OPERATOR, ["withdraw"]),
        ("running", HEAD, ["attach", "finish", "withdraw"]),
        # What a head let run, a head gives up.
        ("running", OPERATOR, ["attach", "finish"]),
        ("done", HEAD, []),
        ("withdrawn", HEAD, []),
        ("proposed", ABOVE, []),
        ("running", ABOVE, []),
        ("running", READER, []),
    ],
)
def test_who_may_do_what_and_when(state: str, actor: Actor, steps: list[str]) -> None:
    assert steps_for(state, actor) == steps


def test_nobody_approves_what_is_in_their_own_hand() -> None:
    same = Actor(own=True, writes=True, approves=True, independent=False)
    assert why_not("proposed", "approve", same) == "same"
    assert why_not("running", "withdraw", same) == ""
    assert why_not("proposed", "approve", ABOVE) == "foreign"
    assert why_not("proposed", "approve", OPERATOR) == "role"


def test_what_is_over_stays_as_it_ended() -> None:
    steps = {step for _, step in AFTER}
    assert {state_after(state, step) for state in ("done", "withdrawn") for step in steps} == {None}
    assert state_after("proposed", "finish") is None
    assert state_after("running", "approve") is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (PNG, "png"),
        (b"GIF89a", None),
        (b"<html>%PDF-", None),
        (b"PK\x03\x04", None),
        (b"\xff\xd8", None),
    ],
)
def test_a_file_is_what_it_holds(content: bytes, kind: str | None) -> None:
    assert evidence.kind_of(content) == kind
    assert evidence.why_not(content, 0, 0) == ("" if kind else "kind")


@pytest.mark.parametrize(
    ("content", "held", "number", "word"),
    [
        (b"", 0, 0, "required"),
        (PNG, EVIDENCE - len(PNG), 1, ""),
        (PNG, EVIDENCE - len(PNG) + 1, 1, "large"),
        (PNG, 0, MOST_FILES - 1, ""),
        (PNG, 0, MOST_FILES, "many"),
    ],
)
def test_all_files_together_have_their_limits(
    content: bytes, held: int, number: int, word: str
) -> None:
    assert evidence.why_not(content, held, number) == word


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("tarif.PDF", "tarif.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\foto\\loket satu.jpeg", "loket satu.png"),
        ('a"b\r\nX: y.png', "abX y.png"),
        ("", "bukti.png"),
        (".png", "png.png"),
        ("x" * 300 + ".png", "x" * 100 + ".png"),
    ],
)
def test_a_name_is_a_name_and_no_path(name: str, kept: str) -> None:
    assert evidence.safe_name(name, "png") == kept


def test_sizes_are_told_in_whole_units() -> None:
    assert evidence.size(1) == (1, "KB")
    assert evidence.size(1500) == (2, "KB")
    assert evidence.size(3 * 1024 * 1024 + 1) == (4, "MB")


def final(**more: Any) -> dict[str, Any]:
    rows = dict.fromkeys(testing.SHORT, [0, 0, 0, 4, 12, 24])
    rows |= {
        "pungli": [9, 0, 0, 0, 6, 25],
        "waktu": [9, 0, 0, 0, 6, 25],
        "biaya": [1, 0, 0, 3, 6, 30],
    }
    released = testing.released_of(rows)
    score = testing.score("A", "2026-10", 40, 1, released=released, status="closed").payload
    return {**score, **more}


def offered(score: Any) -> list[tuple[str, str, int]]:
    form, formula = testing.form().payload["definition"], testing.formula().payload["definition"]
    found = choices(score, form, formula)
    return [(each.key, each.index, each.priority) for each in found]


def test_statements_are_offered_from_the_lowest_on_and_equal_ones_alike() -> None:
    found = offered(final())
    assert len(found) == len(testing.SHORT)
    assert {*found[:2]} == {("pungli", "IPAK", 1), ("waktu", "IPKP", 1)}
    assert found[2][2] == 3
    assert found[-1] == ("biaya", "IPKP", 13)


@pytest.mark.parametrize(
    "changed",
    [
        {"stage": "provisional"},
        {"stage": "open"},
        {"status": "open"},
        {"released": None},
    ],
)
def test_nothing_is_offered_before_a_result_is_final(changed: dict[str, Any]) -> None:
    score: Any = final(**changed)
    assert not is_final(score)
    assert offered(score) == []


def test_what_a_result_does_not_show_is_not_offered() -> None:
    score = final()
    rows = score["released"]["indicators"]
    few = [{**row, "value4": None} if row["item"] == "pungli" else row for row in rows]
    score["released"] = {**score["released"], "indicators": few}
    assert "pungli" not in {key for key, *_ in offered(score)}
    score["released"] = {**score["released"], "indicators": [], "withheld": "corrected"}
    assert offered(score) == []


@pytest.mark.parametrize(
    ("tally", "case"),
    [
        (Tally(0, 0, 0, 0, 0, 0, 0), "none"),
        (Tally(2, 0, 0, 5, 0, 2, 0), "proposed"),
        (Tally(2, 3, 0, 5, 0, 2, 0), "running"),
        (Tally(2, 3, 1, 5, 0, 2, 1), "overdue"),
        (Tally(0, 0, 0, 1, 1, 0, 0), "over"),
    ],
)
def test_what_needs_somebody_is_said_first(tally: Tally, case: str) -> None:
    assert tally.case == case
