"""Forms made by other tools (tests/xlsforms/SOURCE.md): they go in, everything that does not come
over is named, and what goes out again is a form for pyxform."""

from pathlib import Path

import pytest
from forms_service.xlsforms.rules.model import WHYS, Imported, Unsupported
from forms_service.xlsforms.rules.reading import read_xlsform
from forms_service.xlsforms.rules.writing import write_xlsform
from openpyxl import load_workbook
from pyxform.xls2xform import convert

FILES = Path(__file__).parents[1] / "xlsforms"
# openpyxl says that it does not keep extensions of Excel, which nobody asks of it.
pytestmark = pytest.mark.filterwarnings("ignore:Unknown extension:UserWarning")


def imported(name: str) -> Imported:
    return read_xlsform((FILES / name).read_bytes(), "UJI")


def survey() -> list[tuple[object, ...]]:
    book = load_workbook(FILES / "xlsform_spec_test.xlsx", data_only=True)
    return [tuple(row) for row in book["survey"].values]


def named(found: Imported, sheet: str, row: int) -> set[tuple[str, str]]:
    return {(e.construct, e.why) for e in found.unsupported if (e.sheet, e.row) == (sheet, row)}


@pytest.mark.parametrize("name", ["xlsform_spec_test.xlsx", "tutorial.xls"])
def test_what_comes_out_passes_the_validation_of_pyxform(name: str) -> None:
    written = write_xlsform(imported(name).definition)
    assert "<h:html" in convert(xlsform=written, file_type=".xlsx", validate=False).xform
    again = read_xlsform(written, "UJI")
    assert again.definition["items"] == [
        {**each, "source": "XLSForm"} for each in imported(name).definition["items"]
    ]


def test_every_question_of_the_specification_comes_over_or_is_named() -> None:
    found = imported("xlsform_spec_test.xlsx")
    rows = [row for row in survey()[1:] if row[1] and not str(row[0]).startswith("end ")]
    names = {str(row[1]).lower().replace("-", "_").strip("_") for row in rows}
    kept = {item["key"].removeprefix("q_") for item in found.definition["items"]}
    kept |= {section["key"] for section in found.definition["sections"]}
    spoken = " ".join(each.construct for each in found.unsupported).lower()
    assert {name for name in names - kept if name not in spoken} == set()


def test_every_filled_cell_of_the_specification_is_read_or_named() -> None:
    """Cell by cell: nothing is lost in silence."""
    found = imported("xlsform_spec_test.xlsx")
    head, *rows = survey()
    understood = {"type", "name", "label::english", "hint", "required", "relevant"}
    whole = {e.row for e in found.unsupported if e.why in ("question_dropped", "metadata_dropped")}
    for number, row in enumerate(rows, start=2):
        for heading, value in zip(head, row, strict=True):
            chinese = str(heading).endswith(("label::chinese", "hint::chinese"))
            if not value or value == "FALSE" or heading in understood or chinese:
                continue
            if number not in whole and not str(row[0]).startswith("end"):
                constructs = [construct for construct, _ in named(found, "survey", number)]
                said = any(each.startswith(f"{heading}:") for each in constructs)
                assert said or _bounds(found, row, heading), (number, heading, constructs)


def _bounds(found: Imported, row: tuple[object, ...], heading: object) -> bool:
    """A constraint that became the limits of a number, or an appearance that chose the type."""
    item = next(item for item in found.definition["items"] if item["key"] == row[1])
    if heading == "constraint":
        return "min" in item or "max" in item
    return heading == "appearance" and item["type"] == "long_text"


def test_what_the_specification_has_and_suara_has_not_is_named_with_sheet_and_row() -> None:
    found = imported("xlsform_spec_test.xlsx")
    assert named(found, "survey", 1) >= {("chinese", "language_dropped")}
    assert named(found, "survey", 15) >= {("begin repeat", "asked_once")}
    assert named(found, "survey", 34) == {("geopoint (geopoint_test)", "question_dropped")}
    assert named(found, "survey", 40) == {("calculate (calculate_test)", "question_dropped")}
    assert named(found, "survey", 46) == {("today (today)", "metadata_dropped")}
    assert named(found, "survey", 5) == {("${my_name}", "reference_removed")}
    assert named(found, "choices", 4) >= {("image", "column_ignored")}
    assert named(found, "settings", 2) >= {("submission_url", "setting_ignored")}
    assert named(found, "columns", 1) == {("columns", "sheet_ignored")}
    assert {each.why for each in found.unsupported} <= set(WHYS)


def test_the_tutorial_keeps_its_conditions() -> None:
    found = imported("tutorial.xls")
    items = {item["key"]: item for item in found.definition["items"]}
    assert items["age_in_months"]["show_if"] == {
        "all": [{"item": "older_than_five", "is": "equals", "value": "no"}]
    }
    assert [each["item"] for each in items["pregnant"]["show_if"]["all"]] == [
        "sex",
        "age_in_years",
        "age_in_years",
    ]
    assert items["sex"]["choices"][0] == {"code": "male", "label": {"id": "Male"}}
    assert Unsupported("survey", 2, "begin repeat", "asked_once") in found.unsupported
    assert found.definition["official"] is False
    assert found.definition["notice"] == {"id": "Bukan instrumen resmi."}
