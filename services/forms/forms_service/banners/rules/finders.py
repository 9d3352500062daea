"""The corner squares of QR codes in a picture, one by one: also of a code that cannot be read.

A line through the middle of one crosses dark and light in lengths of 1:1:3:1:1 modules (ISO/IEC
18004, finder pattern), however it is turned.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

RATIO = np.array([1, 1, 3, 1, 1])
# How far each length may be from its own, in modules: blur and slant move the edges.
SLACK = 0.6
# Of the picture's longer side: the surroundings whose mean parts dark from light.
AROUND = 1 / 24
# Grey levels that dark must be below this mean: the grain of a wall is neither.
DEEP = 12
# Pixels of a module below which grain looks like a square; and rows, of all squares together, above
# which a picture is grain or a pattern, and to look at each would take long.
SMALLEST, MOST = 2, 10_000
Bits = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Finder:
    """Its middle and the side of a module, in pixels of the picture."""

    x: float
    y: float
    module: float


def finders(picture: Image.Image) -> list[Finder]:
    """Each once; in no set order."""
    dark = _dark(picture)
    crossed = _rows(dark)
    if len(crossed) > MOST:
        return []
    return _merged([each for each in crossed if _confirmed(dark, each)])


def _dark(picture: Image.Image) -> Bits:
    around = picture.filter(ImageFilter.BoxBlur(max(picture.size) * AROUND))
    grey, mean = (np.asarray(each, dtype=np.int16) for each in (picture, around))
    return grey < mean - DEEP


def _rows(dark: Bits) -> list[Finder]:
    """Where a row crosses 1:1:3:1:1."""
    # A light column at both ends, so that no run goes on into the next row.
    flat = np.pad(dark, ((0, 0), (1, 1))).ravel()
    edges = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    # Every second edge begins a dark run.
    lengths = np.diff(edges)
    found = []
    wide = dark.shape[1] + 2
    for at in _matching(lengths):
        start, end = edges[at], edges[at + 5]
        row, left = divmod(int(start), wide)
        if left + end - start < wide:
            found.append(Finder(left - 1 + (end - start) / 2, row, float(end - start) / 7))
    return found


def _matching(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Places of dark runs with which 1:1:3:1:1 begins."""
    if len(lengths) < len(RATIO):
        return np.array([], dtype=np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(lengths, len(RATIO))[::2]
    module = windows.sum(axis=1, keepdims=True) / RATIO.sum()
    # Of a few pixels each, an edge falls half a pixel to either side.
    near = np.abs(windows - RATIO * module) <= SLACK * module + 0.5
    return 2 * np.flatnonzero(near.all(axis=1) & (module[:, 0] >= SMALLEST))


def _confirmed(dark: Bits, found: Finder) -> bool:
    """Whether the column through its middle crosses the same."""
    reach = int(found.module * 7)
    x, y = int(found.x), int(found.y)
    top = max(0, y - reach)
    column = dark[top : y + reach + 1, x]
    edges = np.flatnonzero(np.diff(np.pad(column, 1).astype(np.int8)))
    for at in _matching(np.diff(edges)):
        start, end = top + int(edges[at]), top + int(edges[at + 5])
        if start <= y < end and abs((start + end) / 2 - y) <= 2 * found.module:
            return True
    return False


def _merged(hits: list[Finder]) -> list[Finder]:
    """One of all rows that crossed the same square; a single row crossed none."""
    groups: list[list[Finder]] = []
    for hit in hits:
        for group in groups:
            near = group[-1]
            if abs(near.x - hit.x) + abs(near.y - hit.y) <= 3 * near.module:
                group.append(hit)
                break
        else:
            groups.append([hit])
    return [_mean(group) for group in groups if len(group) >= max(2, group[0].module)]


def _mean(group: list[Finder]) -> Finder:
    x, y, module = (
        float(np.median([getattr(each, name) for each in group])) for name in ("x", "y", "module")
    )
    return Finder(x, y, module)
