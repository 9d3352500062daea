"""`make prove-coverage` measures what it says; its 640,000 intervals take minutes."""

from dataclasses import replace

import numpy as np
import pytest
from suara_local.coverage.cells import SEED, Cell, Held, measured, shipped, tallied
from suara_local.coverage.table import broken, printed
from suara_local.coverage.visitors import PLACES, STARS, place

HELD = Held(Cell(0.82, 30, 3), "IPAK", 0.95, 1.2, 0.88, 0.9)


@pytest.mark.parametrize("top", PLACES)
def test_a_place_is_as_it_is_called(top: float) -> None:
    stars = place(top, np.random.default_rng(SEED)).stars
    assert (stars == STARS).all(axis=1).mean() == pytest.approx(top, abs=1e-4)
    low = (stars.mean(axis=1) < 4).mean()
    assert PLACES[top] * 0.9 < low < PLACES[top] + 0.02
    # Whoever gives one statement few stars gives the others few as well.
    assert np.corrcoef(stars[:, 0], stars[:, -1])[0, 1] > 0.5


def test_samples_are_tallied_as_the_service_does() -> None:
    _, layout = shipped()
    stars = place(0.67, np.random.default_rng(SEED)).stars[::700]
    (whole,) = tallied(stars[None], layout)
    alone = list(tallied(stars[:, None], layout))
    for each in alone[1:]:
        alone[0].merge(each)
    assert alone[0] == whole
    by_hand = type(whole).empty(layout)
    keys = [key for key, _, _ in layout.items]
    for row in stars.tolist():
        by_hand.add(layout, dict(zip(keys, row, strict=True)))
    assert by_hand == whole


def test_the_same_cell_gives_the_same_figures_and_keeps_the_promise() -> None:
    cell = Cell(0.82, 30, 3)
    rows = measured(cell, 300)
    assert rows == measured(cell, 300)
    assert [row.index for row in rows] == ["IPKP", "IPAK"]
    assert broken(rows) == []
    # Where the textbook fails, it fails here too.
    assert all(row.textbook < row.share for row in rows)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, 0),
        ({"share": 0.929}, 1),
        ({"width": 1.71}, 1),
        ({"width": 2.3, "cell": Cell(0.91, 30, 3)}, 0),
        ({"width": 2.41, "cell": Cell(0.91, 30, 3)}, 1),
        # Below 30 nothing is promised.
        ({"share": 0.5, "cell": Cell(0.82, 12, 3)}, 0),
    ],
)
def test_what_breaks_the_promise(change: dict[str, object], found: int) -> None:
    assert len(broken([replace(HELD, **change)])) == found


def test_the_table_names_cells_that_fall_short(capsys: pytest.CaptureFixture[str]) -> None:
    printed([HELD, replace(HELD, share=0.9, cell=Cell(0.91, 12, 100))], 10)
    said = capsys.readouterr().out
    assert "| 91% | 12 | 1,200 | IPAK | 90.0% | 1.20 | 88.0% | 0.90 | below 93% |" in said
    assert "0 cells break the promise of 93%; below, 1 hold less often" in said
