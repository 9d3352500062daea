"""A file of many answers: at once, in little memory, in no order, and of one unit alone.

`make prove-export` runs the same with 1,000,000 answers and prints what it measured.
"""

import csv
import io
import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pandas
import psutil
import psycopg
import pyreadstat
import pytest
from pyarrow import parquet
from suara_local.offices import new_office, with_person
from suara_local.running import Running, eventually

ROWS = int(os.environ.get("EXPORT_ROWS", "3000"))
# Answers that came after the final result.
LATER = 3
# Of the process as a whole where it is fresh, as in `make prove-export`; here it has served all the
# tests before, so that only what the file takes is looked at.
MEMORY, TAKEN = 200 * 1024 * 1024, 60 * 1024 * 1024
FIRST_BYTE = 1.0
SHEET_ROWS = 1_000_000
PATIENCE = 60 + ROWS / 1000


@pytest.fixture(scope="module")
def filled(suara: Running, fill: Any) -> Any:
    made = fill(new_office(suara, "W11"), ROWS + LATER, later=LATER)
    with psycopg.connect(suara.stack.superuser_url("responses"), autocommit=True) as database:
        database.execute("VACUUM ANALYZE records")
    return made


@pytest.fixture(scope="module")
def unit(filled: Any) -> str:
    return str(filled.survey["tenant_code"])


@pytest.fixture(scope="module")
def head(suara: Running, unit: str) -> str:
    return with_person(suara, unit, "head_of_unit")


@contextmanager
def watched(suara: Running) -> Iterator[list[int]]:
    """Samples of the memory of the web process of responses, its workers included."""
    root = psutil.Process(suara.stack.processes["responses-web"].pid)
    samples = [_memory(root)]
    done = threading.Event()

    def sample() -> None:
        while not done.wait(0.05):
            samples.append(_memory(root))

    watcher = threading.Thread(target=sample)
    watcher.start()
    try:
        yield samples
    finally:
        done.set()
        watcher.join()


def _memory(root: psutil.Process) -> int:
    """Of the largest process: each has the interpreter and libraries for itself."""
    return max(each.memory_info().rss for each in [root, *root.children(recursive=True)])


def test_csv_comes_at_once_and_flat(suara: Running, filled: Any, head: str, tmp_path: Path) -> None:
    path, file = f"/api/v1/exports/{filled.id}.csv", tmp_path / "answers.csv"
    client, first = suara.api(head), 0.0
    with watched(suara) as samples:
        begun = time.perf_counter()
        plain = {"Accept-Encoding": "identity"}
        with (
            client.stream("GET", path, timeout=PATIENCE, headers=plain) as answer,
            file.open("wb") as out,
        ):
            assert answer.status_code == 200
            for chunk in answer.iter_raw():
                first = first or time.perf_counter() - begun
                out.write(chunk)
        took = time.perf_counter() - begun
    frame = pandas.read_csv(file, sep=";", encoding="utf-8-sig")
    print(
        f"\nCSV: {len(frame):,} rows, {file.stat().st_size / 1e6:.1f} MB; first byte {first:.3f} s,"
        f" whole {took:.1f} s; web process {samples[0] / 1e6:.0f} MB before,"
        f" {max(samples) / 1e6:.0f} MB at most"
    )
    assert ROWS < 1_000_000 or first < FIRST_BYTE
    assert max(samples) < max(MEMORY, samples[0] + TAKEN)
    check_answers(frame, filled)
    check_shuffled(list(frame[filled.items[0]]))


def check_answers(frame: Any, filled: Any) -> None:
    """Those of the unit's own final result, and nothing beside them."""
    assert list(frame) == filled.items
    assert len(frame) == filled.final
    # The newest stay away: they are of the highest value of the statement that tells the order.
    counts = frame[filled.items[0]].value_counts()
    points, rows = filled.points, filled.rows
    exact = {1 + value: sum(1 for _ in _of(value, points, rows)) for value in range(points)}
    exact[points] -= rows - filled.final
    assert {int(key): int(n) for key, n in counts.items()} == exact


