"""What an uploaded file may not be, and what pyxform says of a faulty form."""

import io
import zipfile

import pytest
from forms_service.xlsforms.rules.model import NotAForm
from forms_service.xlsforms.rules.reading import read_xlsform
from openpyxl import Workbook


def workbook(**sheets: list[list[object]]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


GOOD = [["type", "name", "label"], ["integer", "umur", "Umur"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_workbook"),
        (b"type,name\ninteger,umur", "not_a_workbook"),
        (b"PK\x03\x04 broken", "not_a_workbook"),
        (bytes(2_000_001), "too_large"),
        (with_part(workbook(survey=GOOD), "x.bin", bytes(10_000_000)), "too_large_unzipped"),
        (with_part(workbook(survey=GOOD), "xl/vbaProject.bin", b"x"), "macros"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "unreadable"),
        (workbook(survey=[*GOOD, *[["note", f"n{n}", "x"] for n in range(5000)]]), "too_many_rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_a_file_that_could_hurt_is_refused_before_it_is_read(data: bytes, code: str) -> None:
    with pytest.raises(NotAForm) as refused:
        read_xlsform(data, "UJI")
    assert refused.value.code == code


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(NotAForm):
        read_xlsform(file.getvalue(), "UJI")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["type", "name", "label"], ["", "umur", "Umur"]], "[row : 2] Question with no type"),
        ([["type", "name", "label"], ["select_one x", "a", "A"]], "choices sheet"),
        ([["type", "name", "label"], ["unheard", "a", "A"]], "unheard"),
        ([["type", "name", "label"], ["begin group", "a", "A"]], "begin"),
        ([["type", "name", "label", "relevant"], ["text", "a", "A", "${b} = 1"]], "b"),
    ],
)
def test_a_form_that_pyxform_refuses_comes_back_with_its_words(
    rows: list[list[object]], said: str
) -> None:
    with pytest.raises(NotAForm) as refused:
        read_xlsform(workbook(survey=rows), "UJI")
    assert refused.value.code == "refused"
    assert said in refused.value.said


def test_a_formula_is_read_as_its_value_and_never_evaluated() -> None:
    rows = [["type", "name", "label", "hint"], ["integer", "umur", "Umur", "=1+1"]]
    found = read_xlsform(workbook(survey=rows), "UJI")
    assert found.definition["items"][0]["text"] == {"id": "Umur"}
    assert found.definition["items"][0]["info"] is None
