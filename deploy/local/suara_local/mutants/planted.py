"""A planted mistake, and the known ones that nobody can see."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "survivors.yaml"
EVERY = ""
"""Instead of one change: all that survive at the place."""
Known = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Planted:
    """`kind`, and `part` of it, are lines of the closing table; `place` is the function or table,
    `change` says what became of what."""

    kind: str
    part: str
    place: str
    change: str
    noticed: bool

    @property
    def names(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Under which it may be listed."""
        return (self.place, self.change), (self.place, EVERY)


def known_survivors() -> Known:
    """Why a mistake cannot be noticed, by place and change."""
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        (place, change): why
        for place, listed in written.items()
        for change, why in (listed if isinstance(listed, dict) else {EVERY: listed}).items()
    }


def why(survivor: Planted, known: Known) -> str:
    """Empty when nobody has explained it."""
    return next((known[name] for name in survivor.names if name in known), "")


def outdated(found: Iterable[Planted], known: Known) -> list[tuple[str, str]]:
    """Listed, but noticed by now or no longer there."""
    survived = {name for each in found if not each.noticed for name in each.names}
    return [name for name in known if name not in survived]
