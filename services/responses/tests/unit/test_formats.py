"""Files open where they are meant to be opened, with their labels; nothing in them is a formula."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pyreadstat
import pytest
from pyarrow import parquet
from responses_service.exports.formats import csv_file, xlsx_file
from responses_service.exports.formats.writers import WRITERS
from responses_service.exports.rules.variables import Variable, variables_of

FORM = {
    "items": [
        {"key": "and", "type": "stars", "points": 2, "text": {"id": "Tidak ada " + "é" * 200}},
        {
            "key": "jalur",
            "type": "one",
            "text": {"id": "Jalur"},
            "choices": [{"code": "a", "label": {"id": "Loket"}}, {"code": "b", "label": {}}],
        },
    ],
    "profile": [],
    "stars": {"words": [{"id": "tidak"}, {"id": "ya"}]},
}
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]


def variables() -> list[Variable]:
    keep = {"service", "excluded", "and", "jalur"}
    return [each for each in variables_of("microdata", [(1, FORM)]) if each.name in keep]


def rows() -> list[list[Any]]:
    return [[text, 0, 1 + place % 2, "ab"[place % 2]] for place, text in enumerate(FORMULAS)] + [
        [None, 1, None, None]
    ]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


def test_the_heading_of_a_csv_comes_before_the_first_row_is_asked_for() -> None:
    def never() -> Any:
        raise AssertionError("a row was asked for")
        yield

    assert next(csv_file.chunks(["a", "b"], never())) == "\ufeffa;b\r\n".encode()


def test_no_cell_of_a_csv_is_a_formula_and_numbers_stay_numbers() -> None:
    data = b"".join(csv_file.chunks(["x", "n"], [[text, -1] for text in FORMULAS]))
    frame = pandas.read_csv(io.BytesIO(data), sep=";", encoding="utf-8-sig")
    assert all(cell.startswith("'") for cell in frame["x"])
    assert set(frame["n"]) == {-1}


@pytest.mark.parametrize(
    "text", ["x,=1+1", 'x;"=1+1"', 'x,""=1', "x\n=1+1", "x\t@SUM(1)", 'a","=1']
)
def test_no_formula_begins_where_another_separator_would_end_a_cell(text: str) -> None:
    """Opened with commas, what was written with semicolons falls apart in other places."""
    data = b"".join(csv_file.chunks(["x", "n"], [[text, 0]])).decode("utf-8-sig")
    for sign in ",;\t":
        for line in data.splitlines():
            assert not [
                c for c in line.split(sign) if c.lstrip('"').startswith(("=", "+", "-", "@"))
            ]


def test_csv(file: Path) -> None:
    WRITERS["csv"](file, variables(), rows())
    frame = pandas.read_csv(file, sep=";", encoding="utf-8-sig")
    assert list(frame) == ["service", "excluded", "and", "jalur"]
    assert len(frame) == len(rows())


def test_xlsx_in_sheets_with_the_code_book(file: Path) -> None:
    xlsx_file.write(file, variables(), rows(), sheet_rows=3)
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    assert book.sheetnames == ["Codebook", "Data 1", "Data 2", "Data 3"]
    found = [list(row) for name in book.sheetnames[1:] for row in book[name].values]
    # A carriage return is written in words by the format itself.
    shown = [[text and text.replace("\r", "_x000D_"), *rest] for text, *rest in rows()]
    assert [row for row in found if row[0] != "service"] == shown
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    heading, *lines = book["Codebook"].values
    label = heading.index("label_id")
    assert ("and", "Tidak ada " + "é" * 200) in {(line[0], line[label]) for line in lines}


def test_spss_with_labels(file: Path) -> None:
    WRITERS["sav"](file, variables(), rows())
    frame, meta = pyreadstat.read_sav(file)
    assert list(frame) == ["service", "excluded", "v_and", "jalur"]
    assert meta.variable_value_labels == {
        "v_and": {1.0: "tidak", 2.0: "ya"},
        "jalur": {1.0: "Loket", 2.0: "b"},
    }
    assert meta.column_names_to_labels["v_and"].startswith("Tidak ada é")
    assert list(frame["v_and"])[:2] == [1.0, 2.0]
    assert frame["v_and"].isna().sum() == frame["jalur"].isna().sum() == 1


def test_parquet_with_labels(file: Path) -> None:
    WRITERS["parquet"](file, variables(), rows())
    frame = pandas.read_parquet(file)
    assert list(frame["and"])[:2] == [1, 2]
    schema = parquet.read_schema(file)
    assert "Tidak ada" in schema.field("and").metadata[b"label"].decode()
    assert '"ya"' in schema.field("and").metadata[b"values"].decode()
    assert b"codebook" in schema.metadata


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_without_rows_is_a_file(file: Path, name: str) -> None:
    WRITERS[name](file, variables(), [])
    assert file.stat().st_size > 0
