"""How sure an index is, and when a verdict turns."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from scoring_service.domain.basis import Basis
from scoring_service.domain.interval import interval, shown_end
from scoring_service.domain.recipients import OWN, Recipients
from scoring_service.domain.tallies import Layout, Tally
from scoring_service.domain.tipping import tipping

from scoring_cases.spelling import formula

Row = Mapping[str, str]
CODE, READ = "IPAK", "spkp-spak-minmax"


def intervals(row: Row) -> dict[str, object]:
    """`persons`: how many gave so many stars throughout; of so many `people`, where that is known
    and they are a draw."""
    read = formula(READ)
    layout = Layout(tuple((key, 1, 6) for key in read.weights[CODE]))
    tally = Tally.empty(layout)
    for group in row["persons"].split():
        people, stars = group.split("x")
        for _ in range(int(people)):
            tally.add(layout, dict.fromkeys(read.weights[CODE], int(stars)))
    found = interval(read, CODE, layout, tally, int(row["people"]) if row["people"] else None)
    return {
        "low": found and shown_end(found.low, [], up=False),
        "high": found and shown_end(found.high, [], up=True),
    }


def tips(row: Row) -> dict[str, object]:
    """`mean`: of the others, that turns the verdict; none where nothing of theirs does."""
    read = replace(formula(READ), thresholds={"limit": {CODE: Fraction(row["limit"])}})
    basis = Basis(Recipients(int(row["people"]), OWN), "open")
    (found,) = tipping(read, CODE, Fraction(row["value"]), int(row["n"]), basis)
    return {"others": str(found["others"]), "mean": found["mean"]}
