"""A test that counts what stands on a page waits for the whole page, or for the number.

A click returns as soon as the next page begins: what counts at once counts what has come in so
far. One test in five thousand then failed once in weeks.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from suara_local.places import ROOT

FOLDERS = ("bench", "deploy", "services", "tests")
HOME = ROOT / "deploy/local/suara_local/browsers.py"
AT_ONCE = frozenset(
    {"all", "count", "all_inner_texts", "all_text_contents", "is_visible", "is_hidden"}
)


def counted(source: str) -> Iterator[str]:
    """The calls without an argument that do not wait."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr=name), args=[]) if name in AT_ONCE:
                yield f"line {node.lineno}: {name}()"


def drivers() -> list[Path]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return [path for path in found if path != HOME and "playwright" in path.read_text("utf-8")]


def test_nothing_is_counted_before_the_page_is_whole() -> None:
    wrong = [f"{path.relative_to(ROOT)}: {each}" for path in drivers() for each in
             counted(path.read_text("utf-8"))]  # fmt: skip
    assert wrong == [], "use every or present of suara_local.browsers, or expect"


@pytest.mark.parametrize("name", sorted(AT_ONCE))
def test_a_planted_breach_is_found(name: str) -> None:
    assert [*counted(f"found = page.locator('a').{name}()")] == [f"line 1: {name}()"]
