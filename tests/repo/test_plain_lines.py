"""Lists and mappings are written out: nothing is unpacked into one only to fit more into a line."""

import ast
from collections.abc import Iterator
from keyword import iskeyword

from suara_local.places import ROOT

PLACES = ("services", "tests", "deploy", "bench")


def packed(tree: ast.AST) -> Iterator[int]:
    """Lines of `**{"a": 1}` in a mapping or a call, and of `*("a", "b")` in a list, tuple, set or
    call. A call needs the mapping where a name is none of Python's."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from (
                each.lineno for key, each in pairs if not key and isinstance(each, ast.Dict)
            )
        elif isinstance(node, ast.keyword) and node.arg is None:
            yield from [node.value.lineno] if _are_names(node.value) else []
        elif isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Call):
            members = node.args if isinstance(node, ast.Call) else node.elts
            starred = (each.value for each in members if isinstance(each, ast.Starred))
            yield from (each.lineno for each in starred if isinstance(each, ast.Tuple | ast.List))


def _are_names(value: ast.expr) -> bool:
    """Whether a mapping's keys could all be written as names of arguments."""
    return isinstance(value, ast.Dict) and all(
        isinstance(key, ast.Constant) and str(key.value).isidentifier() and not iskeyword(key.value)
        for key in value.keys
    )


def test_nothing_is_unpacked_only_to_fit() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for place in PLACES
        for path in sorted((ROOT / place).rglob("*.py"))
        for line in packed(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_every_kind_is_seen_and_what_has_another_use_is_not() -> None:
    tree = ast.parse(
        'a = {**{"b": 1}, **c}\nd = [*("e", "f"), *g, *(h for h in a)]\ni(**{"j": 1})\n'
        'k(**{"l-m": 1}, **{"from": 2}, **{**a, "n": 3}, **c)\n'
    )
    assert list(packed(tree)) == [1, 2, 3]
