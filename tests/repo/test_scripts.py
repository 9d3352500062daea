"""The scripts of the pages: clean by ESLint (none newer than ES2015), their own tests by Node."""

import subprocess

import pytest
from suara_local.places import ROOT

NODE = ROOT / ".venv" / "bin" / "node"
TESTS = sorted(ROOT.glob("services/*/tests/scripts/*.test.mjs"))


def run(*arguments: str) -> None:
    done = subprocess.run([NODE, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_scripts_are_clean() -> None:
    run("node_modules/eslint/bin/eslint.js", ".")


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_the_scripts_do_what_their_tests_say(path: object) -> None:
    run("--test", "--test-reporter=dot", str(path))
