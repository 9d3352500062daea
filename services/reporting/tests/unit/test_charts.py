"""Geometry: places are percentages of the width and agree with the numbers."""

import pytest
from reporting_service.dashboards.rules.charts import Axis, diverging, index_axis, places, ticks


def test_an_axis_holds_every_value_with_room_below() -> None:
    assert index_axis([3.6]).low == 3.0
    assert index_axis([2.81]).low == 2.6
    assert index_axis([1.0]).low == 1.0
    assert index_axis([0.67]).low == 0.6
    axis = Axis(3.0, 4.0, 0, 100)
    assert [axis.at(value) for value in (2.0, 3.0, 3.5, 4.0)] == [0, 0, 50, 100]


def test_ticks_end_at_the_top_and_never_start_below_the_foot() -> None:
    assert [text for _, text in ticks(Axis(3.2, 4.0))] == ["3.20", "3.40", "3.60", "3.80", "4.00"]
    assert [text for _, text in ticks(Axis(1.2, 4.0))][0] == "1.50"
    assert [text for _, text in ticks(Axis(1, 5))] == ["1", "2", "3", "4", "5"]
    assert [text for _, text in ticks(Axis(1, 10))] == ["2", "4", "6", "8", "10"]


@pytest.mark.parametrize("options", [[1, 2, 3, 4, 5, 5], [0, 0, 5, 5], [9, 0, 0, 0, 0, 0]])
def test_a_stacked_bar_turns_at_the_middle(options: list[int]) -> None:
    pieces = diverging(options)
    half = len(options) // 2
    assert pieces[half].x == pytest.approx(50)
    assert sum(piece.width for piece in pieces) == pytest.approx(50, abs=0.05)
    assert [piece.count for piece in pieces] == options
    assert all(0 <= piece.x <= 100 for piece in pieces)


def test_a_number_stands_in_the_middle_of_a_piece_that_has_room_for_it() -> None:
    pieces = diverging([14, 15, 71, 0])
    assert [piece.numbered for piece in pieces] == [False, True, True, False]
    assert [piece.middle for piece in pieces] == [39, 46.25, 67.75, 85.5]


def test_no_answers_draw_nothing() -> None:
    assert diverging([0, 0, 0, 0]) == []


def test_columns_stand_apart_right_of_the_labels() -> None:
    assert places(1) == [56]
    assert places(2) == [34, 78]
