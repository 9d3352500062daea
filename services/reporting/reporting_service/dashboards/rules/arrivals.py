"""How the released answers of a survey came, and what the index is with more or fewer of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.shapes import Figures, Finding


@dataclass(frozen=True)
class Variant:
    """The same indices from `n` answers: `name` says which are left out or put back; `indices` are
    (code, value, published value)."""

    name: str
    n: int
    difference: int
    indices: Sequence[tuple[str, str | None, str | None]]


@dataclass(frozen=True)
class Arrivals:
    """Of the last release. `modes` and `tokens` are (name, number), most first."""

    modes: Sequence[tuple[str, int]]
    tokens: Sequence[tuple[str, int]]
    flagged: int
    excluded: int
    variants: Sequence[Variant]
    findings: Sequence[Finding]

    @property
    def most(self) -> int:
        return max((n for _, n in self.modes), default=0)

    @property
    def plain(self) -> bool:
        return not self.flagged and not self.excluded

    @property
    def with_tokens(self) -> bool:
        """Where no answer ever brought a code, there is nothing to tell apart."""
        return any(name != "none" for name, _ in self.tokens)


def arrivals(released: Figures | None) -> Arrivals | None:
    """None for a release of an edition that did not tell."""
    if not released or "counts" not in released:
        return None
    counts, n = released["counts"], released["n"]
    published = {each["code"]: each["display4"] for each in released["indices"]}
    return Arrivals(
        modes=_by_number(counts["modes"]),
        tokens=_by_number(counts["tokens"]),
        flagged=counts["flagged"],
        excluded=counts["excluded"],
        variants=[
            Variant(
                each["name"],
                each["n"],
                abs(n - each["n"]),
                [(i["code"], i["display4"], published.get(i["code"])) for i in each["indices"]],
            )
            for each in released["variants"]
        ],
        findings=released["findings"],
    )


def _by_number(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
