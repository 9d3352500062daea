"""Facts before and after, group by group: what is gone or different is a loss."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Group = dict[str, Any]
SHOWN = 5


@dataclass(frozen=True)
class Line:
    """One line of the table; `losses` names what is gone or different."""

    fact: str
    before: int
    after: int
    losses: list[str]

    def __str__(self) -> str:
        told = "nothing lost" if not self.losses else f"LOST {len(self.losses)}"
        return f"  {self.fact:<44} {self.before:>9,} -> {self.after:>9,}   {told}"


def compared(fact: str, before: Group, after: Group, besides: frozenset[str] = frozenset()) -> Line:
    """Every key of before is there after with everything it held; a group may grow. `besides`
    names keys that were changed on purpose in between."""
    losses = [
        f"{key}: {'; '.join(lost(after[key], value)) if key in after else 'gone'}"
        for key, value in before.items()
        if key not in besides and not (key in after and holds(after[key], value))
    ]
    return Line(fact, len(before), len(after), losses)


def grown(fact: str, before: dict[str, int], after: dict[str, int]) -> Line:
    """Numbers of which none may fall."""
    fell = [
        f"{key}: {number:,} -> {after.get(key, 'gone')}"
        for key, number in before.items()
        if after.get(key, -1) < number
    ]
    return Line(fact, sum(before.values()), sum(after.get(key, 0) for key in before), fell)


def holds(new: Any, old: Any) -> bool:
    """Whether `new` says all that `old` said; an object may have gained fields."""
    return not [*lost(new, old)]


def lost(new: Any, old: Any, at: str = "") -> Iterator[str]:
    """What `old` said and `new` does not, by the names of its fields."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name, value in old.items():
            place = f"{at}.{name}" if at else str(name)
            yield from lost(new[name], value, place) if name in new else [f"{place} gone"]
    elif isinstance(old, list) and isinstance(new, list) and len(new) == len(old):
        for number, (one, other) in enumerate(zip(new, old, strict=True)):
            yield from lost(one, other, f"{at}[{number}]")
    elif new != old:
        yield f"{at} {_short(old)} -> {_short(new)}"


def printed(title: str, lines: list[Line]) -> int:
    """The table on the terminal; return the number of losses."""
    print(f"\n{title}\n")
    for line in lines:
        print(line)
        for loss in line.losses[:SHOWN]:
            print(f"      {loss}")
    print(flush=True)
    return sum(len(line.losses) for line in lines)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) < 160 else f"{text[:157]}..."
