"""Every metric that is declared is also set: one that stands still says that all is well."""

import ast
from itertools import chain

from suara_local.places import ROOT

PRODUCT = ("*/*_service", "chassis/chassis")
SETTING = {"inc", "dec", "set", "observe", "time", "set_function", "count_exceptions"}


def trees() -> list[ast.Module]:
    folders = chain.from_iterable((ROOT / "services").glob(each) for each in PRODUCT)
    files = chain.from_iterable(folder.rglob("*.py") for folder in folders)
    return [ast.parse(file.read_text(encoding="utf-8")) for file in files]


def declared(tree: ast.Module) -> set[str]:
    """Names that a module gives to a counter, gauge or histogram."""
    return {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id in {"Counter", "Gauge", "Histogram", "Summary"}
        and len(node.value.args) > 1
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def measured(tree: ast.Module) -> set[str]:
    """Names on which a call that sets a metric is made, with or without labels."""
    calls = [
        node.func
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    return {
        name.id
        for call in calls
        if call.attr in SETTING
        for name in ast.walk(call.value)
        if isinstance(name, ast.Name)
    }


def test_every_metric_that_is_declared_is_set() -> None:
    found = trees()
    names = set().union(*map(declared, found))
    assert {"HTTP_SECONDS", "CONSUMER_LAG"} <= names
    assert names - set().union(*map(measured, found)) == set()
