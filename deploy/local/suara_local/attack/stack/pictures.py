"""What was published, and of which answers it was: an attacker knows the rule, who came when, and
what was decided."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.enough import DETAILED_FROM

from suara_local.attack.month.attacker import FEW, STATEMENT
from suara_local.attack.month.months import INDICES
from suara_local.attack.stack.answers import Answer

# Releases, beside their variants.
MAIN = ("coarse", "final", "correction")


@dataclass(frozen=True)
class Picture:
    """Figures of one release: both indices, coarse or exact, of the answers that it `held`; `low`
    is how many of all gave few stars at the statement, where options are shown."""

    number: int
    kind: str
    values: tuple[float, ...]
    held: frozenset[Answer]
    low: int | None = None

    @property
    def exact(self) -> bool:
        return self.kind != "coarse"

    @property
    def said(self) -> str:
        return f"{self.kind} {', '.join(f'{value:.2f}' for value in self.values)}"


def pictures_of(
    released: dict[str, Any],
    answers: Collection[Answer],
    out: Collection[Answer],
    before: Sequence[Picture],
) -> list[Picture]:
    """The release and its variants, as far as they have values. RuntimeError where it is of another
    number of answers than the rule says: then nobody knows what it holds."""
    held = frozenset(answers)
    if released["reason"] == "recipients":
        held = next(each.held for each in reversed(before) if each.kind in MAIN)
    elif released["kind"] != "coarse":
        held -= frozenset(out)
    if released["n"] != len(held):
        raise RuntimeError(f"{released['kind']} of {released['n']} answers, not of {len(held)}")
    others = {
        "with_excluded": frozenset(answers),
        "without_flagged": frozenset(each for each in held if not each.marked),
    }
    found = [_picture(released, released["kind"], released["indices"], held)]
    found += [
        _picture(released, each["name"], each["indices"], others[each["name"]])
        for each in released["variants"]
    ]
    return [each for each in found if each]


def apart(pictures: Iterable[Picture]) -> list[int]:
    """Of every two exact figures of other answers, how many are in one of them alone."""
    exact = [each.held for each in pictures if each.exact]
    pairs = [(one, two) for at, one in enumerate(exact) for two in exact[:at]]
    return [len(one ^ two) for one, two in pairs if one != two]


def tells_of_few(pictures: Sequence[Picture]) -> bool:
    """Whether an exact figure is of fewer than ten answers, or two are fewer than ten apart."""
    sizes = [len(each.held) for each in pictures if each.exact]
    return any(0 < size < DETAILED_FROM for size in (*sizes, *apart(pictures)))


def _picture(
    released: dict[str, Any], kind: str, indices: list[dict[str, Any]], held: frozenset[Answer]
) -> Picture | None:
    values = {each["code"]: each["value"] for each in indices}
    found = tuple(float(values[code]) for code in INDICES if values.get(code))
    if len(found) < len(INDICES):
        return None
    low = _low(released) if kind == released["kind"] else None
    return Picture(released["number"], kind, found, held, low)


def _low(released: dict[str, Any]) -> int | None:
    if not released["indicators"]:
        return None
    options: list[int] = released["indicators"][STATEMENT]["options"]
    return sum(options[:FEW])
