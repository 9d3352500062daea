"""The writers by format. Their libraries weigh more than a web process may, and more than one file
needs: a writer brings its own when it begins."""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from responses_service.exports.rules.variables import Variable

Writer = Callable[[Path, Sequence[Variable], Iterable[list[Any]]], None]


def _of(module: str) -> Writer:
    def write(path: Path, variables: Sequence[Variable], rows: Iterable[list[Any]]) -> None:
        import_module(f"{__package__}.{module}").write(path, variables, rows)

    return write


WRITERS: dict[str, Writer] = {
    "csv": _of("csv_file"),
    "xlsx": _of("xlsx_file"),
    "sav": _of("spss_file"),
    "parquet": _of("parquet_file"),
}
