"""What time it is, is asked of `chassis.clock` alone: in the product, in practice and in tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from suara_local.places import ROOT

FOLDERS = ("bench", "deploy", "services", "tests")
CALLS = frozenset(
    {
        *(f"datetime.{name}" for name in ("now", "today", "utcnow")),
        *(f"time.{name}" for name in ("ctime", "gmtime", "localtime", "strftime")),
        *(f"time.{name}" for name in ("time", "time_ns")),
        "date.today",
    }
)
# With `from time import time` nobody would see whose it is.
BARE = frozenset({"time", "time_ns", "localtime", "gmtime"})
IN_SQL = re.compile(
    r"(?<![\w.])now\(\)|\b(?:clock|statement|transaction)_timestamp\b"
    r"|\b(?:current_(?:date|time|timestamp)|localtime(?:stamp)?)\b",
    re.IGNORECASE,
)
# Of the machine, not of the platform.
TECHNICAL: dict[str, str] = {
    "services/chassis/chassis/clock.py": "the clock",
    "services/chassis/chassis/sql_clock.py": "the clock of defaults and policies",
    "services/chassis/chassis/consumer.py": "a header of a dead letter, as a line of a log",
    "services/chassis/chassis/jobs/rows.py": "signs of life of a process",
    "services/chassis/chassis/health.py": "the age of a file, whose time the system wrote",
    "services/responses/responses_service/shared/publishing.py": "what the broker keeps things by",
    "deploy/local/suara_local/browsers.py": "the clock of a page, moved",
    "deploy/local/suara_local/order.py": "a number that nobody foresees",
    "deploy/local/suara_local/stack.py": "the age of a file, whose time the system wrote",
    # These compare the clock with the system's, or plant what asks another one.
    "tests/isolation/test_catalogue.py": "a planted breach",
    "services/chassis/tests/test_clock.py": "its own test",
    "tests/repo/test_clock.py": "its own test",
}


def asked(source: str, *, sql: bool = True) -> list[str]:
    """Where a module asks another clock: a line each. `sql` is for its texts as well."""
    return [f"line {line}: {words}" for line, words in sorted(_asked(ast.parse(source), sql))]


def _asked(tree: ast.Module, sql: bool) -> Iterator[tuple[int, str]]:
    told = {id(words) for words in _docstrings(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            words = ".".join(ast.unparse(node).split(".")[-2:])
            if words in CALLS:
                yield node.lineno, words
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from ((node.lineno, each.name) for each in node.names if each.name in BARE)
        elif sql and isinstance(node, ast.Constant) and id(node) not in told:
            found = IN_SQL.search(str(node.value))
            yield from [(node.lineno, found[0])] if found else []


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def modules() -> list[Path]:
    found = (path for each in FOLDERS for path in (ROOT / each).rglob("*.py"))
    return [*found, ROOT / "conftest.py"]


def test_no_other_clock_is_asked() -> None:
    found = {}
    for path in modules():
        # What migrations write down in SQL, `migrate` has ask our clock (`chassis.sql_clock`).
        words = asked(path.read_text(encoding="utf-8"), sql="migrations" not in path.parts)
        if words:
            found[path.relative_to(ROOT).as_posix()] = words
    assert {name: words for name, words in found.items() if name not in TECHNICAL} == {}
    assert found.keys() == TECHNICAL.keys(), "an exception that nothing needs any more"


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import UTC, datetime\nnow = datetime.now(UTC)",
        "import datetime\nnow = datetime.datetime.now()",
        "from datetime import datetime\nask = datetime.utcnow",
        "from datetime import date\nday = date.today()",
        "import time\nexpires = time.time() + 300",
        "from time import time\nexpires = time() + 300",
        "import time\nday = time.strftime('%F')",
        'query = "UPDATE surveys SET closes_at = now() WHERE survey_id = :id"',
        "query = f\"DELETE FROM {table} WHERE at < NOW() - interval '1 day'\"",
        'query = "SELECT 1 WHERE valid_to > current_date"',
        'query = "UPDATE scores SET published_at = clock_timestamp()"',
    ],
)
def test_a_planted_breach_is_noticed(source: str) -> None:
    assert asked(source)


@pytest.mark.parametrize(
    "source",
    [
        "from chassis import clock\nnow, day = clock.now(), clock.today()",
        "import time\nbegan = time.monotonic()",
        '"""Closes what is over by now()."""',
        'query = "SELECT 1 WHERE closes_at <= :now"',
        'query = "UPDATE surveys SET closes_at = clock_now()"',
        'script = "const at = Date.now()"',
        "def now(): ...\nat = now()",
    ],
)
def test_what_asks_no_clock_is_let_be(source: str) -> None:
    assert not asked(source)


def test_migrations_write_sql_as_they_like_but_ask_no_clock_of_python() -> None:
    assert not asked('op.execute("ADD COLUMN at timestamptz DEFAULT now()")', sql=False)
    assert asked("from datetime import date\nday = date.today()", sql=False)
