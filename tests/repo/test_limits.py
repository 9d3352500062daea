"""Every limit of a room stands in its rules: who may ask for another number finds it there, and not
in a page, a handler, a statement of SQL or a template."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest
from jinja2 import Environment, nodes
from suara_local.places import ROOT

SERVICES = ("forms_service", "reporting_service", "responses_service")
# What the templates of all services are built on.
DRAWING = (*SERVICES, "chassis")
# Where limits of one room or of several stand, and what is written once and never changed.
HOMES = frozenset({"rules", "shared", "data", "migrations"})
# Numbers that nobody would ask to change; each says why in its comment.
TECHNICAL: dict[str, set[str]] = {
    # More than any stored text or number has, so that a number can be read at all.
    "forms/forms_service/authoring/handlers/drafts.py": {"MOST_REVISIONS"},
    "forms/forms_service/authoring/handlers/fault_words.py": {"MOST"},
    # Until a topic has been read to its end.
    "forms/forms_service/seeding/handlers/seed.py": {"seconds"},
    # Tenants of one transaction of a worker.
    "forms/forms_service/schedule/opening/handlers/opening.py": {"BATCH"},
    # A status of HTTP.
    "responses/responses_service/answering/pages/codes.py": {"POST_AGAIN"},
    # Events that the broker takes within the publisher's patience.
    "responses/responses_service/earlier/handlers.py": {"BATCH"},
    # Of an advisory lock.
    "responses/responses_service/exclusions/store/effects.py": {"LOCK"},
    # Pieces of a file or an answer that are held in memory.
    "responses/responses_service/exports/formats/csv_file.py": {"LINES"},
    "responses/responses_service/record/api.py": {"LINES"},
    "responses/responses_service/exports/formats/parquet_file.py": {"GROUP"},
    "responses/responses_service/exports/handlers/writing.py": {"PART"},
    "responses/responses_service/exports/store/extracts.py": {"AT_ONCE"},
    # What the formats can hold.
    "responses/responses_service/exports/formats/spss_file.py": {"LABEL", "VALUE_LABEL"},
    "responses/responses_service/exports/formats/xlsx_file.py": {"SHEET_ROWS"},
    # Memory of a process, and how often what it counted goes to the broker.
    "responses/responses_service/intake/handlers/limiting.py": {"MOST", "REMEMBERED"},
    "responses/responses_service/visits/handlers/counting.py": {
        "BATCH",
        "FLUSH_EVERY",
        "MOST_SUMS",
        "PATIENCE",
        "REMEMBERED",
    },
    # Bounds of the process that opens a stranger's picture.
    "responses/responses_service/paper/entry/images/__main__.py": {"MEMORY", "SECONDS"},
    "responses/responses_service/paper/entry/images/handlers/keeping.py": {"PATIENCE"},
}
# Nothing, one, all of it: no limit that could be another.
PLAIN = (0, 1)
# A default that is HTTP's.
STATUS = "status"


def numbered(source: str) -> Iterator[str]:
    """Names of a module's constants whose values hold a number, and of its functions' parameters
    that have one as a default."""
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and _numbers(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [each for target in targets for each in ast.walk(target)]
            yield from (each.id for each in names if isinstance(each, ast.Name) and _upper(each.id))
    for each in ast.walk(tree):
        if isinstance(each, ast.arguments):
            names = [one.arg for one in (*each.posonlyargs, *each.args, *each.kwonlyargs)]
            defaults = [*each.defaults, *each.kw_defaults]
            # The first parameters may have none.
            pairs = zip(reversed(names), reversed(defaults), strict=False)
            yield from (n for n, value in pairs if value and n != STATUS and _numbers(value))


def _upper(name: str) -> bool:
    return name.strip("_").isupper()


def _numbers(value: ast.expr) -> bool:
    return any(
        isinstance(each, ast.Constant)
        and isinstance(each.value, int | float)
        and each.value not in PLAIN
        for each in ast.walk(value)
    )


def decided(template: str) -> list[str]:
    """Lines of a template in which something is compared with a number above 1, divided by one, or
    cut off at one."""
    tree = Environment(autoescape=True).parse(template)
    found: list[tuple[nodes.Node, nodes.Expr | None]] = [
        *((each, each.right) for each in tree.find_all((nodes.Div, nodes.FloorDiv, nodes.Mod))),
        *((each, one.expr) for each in tree.find_all(nodes.Compare) for one in each.ops),
        *((each, each.expr) for each in tree.find_all(nodes.Compare)),
        *((each, end) for each in tree.find_all(nodes.Slice) for end in (each.start, each.stop)),
    ]
    return [f"line {each.lineno}: {value.value}" for each, value in found if _is_above_one(value)]


def _is_above_one(value: nodes.Expr | None) -> TypeGuard[nodes.Const]:
    return (
        isinstance(value, nodes.Const) and isinstance(value.value, int | float) and value.value > 1
    )


def files(packages: tuple[str, ...], suffix: str) -> Iterator[tuple[str, Path]]:
    """With the path from `services` on."""
    for package in packages:
        root = ROOT / "services" / package.removesuffix("_service") / package
        for path in sorted(root.rglob(f"*{suffix}")):
            yield path.relative_to(ROOT / "services").as_posix(), path


def test_numbers_of_a_room_stand_in_its_rules() -> None:
    found = {
        name: names
        for name, path in files(SERVICES, ".py")
        if not HOMES & {*Path(name).with_suffix("").parts}
        if (names := {*numbered(path.read_text(encoding="utf-8"))})
    }
    assert found == TECHNICAL


def test_no_template_decides_by_a_number() -> None:
    found = {
        name: lines
        for name, path in files(DRAWING, ".html")
        if (lines := decided(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "planted",
    [
        "A = 20",
        "A: Final = timedelta(days=400)",
        "A, b = 7, c",
        "A = {'month': 24}",
        "A = 0.4",
        "def list_them(A: int = 5): ...",
        "class Page:\n    def list_them(self, *, A=5): ...",
    ],
)
def test_a_number_outside_rules_is_noticed(planted: str) -> None:
    assert list(numbered(planted)) == ["A"]


def test_what_is_no_limit_may_stand_anywhere() -> None:
    plain = "A = 1\nB = 'at most 20'\nC = True\nd = 7\n\n\ndef of(a: int = 0): return a * 100\n"
    assert list(numbered(plain)) == []


@pytest.mark.parametrize(
    "planted",
    [
        "{% if rows|length > 5 %}{% endif %}",
        "{% if rows|length <= 7 %}{% endif %}",
        "{% if 15 < share %}{% endif %}",
        "{{ 'a' if plot.top == 4 else 'b' }}",
        "{% if loop.index0 % 6 == 0 %}{% endif %}",
        "{{ (size / 1000)|round }}",
        "{% set half = options|length // 2 %}",
        "{% for row in rows[:20] %}{% endfor %}",
    ],
)
def test_a_template_that_decides_is_noticed(planted: str) -> None:
    assert len(decided(planted)) == 1


def test_one_or_many_and_places_on_a_page_are_for_templates() -> None:
    plain = "{% if rows|length > 1 %}{{ 30 * loop.index0 + 19 }} {{ 40 * n / most }}{% endif %}"
    assert decided(plain) == []
