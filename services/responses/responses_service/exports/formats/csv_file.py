"""CSV for the spreadsheet of an Indonesian office: semicolons, UTF-8 with its mark."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from chassis.imports import inert

from responses_service.exports.rules.variables import Variable, codebook

LINES = 1000
BOM = "\ufeff"


def chunks(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The heading at once, before the first row is asked for; then a thousand lines at a time."""
    yield (BOM + _lines([names])).encode()
    lines = iter(rows)
    while some := list(islice(lines, LINES)):
        yield _lines(some).encode()


def write(path: Path, variables: Sequence[Variable], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("wb") as file:
        file.writelines(chunks([each.name for each in variables], rows))


def codebook_csv(variables: Sequence[Variable]) -> bytes:
    """A line a variable or code, a column a language."""
    names, lines = codebook_table(variables)
    return b"".join(chunks(names, lines))


def codebook_table(variables: Sequence[Variable]) -> tuple[list[str], list[list[Any]]]:
    lines = list(codebook(variables))
    languages = sorted({language for line in lines for language in line["label"]}, key=_official)
    heads = ["variable", "item", "scale", "versions", "code", "number"]
    rows = [
        [*(line[head] for head in heads), *(line["label"].get(each, "") for each in languages)]
        for line in lines
    ]
    return [*heads, *(f"label_{each}" for each in languages)], rows


def _official(language: str) -> tuple[bool, str]:
    """Indonesian, which is the official wording, before the others."""
    return language != "id", language


def _lines(rows: Iterable[Sequence[Any]]) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows(
        [inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return file.getvalue()
