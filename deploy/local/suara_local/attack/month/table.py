"""What is promised of coarse pictures, and the table that shows whether it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from suara_local.attack.month.attacker import FALSE
from suara_local.attack.month.months import DAYS, VISITORS, Attack, Month

# Of those who gave few stars at most so many are named, at each share of false accusations.
NAMED = (0.15, 0.35)
# Own answers of every five, for which that is promised; larger shares are priced.
PROMISED_EVERY = 5
# How far from the exact index a picture may be on 95 of 100 days, by the number of answers.
NEAR = {40: 0.12, 200: 0.06}
DAYS_OF_100 = 0.95


@dataclass(frozen=True)
class Row:
    """Of one setting and attack. `off`: by number of answers, how far 95 of 100 pictures are at
    most from the exact index as the next one is about to come."""

    setting: str
    attack: Attack
    named: tuple[float, ...]
    off: dict[int, float]

    @property
    def promised(self) -> bool:
        return self.attack.every <= PROMISED_EVERY

    @property
    def keeps(self) -> bool:
        private = all(each <= most for each, most in zip(self.named, NAMED, strict=True))
        return private and all(off <= NEAR[n] for n, off in self.off.items())


def errors(months: Iterable[Month], attack: Attack) -> dict[int, float]:
    months, ends = list(months), attack.ends.tolist()
    found = {}
    for n in NEAR:
        at = ends.index(n)
        off = [np.abs(each.shown[at] - each.later[at]) for each in months]
        found[n] = float(np.quantile(np.array(off), DAYS_OF_100))
    return found


def printed(rows: list[Row]) -> None:
    print(
        f"{VISITORS:,} visitors, {DAYS} days of 8 answers; few stars: 1 to 3 at one statement.\n"
        f"Named at {FALSE[0]:.0%} and at {FALSE[1]:.0%} false accusations (at most {NAMED[0]:.0%}"
        f" and {NAMED[1]:.0%});\noff: 95 of 100 days, as the next picture is about to come"
        f" (at most {NEAR[40]} and {NEAR[200]}).\n"
    )
    print("| setting | six stars | own of all | own per visitor | named 1% | named 5% |", end="")
    print(" off at 40 | off at 200 | |\n|---|--:|--:|--:|--:|--:|--:|--:|---|")
    for row in rows:
        attack = row.attack
        print(
            f"| {row.setting} | {attack.ceiling:.0%} | {attack.own:.1%} | {attack.every - 1} |"
            f" {row.named[0]:.0%} | {row.named[1]:.0%} | {row.off[40]:.3f} | {row.off[200]:.3f} |"
            f" {_said(row)} |"
        )


def _said(row: Row) -> str:
    if not row.promised:
        return "not promised"
    return "keeps it" if row.keeps else "breaks it"
