"""Kinds of practice units, and which unit is of which kind; pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

SEED = 20261124


@dataclass(frozen=True)
class Kind:
    """`often`: so many units of a hundred. A month has `recipients` people, between two numbers, of
    whom the share `top` gives six stars throughout (`coverage.visitors`) and `dissatisfied` are.
    `answering` is the share of all who answer themselves. Of the answers that a unit has in the
    end, the shares `clerk` and `script` were filled in by its staff or sent by a program."""

    often: int
    recipients: tuple[int, int]
    top: float
    dissatisfied: float
    answering: float
    clerk: float = 0.0
    script: float = 0.0


DEMO: Final = "demo"
KINDS: Mapping[str, Kind] = {
    "honest": Kind(36, (80, 320), 0.67, 0.04, 0.25),
    "large": Kind(8, (900, 2400), 0.82, 0.03, 0.09),
    "small": Kind(20, (8, 36), 0.45, 0.06, 0.6),
    # Nearly everybody gives six stars, and means it.
    "ceiling": Kind(14, (120, 400), 0.91, 0.02, 0.25),
    "unhappy": Kind(8, (100, 300), 0.45, 0.22, 0.22),
    # Few are asked; the clerk fills in the rest of the target.
    "lazy": Kind(8, (100, 300), 0.45, 0.06, 0.06, clerk=0.8),
    "cheating": Kind(6, (100, 300), 0.45, 0.12, 0.12, script=0.6),
    # Honest as well; which they are and how many come is known (`months`).
    DEMO: Kind(0, (400, 400), 0.67, 0.04, 0.3),
}


def chance(*about: str) -> np.random.Generator:
    """The same for the same words, on every machine and in whatever order units are asked for."""
    digest = hashlib.sha256(":".join([str(SEED), *about]).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest))


def kind_of(unit: str) -> str:
    """The name of its kind; `unit` is the code of the office."""
    often = [kind.often for kind in KINDS.values()]
    place = chance("kind", unit).choice(len(KINDS), p=np.divide(often, sum(often)))
    return list(KINDS)[place]
