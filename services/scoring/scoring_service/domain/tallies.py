"""Integer tallies of one stratum: adding is all that happens, so order and batching cannot matter.

Beside the counts per option stand, for each pair of items answered by one person, the number of
such persons, both sums and the sum of products: standard errors and alpha need them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from operator import add, sub

from contracts.form_shapes import Item

from scoring_service.domain.methods import Scale

Answers = Mapping[str, int]


@dataclass(frozen=True)
class Layout:
    """Items of a form version in their fixed order, with lowest value and number of options."""

    items: tuple[tuple[str, int, int], ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key, _, _ in self.items)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        return list(combinations(range(len(self.items)), 2))

    @property
    def scales(self) -> dict[str, Scale]:
        return {key: Scale(low, low + size - 1) for key, low, size in self.items}


@dataclass
class Tally:
    """Flat lists in the order of the layout, as the database keeps them."""

    counts: list[int]
    pair_n: list[int]
    pair_a: list[int]
    pair_b: list[int]
    pair_ab: list[int]
    responses: int = field(default=0)

    @classmethod
    def empty(cls, layout: Layout) -> "Tally":
        options = sum(size for _, _, size in layout.items)
        pairs = len(layout.items) * (len(layout.items) - 1) // 2
        return cls([0] * options, [0] * pairs, [0] * pairs, [0] * pairs, [0] * pairs)

    def add(self, layout: Layout, answers: Answers) -> None:
        """Fold one response in; items it did not answer stay as they are.

        The intake refuses values off the scale; here they count as no answer, since they must
        never spill into the counts of the next item.
        """
        self.responses += 1
        start = 0
        values: list[int | None] = []
        for key, low, size in layout.items:
            value = answers.get(key)
            if value is not None and not low <= value < low + size:
                value = None
            values.append(value)
            if value is not None:
                self.counts[start + value - low] += 1
            start += size
        number = 0
        for at, first in enumerate(values):
            for second in values[at + 1 :]:
                if first is not None and second is not None:
                    self.pair_n[number] += 1
                    self.pair_a[number] += first
                    self.pair_b[number] += second
                    self.pair_ab[number] += first * second
                number += 1

    def merge(self, other: "Tally") -> None:
        self._with(other, add)

    def take_away(self, other: "Tally") -> None:
        """What `merge` added before."""
        self._with(other, sub)

    def _with(self, other: "Tally", change: Callable[[int, int], int]) -> None:
        """Raise ValueError for tallies of two forms."""
        self.responses = change(self.responses, other.responses)
        for name in ("counts", "pair_n", "pair_a", "pair_b", "pair_ab"):
            mine, others = getattr(self, name), getattr(other, name)
            if len(mine) != len(others):
                raise ValueError(f"{name}: {len(mine)} numbers and {len(others)}")
            setattr(self, name, list(map(change, mine, others)))

    def by_item(self, layout: Layout) -> dict[str, Sequence[int]]:
        """Counts per item, lowest value first: the input of `methods`."""
        found: dict[str, Sequence[int]] = {}
        start = 0
        for key, _, size in layout.items:
            found[key] = self.counts[start : start + size]
            start += size
        return found


def layout_of(items: Iterable[Item]) -> Layout:
    """From the items of a form version's definition; only stars and scales are counted."""
    rows = []
    for item in items:
        if item["type"] == "stars":
            rows.append((item["key"], 1, item["points"]))
        elif item["type"] == "scale":
            values = sorted(option["value"] for option in item["options"])
            rows.append((item["key"], values[0], values[-1] - values[0] + 1))
    return Layout(tuple(rows))
