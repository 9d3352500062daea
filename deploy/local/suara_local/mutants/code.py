"""Mistakes in the code, by mutmut: pyproject.toml says in which modules and before which tests.

It knows a module by the path of its file, hence a copy of the checkout in which every package lies
under `src/`. In it a function stands once for each mistake, and a switch chooses one: libraries and
tests are imported a single time, and a process is forked for each mistake.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

from suara_local.mutants.planted import Planted
from suara_local.places import ROOT

TREE = ROOT / "var" / "mutants"
LOG = TREE / "mutmut.log"
UNNOTICED = {"survived", "no tests"}
# Anything else means that the run did not come to its end.
NOTICED = {"killed", "timeout", "segfault"}


def mistakes() -> Iterator[Planted]:
    """Of every mistake whether the tests noticed it."""
    _copy()
    _run()
    with chdir(TREE):
        for meta in sorted(Path("mutants").rglob("*.meta")):
            yield from _of_file(meta.relative_to("mutants").with_suffix(""))


def _copy() -> None:
    """Of the packages and their tests as they stand in the working tree."""
    shutil.rmtree(TREE, ignore_errors=True)
    for tests in sorted(ROOT.glob("services/*/tests")):
        shutil.copytree(tests, TREE / tests.relative_to(ROOT))
    for package in sorted(ROOT.glob("services/*/*/__init__.py")):
        if package.parent.name != "tests":
            shutil.copytree(package.parent, TREE / "src" / package.parent.name)
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, TREE)


def _run() -> None:
    environ = os.environ | {"PYTHONHASHSEED": "0"}
    with LOG.open("w", encoding="utf-8") as log:
        command = [str(Path(sys.executable).with_name("mutmut")), "run"]
        done = subprocess.run(
            command, cwd=TREE, env=environ, stdout=log, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode:
        sys.exit(f"mutmut did not come to its end; {LOG} says why")


def _of_file(path: Path) -> Iterator[Planted]:
    found = SourceFileMutationData(path=path)
    found.load()
    for name, code in found.exit_code_by_key.items():
        status, place = status_by_exit_code[code], _place(name)
        if status not in NOTICED | UNNOTICED:
            sys.exit(f"{name}: {status}")
        change = "" if status in NOTICED else _change(name, path)
        yield Planted("code", place.partition(".")[0], place, change, status in NOTICED)


def _place(name: str) -> str:
    """`module.function` or `module.class.method` of mutmut's `module.xǁclassǁmethod__mutmut_7`."""
    return name.partition("__mutmut_")[0].replace(".x_", ".").replace(".xǁ", ".").replace("ǁ", ".")


def _change(name: str, path: Path) -> str:
    """`what stood there  =>  what was planted`."""
    lines = get_diff_for_mutant(name, path=path).splitlines()[2:]
    sides = (" ".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")
    return "  =>  ".join(sides)
