"""The reader of uploaded tables: every encoding, separator and limit; any bytes at all."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from chassis import tables
from chassis.table_files import LARGEST_FILE
from chassis.tables import Column, Row, read_table, repeated, whole_number
from hypothesis import given
from hypothesis import strategies as st

COLUMNS = (Column("code"), Column("name"), Column("count", needed=False))


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def problems(data: bytes) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.problem) for fault in read_table(data, COLUMNS).faults]


def cells(data: bytes) -> list[tuple[int, dict[str, str]]]:
    table = read_table(data, COLUMNS)
    assert table.faults == []
    return [(row.number, dict(row.cells)) for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_csv_file_in_every_usual_shape(encoding: str, separator: str, ending: str) -> None:
    lines = (["Code", "name"], ["W1", '"Kanwil, Café; A"'], ["", " "], ["W2", "=1+1"])
    text = ending.join(separator.join(line) for line in lines)
    assert cells(text.encode(encoding)) == [
        (2, {"code": "W1", "name": "Kanwil, Café; A", "count": ""}),
        (4, {"code": "W2", "name": "=1+1", "count": ""}),
    ]


def test_a_separator_is_told_by_the_columns_it_finds() -> None:
    assert cells(b"name;code;\nA, B, C;W1;\n") == [
        (2, {"code": "W1", "name": "A, B, C", "count": ""})
    ]


def test_a_workbook_gives_what_its_cells_show() -> None:
    data = workbook(
        ["Code", "Name", "Count"],
        [7, date(2026, 11, 24), 1200.0],
        [None, None, None],
        ["W2", datetime.fromisoformat("2026-11-24T08:30"), True],
        ["W3", 1.2, "1.200"],
    )
    assert cells(data) == [
        (2, {"code": "7", "name": "2026-11-24", "count": "1200"}),
        (4, {"code": "W2", "name": "2026-11-24T08:30:00", "count": "true"}),
        (5, {"code": "W3", "name": "1.2", "count": "1.200"}),
    ]


def test_a_formula_nobody_calculated_is_an_empty_cell_and_an_error_is_named() -> None:
    data = workbook(["code", "name"], ["W1", "=1+1"], ["W2", "#REF!"])
    assert problems(data) == [(2, "name", "empty"), (3, "name", "error_value")]


def test_every_fault_of_the_heading_is_named_and_no_row_is_read() -> None:
    data = b"\ncode,code,colour\nW1,W1,red\n"
    assert problems(data) == [
        (2, "code", "column_twice"),
        (2, "colour", "unknown_column"),
        (2, "name", "missing_column"),
    ]
    assert read_table(data, COLUMNS).rows == []


def test_every_faulty_cell_is_named_with_its_row() -> None:
    text = f'code,name\nW1,\n,A\nW3,"a\nb"\nW4,{"x" * 201}\nW5,A,B\nW6,fine\n'
    assert problems(text.encode()) == [
        (2, "name", "empty"),
        (3, "code", "empty"),
        (4, "name", "not_one_line"),
        (5, "name", "too_long"),
        (6, "", "outside"),
    ]
    assert [row.number for row in read_table(text.encode(), COLUMNS).sound()] == [7]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty_file"),
        (b"\n;;\n", "empty_file"),
        (b"code,name\n", "no_rows"),
        (b"code,name\n" + b"W,A\n" * (tables.MOST_ROWS + 1), "too_many_rows"),
        (b"x" * (LARGEST_FILE + 1), "too_large"),
        ("code,name\nW1,A\n".encode("utf-16"), "not_a_table"),
        (b"code,name\n\x81,A\n", "not_a_table"),
        (b'code,name\n"' + b"x" * 140_000 + b'",A\n', "broken_csv"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"old", "old_workbook"),
        (b"PK\x03\x04 and nothing else", "broken_workbook"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(data: bytes, problem: str) -> None:
    assert problems(data) == [(0, "", problem)]


def test_a_full_table_is_read() -> None:
    data = b"code,name\n" + b"W,A\n" * tables.MOST_ROWS
    assert len(cells(data)) == tables.MOST_ROWS


def test_a_file_that_unzips_to_too_much_is_refused_unread() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    assert len(file.getvalue()) < LARGEST_FILE
    assert problems(file.getvalue()) == [(0, "", "too_large_unzipped")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("1200", 1200),
        ("1.200.000", 1_200_000),
        ("1,200,000", 1_200_000),
        ("1.200", None),
        ("1,200", None),
        ("1.200,000", None),
        ("1.2", None),
        ("-5", None),
        ("12 000", None),
        ("٣", None),
        ("", None),
    ],
)
def test_a_number_counts_when_it_can_be_read_in_one_way_alone(
    text: str, number: int | None
) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["24/11/2026", "2026-13-01", "20261124", "2026-W48-2", ""])
def test_only_an_iso_date_is_a_date(text: str) -> None:
    assert tables.day(text) is None
    assert tables.day("2026-11-24") == date(2026, 11, 24)


def test_a_repeated_row_names_the_one_before() -> None:
    rows = [Row(2, {"code": "W1"}), Row(3, {"code": "W2"}), Row(5, {"code": "w1"})]
    (fault,) = repeated(rows, "code")
    assert (fault.row, fault.problem, fault.values["earlier"]) == (5, "repeated", 2)


def holds(data: bytes) -> None:
    """Rows or faults, each with words a page can show."""
    table = read_table(data, COLUMNS)
    assert table.rows or table.faults
    assert all(set(row.cells) == {"code", "name", "count"} for row in table.rows)


@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_faults(data: bytes) -> None:
    holds(data)
    holds(b"code,name\n" + data)
    holds(b"PK\x03\x04" + data)


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=40))
def test_a_damaged_workbook_gives_rows_or_faults(place: int, junk: bytes) -> None:
    data = bytearray(WORKBOOK)
    data[place : place + len(junk)] = junk
    holds(bytes(data))


WORKBOOK = workbook(["code", "name"], ["W1", "Kanwil"])
