"""Tallies of many groups of answers at once, by other means than `Tally.add`: what a rebuild finds
is no copy of what the service counted while answers came in."""

from collections.abc import Iterator, Mapping
from itertools import accumulate, repeat
from typing import TypeVar

import numpy as np

from scoring_service.domain.tallies import Answers, Layout, Tally

K = TypeVar("K")
# One `row` behind the other.
Rows = bytes | bytearray
# Instead of an answer: none. No scale goes so far.
NOTHING = 255
# So many answers fit into memory as one table of all that is summed: some megabytes.
TOGETHER = 4000


def row(layout: Layout, answers: Answers) -> bytes:
    """A byte for the response, and one for the answer to each item. What cannot be on any scale is
    no answer."""
    try:
        return bytes([0, *map(answers.get, layout.keys, repeat(NOTHING))])
    except (TypeError, ValueError):
        return row(layout, {key: each for key, each in answers.items() if _fits(each)})


def _fits(value: object) -> bool:
    return isinstance(value, int) and 0 <= value < NOTHING


def recount(layout: Layout, groups: Mapping[K, Rows]) -> Iterator[tuple[K, Tally]]:
    """The tally of each group, under its key."""
    names, waiting = list[K](), 0
    for name, rows in groups.items():
        names.append(name)
        waiting += len(rows)
        if waiting >= TOGETHER * (1 + len(layout.items)):
            yield from _tallies(layout, {each: groups[each] for each in names})
            names, waiting = [], 0
    if names:
        yield from _tallies(layout, {each: groups[each] for each in names})


def _tallies(layout: Layout, groups: Mapping[K, Rows]) -> Iterator[tuple[K, Tally]]:
    """One table of all: a line for each answer, a column for each number of a tally."""
    width = len(layout.items)
    sizes = [len(rows) // (1 + width) for rows in groups.values()]
    table = np.frombuffer(b"".join(groups.values()), np.uint8).reshape(-1, 1 + width)
    answers = table[:, 1:].astype(np.int64)
    lows = np.array([low for _, low, _ in layout.items], np.int64)
    places = answers - lows
    # What is off the scale counts as no answer.
    given = (places >= 0) & (places < np.array([size for _, _, size in layout.items]))
    first_places = np.array([0, *accumulate(size for _, _, size in layout.items)])
    counts = np.zeros((len(places), first_places[-1]), np.int64)
    lines, items = np.nonzero(given)
    counts[lines, first_places[items] + places[lines, items]] = 1
    values, there = np.where(given, answers, 0), given.astype(np.int64)
    one, other = np.triu_indices(width, 1)
    parts = [
        counts,
        there[:, one] * there[:, other],
        values[:, one] * there[:, other],
        there[:, one] * values[:, other],
        values[:, one] * values[:, other],
    ]
    begins = [0, *accumulate(sizes)][:-1]
    sums = [np.add.reduceat(part, begins, axis=0).tolist() for part in parts]
    for name, size, counts_of, n, a, b, ab in zip(groups, sizes, *sums, strict=True):
        yield name, Tally(counts_of, n, a, b, ab, size)
