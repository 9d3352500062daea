"""Which whole numbers each route reads, found in the source; for the test that sends all of them.

Numbers from outside are read by `chassis.reading` alone, so the calls of its functions name every
parameter that is one. From the function that answers a route, whatever it mentions is followed.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from suara_local.places import ROOT

HOME = "chassis.reading"
# Which argument of the reading function is the name of the parameter.
NAMED = {"whole_argument": 0, "bounded": 0, "number": 0, "whole_in": 1}
# These are given a text or a value alone; where it came from, only a person can say.
NAMELESS = ("read_whole", "is_whole")
# What of Flask's `request` is a body, by how it is written.
BODIES = {
    "form": {"form", "files", "values"},
    "json": {"get_data", "get_json", "data", "json", "stream"},
}
# (module, bare name of a function or class)
Place = tuple[str, str]
# (names of parameters, places as `module:function` that read a number without naming it)
Read = tuple[set[str], set[str]]


@dataclass
class Module:
    """Functions and classes by their bare names, and what the imported names are."""

    functions: dict[str, list[ast.AST]] = field(default_factory=dict)
    imported: dict[str, Place] = field(default_factory=dict)


def names_read(module: str, view: str) -> Read:
    """By the function with the qualified name `view`, and by all that it leads to."""
    return _together(_reached(module, view))


def bodies_read(module: str, view: str) -> set[str]:
    """How these read what is sent: as a "form", as "json", both or, where nothing is, neither."""
    found = {
        node.attr
        for place in _reached(module, view)
        for one in _nodes(place)
        for node in ast.walk(one)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "request"
    }
    return {kind for kind, names in BODIES.items() if found & names}


@cache
def _reached(module: str, view: str) -> frozenset[Place]:
    waiting, seen = [(module, view.rpartition(".")[2])], set[Place]()
    while waiting:
        place = waiting.pop()
        if place not in seen:
            seen.add(place)
            waiting += _mentioned(place)
    return frozenset(seen)


def every_place(services: Iterable[str]) -> Read:
    """By all code of the services and the chassis."""
    found = set[Place]()
    for package in ("chassis", *(f"{each}_service" for each in services)):
        folder = _folder(package)
        for path in (folder / package).rglob("*.py"):
            module = ".".join(path.relative_to(folder).with_suffix("").parts)
            found |= {(module, function) for function in _module(module).functions}
    return _together(found)


def _together(places: Iterable[Place]) -> Read:
    reads = [(place, name) for place in places for name in _reads(place)]
    named = {name for _, name in reads if name}
    return named, {":".join(place) for place, name in reads if not name}


@cache
def _reads(place: Place) -> list[str]:
    """The name of the parameter of each reading call; empty for one without a name."""
    found = []
    for node in (each for one in _nodes(place) for each in _own(one)):
        called = _called(node)
        if isinstance(node, ast.Call) and called in NAMED:
            given = node.args[NAMED[called]]
            found.append(str(given.value) if isinstance(given, ast.Constant) else "")
        elif called in NAMELESS:
            found.append("")
    return found


def _called(node: ast.AST) -> str:
    function = node.func if isinstance(node, ast.Call) else None
    return str(getattr(function, "id", getattr(function, "attr", "")))


def _own(function: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function, but for functions within, which are places of their own."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef):
            waiting += ast.iter_child_nodes(node)


@cache
def _mentioned(place: Place) -> list[Place]:
    """Functions and classes that a function names, and methods of its own object."""
    known, found = _module(place[0]), []
    for node in (each for one in _nodes(place) for each in ast.walk(one)):
        if isinstance(node, ast.Name):
            found.append(known.imported.get(node.id, (place[0], node.id)))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id in known.imported:
                found.append((".".join(known.imported[node.value.id]), node.attr))
            elif node.value.id == "self":
                found.append((place[0], node.attr))
    return found


def _nodes(place: Place) -> list[ast.AST]:
    return _module(place[0]).functions.get(place[1], [])


@cache
def _module(name: str) -> Module:
    """Empty for a module that is not ours."""
    found, path = Module(), _path(name)
    if path is None:
        return found
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            found.functions.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.ClassDef):
            methods = [each for each in node.body if isinstance(each, ast.FunctionDef)]
            found.functions.setdefault(node.name, []).extend(methods)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                found.imported[each.asname or each.name] = (node.module, each.name)
    return found


def _path(module: str) -> Path | None:
    """None for what is not ours, and for the home itself, where reading ends."""
    base = _folder(module.partition(".")[0]) / Path(*module.split("."))
    places = (base.with_suffix(".py"), base / "__init__.py")
    return None if module == HOME else next((each for each in places if each.exists()), None)


def _folder(package: str) -> Path:
    return ROOT / "services" / package.removesuffix("_service")
