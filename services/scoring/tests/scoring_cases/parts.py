"""The index of each service and of each way of answering."""

from collections.abc import Mapping
from fractions import Fraction

from scoring_service.domain import methods
from scoring_service.domain.parts import parts
from scoring_service.domain.strata import Strata, Stratum
from scoring_service.domain.tallies import Layout, Tally

from scoring_cases.spelling import formula, with_mean

Row = Mapping[str, str]


def told(row: Row) -> dict[str, object]:
    """`answers`: "paspor self 40 5.40; ..." are service, way, people, the mean of every item, and
    `marked` where they are. A group is "paspor 40 3.640000", joined ones "paspor+visa ..."."""
    read, code = formula(row["formula"]), row["index"]
    scale = read.scale
    layout = Layout(
        tuple(
            (item, scale.low, scale.high - scale.low + 1)
            for weights in read.weights.values()
            for item in weights
        )
    )
    strata = Strata(layout)
    for entry in row["answers"].split(";"):
        service, mode, people, mean, *marked = entry.split()
        counts = with_mean(Fraction(mean), scale, int(people)) * len(layout.items)
        pairs = [0] * len(layout.pairs)
        tally = Tally(counts, pairs, pairs, pairs, pairs, int(people))
        strata.add(Stratum(service, mode, bool(marked), "none"), tally)
    lists = {part["by"]: part["groups"] for part in parts(read, strata)}
    found: dict[str, object] = {
        by: [
            f"{'+'.join(group['names'])} {group['n']} {index['value']}"
            for group in lists.get(by, [])
            for index in group["indices"]
            if index["code"] == code
        ]
        for by in ("service", "mode")
    }
    return {**found, "index": methods.index(read, code, strata.total().by_item(layout)).value}
