"""What several services need stands in chassis or contracts: no two packages hold the same
function, whatever it is called there."""

import ast
from collections import defaultdict

from suara_local.places import ROOT

# Of a syntax tree in words: shorter ones are alike because there is no other way to say them.
LEAST = 280


def shape(node: ast.FunctionDef) -> str:
    """What it does: without its name, its docstring and its types."""
    body = node.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    names = [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return f"{names} {[ast.dump(each) for each in body]}"


def test_no_function_stands_in_two_packages() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "services").glob("*/*/**/*.py")):
        service, package = path.relative_to(ROOT / "services").parts[:2]
        if "migrations" in path.parts or package == "tests":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and len(told := shape(node)) > LEAST:
                found[told].add(f"{service}: {node.name}")
    twins = [each for each in found.values() if len({one.split(":")[0] for one in each}) > 1]
    assert twins == []
