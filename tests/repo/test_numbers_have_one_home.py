"""Text from outside becomes a number in `chassis.reading` and nowhere else."""

import ast
from collections.abc import Iterator
from pathlib import Path

from suara_local.places import ROOT

HOME = "chassis/reading.py"
# What answers requests, and what reads files that somebody sent.
PLACES = frozenset(
    {
        "chassis",
        "web",
        "handlers",
        "posters",
        "xlsforms",
        "formats",
        "pages",
        "api",
        "background",
        "shared",
        "images",
        "items",
        "words",
    }
)
CONVERTERS = frozenset({"int", "float", "complex", "Decimal", "Fraction"})
GUESSES = frozenset({"isdigit", "isdecimal", "isnumeric"})
# These convert what is ours already.
OURS = {
    "chassis/clock.py:ahead": "the file that moves the clock: what is wrong in it stops who asks",
    "chassis/config.py:_parse": "the environment: what is wrong in it stops the start",
    "chassis/health.py:fault": "the environment of a container",
    "chassis/positions.py:begin_at": "a number of PostgreSQL",
    "chassis/table_files.py:_text": "a cell that the library of spreadsheets read as a number",
    "chassis/topics.py:main": "the environment: what is wrong in it stops the start",
    "forms_service/visits/handlers/funnel.py:_numbers": "sums of PostgreSQL",
    "forms_service/posters/handlers/making.py:_sheet": "metres that our own template names",
    "forms_service/posters/rules/code.py:modules_of": "a size that the library of codes found",
    "forms_service/posters/rules/code.py:_luminance": "a colour whose digits were looked at before",
    "forms_service/shared/definitions/definition.py:_own": "the weight of one",
    "forms_service/shared/definitions/definition.py:_weights": "a sum that begins at nothing",
    "forms_service/shared/definitions/reading.py:_fraction": "a fraction of a file of ours",
    "forms_service/shared/hours.py:open_hours": "the hours between two moments",
    "forms_service/shared/pairing/effective.py:_newest": "the number of a published version",
    "forms_service/shared/period.py:before": "a period whose shape was looked at before",
    "forms_service/shared/period.py:bounds": "a period whose shape was looked at before",
    "forms_service/shared/period.py:months_before": "a period whose shape was looked at before",
    "forms_service/shared/period.py:onward": "a period whose shape was looked at before",
    "forms_service/shared/period.py:semester_of": "a period whose shape was looked at before",
    "forms_service/shared/hours_form.py:faulty_days": "a weekday out of a message of ours",
    "forms_service/shared/invalid_words.py:_shown": "a bound out of a message of ours",
    "forms_service/shared/wording.py:period_name": "the month of a period that is stored",
    "responses_service/exports/formats/spss_file.py:": "the missing value of SPSS",
    "responses_service/exports/formats/spss_file.py:_codes": "codes of a published form",
    "responses_service/exports/formats/spss_file.py:_number": "an answer that is stored",
    "responses_service/exports/handlers/contents.py:_plan": "the number of a published version",
    "responses_service/intake/handlers/limiting.py:admit": "seconds reckoned here",
    "responses_service/shared/issued.py:issue": "the clock",
    "responses_service/shared/issued.py:issued_at": "digits that we signed",
    "responses_service/shared/publishing.py:_send": "the clock",
    "responses_service/answering/handlers/form_page.py:_facts": "the clock's offset, and a bool",
    "responses_service/shared/words.py:period_words": "the month of a period that is stored",
    "scoring_service/handlers/book.py:_results": "fractions of a document of ours in PostgreSQL",
    "scoring_service/handlers/folded.py:folded": "keys of a document of ours in PostgreSQL",
    "scoring_service/handlers/small.py:_fractions": "fractions that we wrote down ourselves",
}


def conversions(path: Path) -> Iterator[str]:
    """The names of functions in which something is made a number, or asked whether it looks so;
    also where a converter is handed on, as to `map`."""
    waiting: list[tuple[ast.AST, str]] = [(ast.parse(path.read_text(encoding="utf-8")), "")]
    while waiting:
        node, function = waiting.pop()
        if isinstance(node, ast.Call):
            asked = {getattr(each, "id", "") for each in (node.func, *node.args)}
            looks = getattr(node.func, "attr", "") in GUESSES
            if looks or (asked & CONVERTERS and getattr(node.func, "id", "") != "isinstance"):
                yield function
        inner = node.name if isinstance(node, ast.FunctionDef) else function
        waiting += [(child, inner) for child in ast.iter_child_nodes(node)]


def test_no_other_place_makes_a_number_of_a_text() -> None:
    found = set()
    for path in (ROOT / "services").glob("*/*/**/*.py"):
        name = path.relative_to(ROOT / "services" / path.relative_to(ROOT).parts[1]).as_posix()
        places = {*name.removesuffix(".py").split("/")}
        if name != HOME and places & PLACES and "tests" not in places:
            found |= {f"{name}:{function}" for function in conversions(path)}
    assert found == OURS.keys()
