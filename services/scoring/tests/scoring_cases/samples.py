"""How many answers a unit needs."""

from collections.abc import Mapping
from math import ceil

from scoring_service.domain import sampling
from scoring_service.domain.methods import round_half_up

Row = Mapping[str, str]


def krejcie_morgan(row: Row) -> dict[str, object]:
    exact = sampling.krejcie_morgan_exact(int(row["recipients"]))
    sample = sampling.krejcie_morgan(int(row["recipients"]))
    return {"exact": exact, "sample": str(sample), "rounded_up": str(ceil(exact))}


def slovin(row: Row) -> dict[str, object]:
    exact = sampling.slovin_exact(int(row["recipients"]))
    sample = sampling.slovin(int(row["recipients"]))
    return {"exact": exact, "sample": str(sample), "half_up": str(round_half_up(exact, 0))}


def targets(row: Row) -> dict[str, object]:
    found = sampling.target(int(row["recipients"]), int(row["minimum"]))
    return {"target": str(found.target), "rule": found.rule}
