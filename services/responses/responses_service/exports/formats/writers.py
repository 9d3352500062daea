"""The writers by format; their libraries weigh more than a web process may, so that only the
process that writes files imports this."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from responses_service.exports.formats import csv_file, parquet_file, spss_file, xlsx_file
from responses_service.exports.rules.variables import Variable

Writer = Callable[[Path, Sequence[Variable], Iterable[list[Any]]], None]
WRITERS: dict[str, Writer] = {
    "csv": csv_file.write,
    "xlsx": xlsx_file.write,
    "sav": spss_file.write,
    "parquet": parquet_file.write,
}
