"""SPSS: every closed question is a number with the labels of its values, as its users expect."""

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from responses_service.exports.rules.variables import Variable

RESERVED = frozenset(
    {
        "all",
        "and",
        "by",
        "eq",
        "ge",
        "gt",
        "le",
        "lt",
        "ne",
        "not",
        "or",
        "to",
        "with",
    }
)
# What SPSS takes at most of a label of a variable and of a value, in bytes.
LABEL, VALUE_LABEL = 255, 119
MISSING = float("nan")


def write(path: Path, variables: Sequence[Variable], rows: Iterable[Sequence[Any]]) -> None:
    """In memory as a whole, since the library takes no part of a file: 8 bytes a number."""
    codes = [_codes(each) for each in variables]
    columns: list[Any] = [array("d") if _is_number(each) else [] for each in variables]
    for row in rows:
        for column, known, cell in zip(columns, codes, row, strict=True):
            if isinstance(column, array):
                column.append(_number(known, cell))
            else:
                column.append("" if cell is None else str(cell))
    names = [_name(each) for each in variables]
    frame = pd.DataFrame(
        {
            name: np.frombuffer(column) if isinstance(column, array) and column else column
            for name, column in zip(names, columns, strict=True)
        }
    )
    pyreadstat.write_sav(
        frame,
        path,
        column_labels=[_cut(_word(each.label), LABEL) for each in variables],
        variable_value_labels=_value_labels(names, variables, codes),
        variable_format={
            name: "F8.0" for name, each in zip(names, variables, strict=True) if _is_number(each)
        },
        row_compress=True,
    )


def _is_number(variable: Variable) -> bool:
    """Choices of many stay text: one cell holds several codes."""
    return variable.is_number or bool(variable.values) and variable.scale == "one"


def _codes(variable: Variable) -> dict[str, int]:
    if variable.is_number:
        return {code: int(code) for code in variable.values}
    return {code: number for number, code in enumerate(variable.values, 1)}


def _number(codes: dict[str, int], cell: Any) -> float:
    if cell is None:
        return MISSING
    return float(codes.get(cell, MISSING) if isinstance(cell, str) else cell)


def _value_labels(
    names: Sequence[str], variables: Sequence[Variable], codes: Sequence[dict[str, int]]
) -> dict[str, dict[int | float, str]]:
    return {
        name: {
            known[code]: _cut(_word(words) or code, VALUE_LABEL)
            for code, words in each.values.items()
        }
        for name, each, known in zip(names, variables, codes, strict=True)
        if each.values and _is_number(each)
    }


def _word(words: Any) -> str:
    """The official wording, which is Indonesian."""
    return str(words.get("id") or next(iter(words.values()), ""))


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")


def _name(variable: Variable) -> str:
    return f"v_{variable.name}" if variable.name in RESERVED else variable.name
