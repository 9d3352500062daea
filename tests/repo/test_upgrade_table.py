"""The table of `make prove-upgrade` names every loss; the proof itself takes minutes and stacks."""

import pytest
from suara_local.upgrade.checkout import BASE, base_commit
from suara_local.upgrade.comparing import compared, grown, holds, printed
from suara_local.upgrade.counting import moved
from suara_local.upgrade.facts import POPULATIONS, SCORES, with_new_numbers

BEFORE = {"a": {"count": 3, "parts": [{"n": 1}, {"n": 2}]}, "b": "counted"}


def test_what_gained_fields_or_items_lost_nothing() -> None:
    after = {"a": {"count": 3, "new": 1, "parts": [{"n": 1, "m": 0}, {"n": 2}]}, "b": "counted"}
    line = compared("answers", BEFORE, {**after, "c": 1})
    assert (line.before, line.after, line.losses) == (2, 3, [])


@pytest.mark.parametrize(
    "after",
    [
        {"a": BEFORE["a"]},
        {**BEFORE, "b": "accepted"},
        {**BEFORE, "b": None},
        {**BEFORE, "a": {"parts": [{"n": 1}, {"n": 2}]}},
        {**BEFORE, "a": {"count": 2, "parts": [{"n": 1}, {"n": 2}]}},
        {**BEFORE, "a": {"count": 3, "parts": [{"n": 1}]}},
        {**BEFORE, "a": {"count": 3, "parts": [{"n": 2}, {"n": 1}]}},
    ],
)
def test_what_is_gone_or_different_is_a_loss_with_its_name(after: dict[str, object]) -> None:
    (loss,) = compared("answers", BEFORE, after).losses
    assert loss.startswith("b: " if after.get("a") == BEFORE["a"] else "a: ")


def test_what_was_changed_on_purpose_is_no_loss() -> None:
    assert compared("answers", BEFORE, {"b": "counted"}, frozenset("a")).losses == []


def test_an_empty_value_is_not_the_lack_of_it() -> None:
    assert compared("slips", {"a": None}, {}).losses == ["a: gone"]
    assert not holds({}, [])


def test_what_a_fact_lacks_is_told_by_its_fields() -> None:
    before = {"a": {"n": 3, "target": 30, "x": None, "of": [{"m": 1}, {"m": 2}]}}
    after = {"a": {"n": 3, "target": 20, "of": [{"m": 1}, {"m": 4}], "more": 1}}
    (loss,) = compared("scores", before, after).losses
    assert loss == "a: target 30 -> 20; x gone; of[1].m 2 -> 4"


def test_rows_that_lie_in_another_table_are_looked_for_there() -> None:
    before = moved({"scoring.detailed_releases": 4, "scoring.released_positions": 3, "x.a": 1})
    assert before == {"scoring.releases": 7, "x.a": 1}
    assert grown("rows", before, {"scoring.releases": 6, "x.a": 1}).losses == [
        "scoring.releases: 7 -> 6"
    ]


def test_targets_of_units_with_more_recipients_are_looked_at_no_more() -> None:
    scores = {"s": {"tenant": "a"}, "t": {"tenant": "b"}}
    before = {POPULATIONS: {"1": {"tenant_id": "b"}}, SCORES: scores}
    after = {POPULATIONS: {"1": {"tenant_id": "b"}, "2": {"tenant_id": "a"}}, SCORES: scores}
    assert with_new_numbers(before, after) == {"s"}


def test_numbers_may_rise_and_not_fall() -> None:
    line = grown("rows", {"x.a": 2, "x.b": 5, "x.c": 1}, {"x.a": 3, "x.b": 4})
    assert line.losses == ["x.b: 5 -> 4", "x.c: 1 -> gone"]


def test_the_table_tells_the_number_of_losses(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [grown("rows", {"x.b": 5}, {"x.b": 4}), grown("events", {"t": 1}, {"t": 1})]
    assert printed("Stopped", lines) == 1
    said = capsys.readouterr().out
    assert "LOST 1" in said
    assert "x.b: 5 -> 4" in said
    assert "nothing lost" in said


def test_a_commit_that_is_not_there_is_said_with_the_way_out() -> None:
    with pytest.raises(SystemExit, match="git fetch --unshallow.*UPGRADE_FROM"):
        base_commit("0" * 40)


def test_the_tree_names_a_whole_commit() -> None:
    """Short names become ambiguous as the project grows."""
    assert len(BASE.read_text(encoding="utf-8").strip()) == 40
