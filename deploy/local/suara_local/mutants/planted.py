"""A planted mistake, and the known ones that nobody can see."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "survivors.yaml"
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
    def name(self) -> tuple[str, str]:
        return self.place, self.change


def known_survivors() -> Known:
    """Why a mistake cannot be noticed, by place and change."""
    written = yaml.safe_load(FILE.read_text(encoding="utf-8")) or {}
    return {
        (place, change): why
        for place, changes in written.items()
        for change, why in changes.items()
    }


def outdated(found: Iterable[Planted], known: Known) -> list[tuple[str, str]]:
    """Listed, but noticed by now or no longer there."""
    survived = {each.name for each in found if not each.noticed}
    return [name for name in known if name not in survived]
