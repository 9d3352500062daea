"""Earlier answers enter the one record: all rows or none, never twice, and they count."""

import csv
import io
import json
from typing import Any

import httpx
import openpyxl
import psycopg
import pytest
from suara_local.finishing import finish, score
from suara_local.offices import new_office
from suara_local.running import Running, eventually

API = "/api/v1/answer-imports"
MONTHLY = "SPKP-SPAK"
ROWS = 40


@pytest.fixture(scope="module")
def admin(suara: Running) -> httpx.Client:
    return suara.api("admin")


@pytest.fixture(scope="module")
def unit(suara: Running) -> str:
    return new_office(suara)


@pytest.fixture(scope="module")
def required(suara: Running, unit: str) -> list[str]:
    """Items that must be answered, of the monthly survey; the IKM has none."""
    return list(suara.submission(suara.survey(unit))["answers"])


def table(heading: list[str], rows: list[list[Any]]) -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows([heading, *rows])
    return file.getvalue().encode("utf-8-sig")


def first_day(survey: dict[str, Any]) -> str:
    """Of the month or half-year of the survey."""
    year, part = survey["period"].split("-")
    month = {"S1": "01", "S2": "07"}.get(part, part)
    return f"{year}-{month}-01"


def good(suara: Running, unit: str, stars: int = 3) -> bytes:
    survey = suara.survey(unit, "IKM")
    items = list(suara.submission(survey)["answers"])
    day, names = first_day(survey), services_of(suara, survey)
    rows = [[day, names[n % len(names)], *[stars] * len(items)] for n in range(ROWS)]
    return table(["date", "service", *items], rows)


def services_of(suara: Running, survey: dict[str, Any]) -> list[str]:
    """Their names, as people write them into a table."""
    form = suara.api("admin").get(f"/api/v1/forms/{survey['code']}").json()
    return [each["name"].upper() for each in form["services"]]


def send(
    suara: Running,
    unit: str,
    client: httpx.Client,
    data: bytes,
    /,
    *,
    name: str = "lama.csv",
    of: str = "IKM",
    **more: str,
) -> httpx.Response:
    period = suara.survey(unit, of)["period"]
    wish = {"unit": unit, "instrument": of, "period": period}
    return client.post(API, data={**wish, **more}, files={"file": (name, data)}, timeout=60)


def stored(suara: Running, survey: dict[str, Any]) -> list[Any]:
    with psycopg.connect(suara.stack.superuser_url("responses")) as database:
        return database.execute(
            "SELECT mode, state, flagged, service, served_on::text, answered_at = issued_at"
            " FROM records WHERE survey_id = %s AND mode = 'import'",
            [survey["survey_id"]],
        ).fetchall()


def test_a_dry_run_names_every_faulty_row_and_stores_nothing(
    suara: Running, unit: str, admin: httpx.Client, required: list[str]
) -> None:
    fine = [3] * len(required)
    day = first_day(suara.survey(unit, MONTHLY))
    rows = [
        [day, *fine],
        ["1/2/2026", *fine],
        ["2019-01-01", *fine],
        [day, "9", *fine[1:]],
        [day, "", *fine[1:]],
        [day, "=1+1", "tiga", *fine[2:]],
    ]
    data = table(["date", *required], rows)
    answer = send(suara, unit, admin, data, of=MONTHLY, dry_run="true").json()
    found = [(each["row"], each["column"], each["problem"]) for each in answer["faults"]]
    assert found == [
        (3, "date", "not_a_day"),
        (4, "date", "outside_period"),
        (5, required[0], "choice"),
        (6, required[0], "empty"),
        (7, required[0], "choice"),
        (7, required[1], "choice"),
    ]
    assert answer["faulty"] == 5
    assert all(each["message"] and each["way_out"] for each in answer["faults"])
    refused = send(suara, unit, admin, data, of=MONTHLY)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "row 3: date"
    assert stored(suara, suara.survey(unit, MONTHLY)) == []


