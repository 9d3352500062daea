"""The order of a test run follows from the commit, or from a wish."""

import subprocess
from pathlib import Path

from suara_local.order import seed_of


def committed(root: Path, content: str, message: str) -> str:
    (root / "file").write_text(content)
    who = ["-c", "user.name=a", "-c", "user.email=a@suara.example"]
    for command in (["init", "-q"], ["add", "file"], [*who, "commit", "-qm", message]):
        subprocess.run(["git", *command], cwd=root, check=True)
    return seed_of("", root)


def test_each_commit_has_an_order_of_its_own(tmp_path: Path) -> None:
    first = committed(tmp_path, "one", "First")
    assert seed_of("", tmp_path) == first
    assert committed(tmp_path, "two", "Second") != first
    assert committed(tmp_path, "one", "As the first") == first


def test_an_order_may_be_wished(tmp_path: Path) -> None:
    assert seed_of("850472", tmp_path) == "850472"
    assert seed_of("random", tmp_path).isdigit()


def test_without_git_there_is_one_order(tmp_path: Path) -> None:
    assert seed_of("", tmp_path) == "0"
