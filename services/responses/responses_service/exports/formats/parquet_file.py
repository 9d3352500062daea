"""Parquet in row groups; labels stand in the metadata of each column and the file."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from responses_service.exports.rules.variables import Variable, codebook

GROUP = 50_000


def write(path: Path, variables: Sequence[Variable], rows: Iterable[Sequence[Any]]) -> None:
    schema = pa.schema(
        [_field(each) for each in variables],
        metadata={"codebook": json.dumps(list(codebook(variables)), ensure_ascii=False)},
    )
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for some in _groups(rows):
            columns = list(zip(*some, strict=True))
            arrays = [
                pa.array(_typed(each, column), type=each.type)
                for each, column in zip(schema, columns, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _groups(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    rest = iter(rows)
    while some := list(islice(rest, GROUP)):
        yield some


def _typed(field: pa.Field, column: Sequence[Any]) -> list[Any]:
    if field.type == pa.int64():
        return list(column)
    return [None if cell is None else str(cell) for cell in column]


def _field(variable: Variable) -> pa.Field:
    told = {"label": dict(variable.label), "values": dict(variable.values)}
    metadata = {
        name: json.dumps(words, ensure_ascii=False) for name, words in told.items() if words
    }
    return pa.field(
        variable.name, pa.int64() if variable.is_number else pa.string(), metadata=metadata
    )
