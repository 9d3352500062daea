"""The units below an office in a month, quarter or semester, as it is published."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contracts.enough import DETAILED_FROM
from scoring_service.domain.methods import Formula
from scoring_service.domain.pooling import known
from scoring_service.domain.summaries import Result, Unit, region, unit

from scoring_cases.spelling import formula, parts

Row = Mapping[str, str]


def regions(row: Row) -> dict[str, object]:
    """Units are set apart by a bar: "A: 2026-07 40 5.40; 2026-08 50 5.30 | B: 2026-07 30 5", those
    without a result by their name alone; another formula stands behind the name, "C spkp-spak-prop:
    …". N=0 is confirmed to be without service."""
    units: dict[str, Unit | None] = {}
    for text in row["units"].split("|"):
        head, _, months = text.partition(":")
        name, *code = head.split()
        units[name] = _unit(row, code[0] if code else row["formula"], months)
    told: Any = region(units)
    index = told["indices"][0] if told else {}
    return {
        "mean": index.get("mean") or "-",
        "shown": index.get("display") or "-",
        "valid": f"{told['valid']} of {told['units']}" if told else "-",
        "complete": str(told["complete"]) if told else "-",
        "few": str(told["few"]) if told else "-",
        "other_formula": str(told["other_formula"]) if told else "-",
        "people": str(told["n"]) if told else "-",
        "pooled": index.get("pooled") or "-",
        "joined": index.get("joined") or "-",
    }


def _unit(row: Row, code: str, months: str) -> Unit | None:
    if not months.strip():
        return None
    read = formula(code)
    alone: Formula = replace(
        read,
        weights={row["index"]: read.weights[row["index"]]},
        thresholds={
            name: {row["index"]: each[row["index"]]}
            for name, each in read.thresholds.items()
            if row["index"] in each
        },
    )
    told = known(read, row["index"], parts(read, [row["index"]], months))
    results = {
        month: Result(code, each.responses, {row["index"]: each.value})
        if each.responses >= DETAILED_FROM and each.value is not None
        else Result(code, each.responses, {}, "few")
        for month, each in told.items()
        if each.responses
    }
    idle = [month for month, each in told.items() if each.recipients == 0]
    return unit(row["period"], results, idle, {code: alone})
