"""`make prove-mutants` counts what it says it counts; the planting itself takes half an hour."""

import tomllib
from fnmatch import fnmatch

import pytest
from suara_local.mutants.closing import is_enough, lines
from suara_local.mutants.planted import EVERY, Planted, known_survivors, outdated, why
from suara_local.places import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
# As in the copy that is made for mutmut.
MODULES = [
    f"src/{path.relative_to(service)}"
    for service in (ROOT / "services").iterdir()
    for path in service.rglob("*.py")
    if path.relative_to(service).parts[0] != "tests"
]


def planted(kind: str, noticed: int, survived: int) -> list[Planted]:
    found = [Planted(kind, "part", f"m.f{n}", "", noticed=True) for n in range(noticed)]
    return found + [Planted(kind, "part", f"m.g{n}", "a  =>  b", False) for n in range(survived)]


@pytest.mark.parametrize(
    ("noticed", "survived", "enough"), [(95, 5, True), (94, 6, False), (0, 1, False), (1, 0, True)]
)
def test_each_kind_has_its_95_percent(noticed: int, survived: int, *, enough: bool) -> None:
    others = planted("policies", 1000, 0)
    assert is_enough([*others, *planted("code", noticed, survived)]) is enough


def test_nothing_planted_proves_nothing() -> None:
    assert not is_enough([])
    assert not is_enough(planted("code", 100, 0))


def test_survivors_are_printed_with_their_reason_and_the_list_is_kept_up() -> None:
    found, gone = planted("code", 1, 2), ("m.h", "a  =>  b")
    known = {("m.g0", "a  =>  b"): "nobody can see it", gone: "as before"}
    assert outdated(found, known) == [gone]
    assert lines(found, known)[:3] == [
        "survived: m.g0 | a  =>  b | nobody can see it",
        "survived: m.g1 | a  =>  b | NOT EXPLAINED",
        "outdated in survivors.yaml: m.h | a  =>  b",
    ]
    assert lines(found, known)[-1].split() == ["code:", "all", "3", "1", "33.3"]


def test_one_reason_can_hold_for_all_that_survive_in_a_function() -> None:
    found = planted("code", 1, 2)
    known = {("m.g1", EVERY): "needs a broker", ("m.f0", EVERY): "is noticed"}
    assert [why(each, known) for each in found[1:]] == ["", "needs a broker"]
    assert outdated(found, known) == [("m.f0", EVERY)]


def test_every_listed_survivor_has_a_reason() -> None:
    assert all(len(reason) > 20 for reason in known_survivors().values())


@pytest.mark.parametrize("pattern", SETTINGS["only_mutate"])
def test_a_module_that_moves_does_not_drop_out(pattern: str) -> None:
    assert any(fnmatch(module, pattern) for module in MODULES)


def test_every_rule_of_answers_and_of_numbers_is_among_them() -> None:
    rules = [
        module
        for module in MODULES
        if module.startswith("src/scoring_service/domain/")
        or module.startswith("src/responses_service/")
        and (module.endswith("/rules.py") or "/rules/" in module)
    ]
    assert len(rules) > 20
    for module in rules:
        assert any(fnmatch(module, each) for each in SETTINGS["only_mutate"]), module


@pytest.mark.parametrize("path", SETTINGS["pytest_add_cli_args_test_selection"])
def test_the_tests_that_must_notice_are_there(path: str) -> None:
    assert (ROOT / path).exists()
