"""Each service runs on what it declares: nothing is there only because the workspace has it."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from suara_local.places import ROOT, SERVICES

OWN = {"contracts": "suara-contracts", "chassis": "suara-chassis"}
UV, DEPTRY = (ROOT / ".venv" / "bin" / name for name in ("uv", "deptry"))
IMPORT_ALL = """
import importlib, pathlib, sys
for folder, package in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
    sys.path.insert(0, folder)
    for path in sorted(pathlib.Path(folder, package).rglob("*.py")):
        if path.parent.name == "migration_env":
            continue  # A script of Alembic's, which it runs within itself.
        parts = path.relative_to(folder).with_suffix("").parts
        importlib.import_module(".".join(part for part in parts if part != "__init__"))
"""


def package(member: str) -> Path:
    """The importable folder of a member of the workspace."""
    name = f"{member}_service" if member in SERVICES else member
    return ROOT / "services" / member / name


def declared(member: str) -> set[str]:
    project = tomllib.loads((package(member).parent / "pyproject.toml").read_text())["project"]
    return {re.split(r"[\[<>=~ ]", each)[0].lower() for each in project["dependencies"]}


def locked(path: Path) -> dict[str, str]:
    """Name to version and hashes, as the file of a lock has them."""
    text = re.sub(r"^\s*#.*\n", "", path.read_text(), flags=re.MULTILINE)
    entries = re.findall(r"^(\S+?)==(.*(?:\n    .*)*)", text, flags=re.MULTILINE)
    return {re.sub(r"\[.*", "", name): " ".join(rest.split()) for name, rest in entries}


@pytest.mark.parametrize(
    "folder", [*(f"services/{each}" for each in (*OWN, *SERVICES)), "deploy/local"]
)
def test_what_is_imported_is_declared_and_what_is_declared_is_imported(folder: str) -> None:
    done = subprocess.run(
        [DEPTRY, "--no-ansi", "."], cwd=ROOT / folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("service", SERVICES)
def test_the_lock_of_a_service_is_a_cut_of_the_one_lock(service: str) -> None:
    whole, cut = (locked(ROOT / "requirements" / f"{name}.txt") for name in ("dev", service))
    assert {name: entry for name, entry in cut.items() if whole.get(name) != entry} == {}
    needed = declared("contracts") | declared("chassis") | declared(service)
    assert needed - set(OWN.values()) <= set(cut)


@pytest.fixture(scope="module")
def declared_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment in which each service finds what it declares and nothing else; what several
    declare stays in it from one to the next, compiled."""
    folder = tmp_path_factory.mktemp("declared")
    subprocess.run([UV, "venv", "-q", "--python", sys.executable, folder], check=True)
    return folder


@pytest.mark.parametrize("service", SERVICES)
def test_every_module_imports_where_only_the_declared_is_installed(
    service: str, declared_alone: Path
) -> None:
    requirements = ROOT / "requirements" / f"{service}.txt"
    subprocess.run(
        [UV, "pip", "sync", "-q", "--require-hashes", requirements],
        env={**os.environ, "VIRTUAL_ENV": str(declared_alone)},
        check=True,
    )
    members = [package(member) for member in (*OWN, service)]
    given = [word for each in members for word in (str(each.parent), each.name)]
    done = subprocess.run(
        [declared_alone / "bin" / "python", "-I", "-c", IMPORT_ALL, *given],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