def test_a_mapping_is_part_of_the_request(
    suara: Running, unit: str, admin: httpx.Client, required: list[str]
) -> None:
    heading = [f"Pertanyaan {number}" for number, _ in enumerate(required, 1)]
    data = table(heading, [[3] * len(required)])

    def tried(mapping: dict[str, str]) -> dict[str, Any]:
        more = {"dry_run": "true", "mapping": json.dumps(mapping)}
        return dict(send(suara, unit, admin, data, of=MONTHLY, **more).json())

    lacking = send(suara, unit, admin, data, of=MONTHLY, dry_run="true").json()
    assert {(each["problem"], each["row"]) for each in lacking["faults"]} == {("missing_column", 0)}
    mapping = dict(zip(heading, required, strict=True))
    found = tried(mapping)
    assert (found["faults"], found["new"]) == ([], 1)
    wrong = {**mapping, heading[0]: required[1], "Tidak ada": required[0], heading[2]: "jam"}
    problems = {each["problem"] for each in tried(wrong)["faults"]}
    assert problems == {"target_twice", "no_such_column", "no_such_target", "missing_column"}
    for bad in ("[1]", "{", '{"a": 1}'):
        refused = send(suara, unit, admin, data, of=MONTHLY, mapping=bad)
        assert refused.json()["errors"][0]["field"] == "mapping"


def test_all_rows_once_into_a_closed_survey_and_they_count(
    suara: Running, admin: httpx.Client
) -> None:
    unit = new_office(suara)
    survey, data = suara.survey(unit, "IKM"), good(suara, unit)
    suara.end(survey)

    def outcome(client: httpx.Client, content: bytes, **more: str) -> tuple[int, int]:
        answer = send(suara, unit, client, content, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()["new"], answer.json()["unchanged"]

    assert outcome(admin, data, dry_run="true") == (ROWS, 0)
    assert outcome(admin, data) == (ROWS, 0)
    eventually(lambda: len(stored(suara, survey)), ROWS)
    day = first_day(survey)
    assert {row[:3] + row[4:] for row in stored(suara, survey)} == {
        ("import", "counted", False, day, True)
    }
    assert outcome(admin, data) == (0, ROWS)
    # The same table from a spreadsheet is the same file.
    assert outcome(admin, as_xlsx(data), name="lama.xlsx") == (0, ROWS)
    assert len(stored(suara, survey)) == ROWS

    eventually(lambda: score(suara, survey)["count"], ROWS)
    assert finish(suara, survey)["n"] == ROWS


def as_xlsx(data: bytes) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"):
        book.active.append([int(cell) if cell.isdecimal() else cell for cell in row])
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty_file"),
        (b"date;x\n", "no_rows"),
        (b"PK\x03\x04broken", "broken_workbook"),
        (b"\xff\xfea\x00", "not_a_table"),
        (b"a;a\n1;2\n", "column_twice"),
        (";".join(f"c{n}" for n in range(70)).encode() + b"\n1\n", "too_many_columns"),
        (b"a\n" + b"1\n" * 5001, "too_many_rows"),
    ],
)
def test_files_that_cannot_be_read_are_named(
    suara: Running, unit: str, admin: httpx.Client, data: bytes, problem: str
) -> None:
    answer = send(suara, unit, admin, data, dry_run="true").json()
    assert answer["faults"][0]["problem"] == problem


def test_only_whom_it_is_given_to_and_only_in_scope(
    suara: Running, unit: str, admin: httpx.Client
) -> None:
    data = good(suara, unit)
    for user in ("operator.w20-01", "pemantau.w20", "statistisi"):
        assert send(suara, unit, suara.api(user), data).status_code == 403, user
    for wrong, field in (
        ({"unit": "W99-99"}, "unit"),
        ({"unit": "a\x00"}, "unit"),
        ({"period": "2019-01"}, "period"),
        ({"instrument": "ADA"}, "period"),
    ):
        refused = send(suara, unit, admin, data, **wrong)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == field