def _of(value: int, points: int, rows: int) -> Iterator[int]:
    """Places n of the rows whose first statement has `value`."""
    return (n for n in range(-(-value * rows // points), -(-(value + 1) * rows // points)))


def check_shuffled(values: list[int]) -> None:
    """The value grows with the arrival: in the file it must not go with the place."""
    places = list(range(len(values)))
    assert abs(statistics.correlation(places, values)) < 5 / len(values) ** 0.5
    drops = sum(one > two for one, two in zip(values, values[1:], strict=False))
    assert 0.3 < drops / len(values) < 0.6


def test_the_same_state_gives_the_same_file(suara: Running, filled: Any, head: str) -> None:
    path = f"/api/v1/exports/{filled.id}.csv"
    one, two = (suara.api(head).get(path, timeout=PATIENCE).content for _ in range(2))
    assert one == two


@pytest.mark.parametrize("kind", ["answers", "microdata"])
@pytest.mark.parametrize("name", ["xlsx", "sav", "parquet"])
def test_files_from_the_background(
    suara: Running, filled: Any, unit: str, head: str, tmp_path: Path, name: str, kind: str
) -> None:
    user = head if kind == "answers" else "statistisi"
    client = suara.api(user)
    begun = time.perf_counter()
    wish = {"survey": filled.id, "kind": kind, "format": name}
    asked = client.post("/api/v1/exports", json=wish)
    assert asked.status_code == 202, asked.text
    url = f"/api/v1/exports/{asked.json()['export_id']}"
    eventually(lambda: suara.api(user).get(url).json()["state"], "done", PATIENCE)
    made = time.perf_counter() - begun
    file = tmp_path / f"file.{name}"
    with watched(suara) as samples, suara.api(user).stream("GET", f"{url}/file") as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        with file.open("wb") as out:
            out.writelines(answer.iter_raw())
    assert file.stat().st_size == int(answer.headers["Content-Length"])
    print(f"\n{kind} {name}: {file.stat().st_size / 1e6:.1f} MB in {made:.1f} s")
    assert max(samples) < max(MEMORY, samples[0] + TAKEN)
    frame = OPENED[name](file, filled)
    if kind == "answers":
        check_answers(frame, filled)
        check_shuffled([int(each) for each in frame[filled.items[0]]])
    else:
        assert len(frame) == filled.rows
        assert set(frame["tenant"]) == {unit}
        assert set(frame["mode"]) == {"self"}
        assert not {"response_id", "device", "received_at", "answered_at"} & set(frame)
        check_shuffled([int(each) for each in frame[filled.items[0]]])


def _opened_xlsx(file: Path, filled: Any) -> Any:
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()), read_only=True)
    names = book.sheetnames
    assert names[0] == "Codebook"
    frames = []
    for name in names[1:]:
        lines = book[name].values
        heading = list(next(lines))
        frames.append(pandas.DataFrame(lines, columns=heading))
        assert len(frames[-1]) <= SHEET_ROWS
    found = pandas.concat(frames, ignore_index=True)
    assert len(frames) == -(-len(found) // SHEET_ROWS)
    codes = {(line[0], line[4]): line for line in book["Codebook"].values}
    assert codes[filled.items[0], "6"][6] == "sangat setuju"
    book.close()
    return found


def _opened_sav(file: Path, filled: Any) -> Any:
    frame, meta = pyreadstat.read_sav(file)
    first = filled.items[0]
    assert meta.variable_value_labels[first][6.0] == "sangat setuju"
    assert meta.column_names_to_labels[first].startswith("Informasi Pelayanan")
    return frame


def _opened_parquet(file: Path, filled: Any) -> Any:
    told = parquet.read_schema(file).field(filled.items[0]).metadata
    assert "Informasi Pelayanan" in told[b"label"].decode()
    assert "sangat setuju" in told[b"values"].decode()
    return pandas.read_parquet(file)


OPENED = {"xlsx": _opened_xlsx, "sav": _opened_sav, "parquet": _opened_parquet}


def test_another_unit_gets_its_own_alone(suara: Running, filled: Any, fill: Any) -> None:
    other = fill(new_office(suara), max(ROWS // 10, 100), "kiosk").survey
    own, head = other["survey_id"], with_person(suara, other["tenant_code"], "head_of_unit")
    answer = suara.api(head).get(f"/api/v1/exports/{own}.csv", timeout=PATIENCE)
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    with psycopg.connect(suara.stack.superuser_url("responses")) as database:
        query = "SELECT FROM records WHERE survey_id = %s AND state = 'counted'"
        held = database.execute(query, [own]).rowcount
    assert held >= max(ROWS // 10, 100)
    assert len(lines) - 1 == held
    for user in (head, "pemantau.w11", "admin"):
        refused = suara.api(user).get(f"/api/v1/exports/{filled.id}.csv")
        assert refused.status_code == httpx.codes.NOT_FOUND, user
