"""How an answer came: one list, `contracts.modes`, and all that follows it."""

import ast
import re
from collections.abc import Iterator, Sequence

from chassis.pages import read_texts
from contracts.catalogue import topics
from contracts.modes import MODES
from responses_service.shared.mode_limits import MANNERS
from suara_local.places import ROOT

HOME = "contracts/contracts/modes.py"
SOURCES = sorted((ROOT / "services").glob("*/*/**/*"))
# What a page is that nobody answers.
PREVIEW = "preview"
COMPARED = re.compile(r"(?<!request\.)\bmode\s*[!=]==?\s*'(\w+)'")


def lacking(modes: Sequence[str]) -> list[str]:
    """What has to be said of each mode and is not, and by whom."""
    found = [
        *(f"words: mode.{mode}" for mode in modes if f"mode.{mode}" not in read_texts("contracts")),
        *(f"limits and flags: {mode} in MANNERS" for mode in modes if mode not in MANNERS),
    ]
    for name, allowed in enums():
        found += [f"topic {name}: {mode}" for mode in modes if mode not in allowed]
    return found


def enums() -> Iterator[tuple[str, list[str]]]:
    """Every list of modes in a topic."""
    for name, topic in topics().items():
        waiting: list[object] = [topic.payload]
        while waiting:
            node = waiting.pop()
            if isinstance(node, dict):
                listed = [node.get("mode"), node.get("modes", {}).get("propertyNames")]
                yield from ((name, each["enum"]) for each in listed if isinstance(each, dict))
                waiting += node.values()


def test_every_mode_has_its_words_limits_and_topics() -> None:
    assert lacking(MODES) == []
    assert tuple(MANNERS) == MODES
    assert {each for each in read_texts("contracts") if each.startswith("mode.")} == {
        f"mode.{mode}" for mode in MODES
    }


def test_a_mode_that_is_only_listed_is_told_every_place_that_lacks_it() -> None:
    assert sorted(lacking(["pigeon"])) == [
        "limits and flags: pigeon in MANNERS",
        "topic responses.exclusions.v1: pigeon",
        "topic responses.recorded.v1: pigeon",
        "topic responses.submitted.v1: pigeon",
        "topic scoring.scores.v1: pigeon",
        "words: mode.pigeon",
    ]


def test_nobody_else_lists_modes_or_compares_one_with_a_word_of_their_own() -> None:
    found = []
    for path in SOURCES:
        name = path.relative_to(ROOT / "services").as_posix()
        if path.suffix == ".py" and "/tests/" not in name and name != HOME:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [f"{name}:{node.lineno}" for node in ast.walk(tree) if spells(node)]
    assert found == []


def spells(node: ast.AST) -> bool:
    """Three modes in one collection (two are channels, too), or one beside a `mode`."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
        members = node.keys if isinstance(node, ast.Dict) else node.elts
        return len({getattr(each, "value", None) for each in members} & {*MODES}) > 2
    if isinstance(node, ast.Compare):
        sides = (node.left, *node.comparators)
        named = {getattr(each, "attr", getattr(each, "id", "")) for each in sides}
        return "mode" in named and any(getattr(each, "value", None) in MODES for each in sides)
    return False


def test_templates_and_scripts_name_only_modes_that_there_are() -> None:
    told = {
        word
        for path in SOURCES
        if path.suffix in (".html", ".js") and "built" not in path.parts
        for word in COMPARED.findall(path.read_text(encoding="utf-8"))
    }
    assert told
    assert told <= {*MODES, PREVIEW}
