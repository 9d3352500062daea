"""Roles and permissions: one table, `identity_service.domain.roles`. What the code asks for exists
there, and what stands there is asked for."""

import ast
import re
from collections.abc import Iterable, Iterator

from chassis.pages import navigation, read_texts
from contracts.catalogue import topics
from identity_service.domain.roles import (
    CLIENT_SCOPES,
    PERMISSIONS,
    REBUILD_SCOPES,
)
from identity_service.domain.sign_in_times import ACCESS_SECONDS
from suara_local.places import ROOT

HOME = "identity_service/domain/roles.py"
TABLE = frozenset().union(*PERMISSIONS.values(), CLIENT_SCOPES, REBUILD_SCOPES)
SHAPE = re.compile(r"[a-z_]+\.[a-z]+")
# Who asks: routes, handlers, kinds of imports, words of a page that leads on.
ASKING = frozenset({"requires", "may", "Kind", "Entry"})
IN_TEMPLATES = re.compile(
    r"'([a-z_]+\.[a-z]+)' in principal\.permissions|principal\.may\('([^']+)'\)"
)
PYTHON = [
    (path.relative_to(ROOT / "services" / path.relative_to(ROOT).parts[1]).as_posix(), path)
    for path in sorted((ROOT / "services").glob("*/*/**/*.py"))
    if "tests" not in path.parts
]
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in PYTHON}


def words(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Permissions written anywhere below these."""
    for node in (each for top in nodes for each in ast.walk(top)):
        value = getattr(node, "value", None)
        if isinstance(node, ast.Constant) and isinstance(value, str) and SHAPE.fullmatch(value):
            yield value


def asked(trees: dict[str, ast.Module]) -> set[str]:
    """Of calls that ask, of constants handed to them by name, and of `"people.end" in own`."""
    named: dict[str, set[str]] = {}
    for tree in trees.values():
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                named.setdefault(node.targets[0].id, set()).update(words([node.value]))
    found = set[str]()
    for node in (each for tree in trees.values() for each in ast.walk(tree)):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in ASKING:
                found |= {*words(node.args)}
                below = (each for arg in node.args for each in ast.walk(arg))
                for name in (each.id for each in below if isinstance(each, ast.Name)):
                    found |= named.get(name, set())
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In):
            held = getattr(node.comparators[0], "id", "")
            found |= {*words([node.left])} if held in ("own", "held") else set()
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            scopes = [value for key, value in pairs if getattr(key, "value", "") == "scope"]
            found |= {*words(scopes)}
    return found


def asked_on_pages() -> set[str]:
    """By templates and by the menu."""
    found = {word["permission"] for word in navigation()}
    for path in (ROOT / "services").glob("*/*/**/*.html"):
        for pair in IN_TEMPLATES.findall(path.read_text(encoding="utf-8")):
            found |= {*filter(None, pair)}
    return found


def test_each_permission_that_is_asked_for_is_in_the_table_and_each_there_is_asked_for() -> None:
    found = asked(TREES) | asked_on_pages()
    assert sorted(found - TABLE) == []
    assert sorted(TABLE - found) == []


def test_a_slip_of_the_pen_is_found() -> None:
    source = 'READS = ("results.raed",)\n\n@requires("count.read")\ndef a(): may(*READS)\n'
    assert asked({"a.py": ast.parse(source)}) == {"count.read", "results.raed"}


def test_no_other_module_names_a_role() -> None:
    """One word of them is also that of a column, an example of an import."""
    named = {
        f"{name}: {node.value}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if name != HOME and isinstance(node, ast.Constant) and node.value in PERMISSIONS
    }
    assert named == {
        "forms_service/shared/definition_faults.py: operator",
        "identity_service/handlers/people_imports.py: operator",
    }


def test_every_role_has_its_word() -> None:
    said = {key for key in read_texts("chassis") if key.startswith("role.")}
    assert said >= {f"role.{role}" for role in PERMISSIONS}


def test_a_revocation_is_kept_until_no_token_before_it_lives() -> None:
    kept = int(topics()["identity.revocations.v1"].config["retention.ms"])
    assert kept >= 2 * 1000 * ACCESS_SECONDS
