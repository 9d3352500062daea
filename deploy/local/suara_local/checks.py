"""`make test`: style, types, import rules, then every test; one closing line of counts."""

import re
import subprocess
import sys
from collections.abc import Iterable
from glob import glob
from subprocess import PIPE, Popen
from tempfile import TemporaryFile
from typing import IO

from suara_local import browsers
from suara_local.places import ROOT

BIN = ROOT / ".venv" / "bin"
TYPED = [
    "services/*/*_service",
    "services/chassis/chassis",
    "services/contracts/contracts",
    "deploy/local/suara_local",
]
# Has a stack of its own whatever runs beside it; there it makes the two runs equally long.
APART = "tests/durability/test_erasure.py"
COUNTS = re.compile(r"(\d+) (passed|failed|error|errors|skipped)\b")


def main() -> None:
    browsers.ensure()
    typed = sorted(path for pattern in TYPED for path in glob(pattern, root_dir=ROOT))
    for words, command in {
        "style": ["ruff", "check", "-q", "."],
        "format": ["ruff", "format", "-q", "--check", "."],
        "types": ["mypy", *typed],
        "import rules": ["lint-imports"],
    }.items():
        check(words, command)
    passed, failed = run_tests()
    print(f"\n{passed} passed, {failed} failed")
    sys.exit(bool(failed) or not passed)


def check(words: str, command: list[str]) -> None:
    print(f"· {words}", flush=True)
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"{words}: not clean")


def run_tests() -> tuple[int, int]:
    """The services' own tests beside those of the platform: either alone leaves a core idle."""
    print("· tests", flush=True)
    with TemporaryFile("w+") as report:
        own = start_tests(report, "services", APART)
        platform = start_tests(PIPE, "tests", f"--ignore={APART}")
        shown = show(platform.stdout or ())
        counts = [outcome(shown, platform.wait())]
        code = own.wait()
        report.seek(0)
        counts.append(outcome(show(report), code))
    return sum(passed for passed, _ in counts), sum(bad for _, bad in counts)


def start_tests(output: IO[str] | int, *which: str) -> Popen[str]:
    """One process: fixtures share one broker and one database server."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *which]
    return Popen(command, cwd=ROOT, stdout=output, text=True)


def show(lines: Iterable[str]) -> list[str]:
    """The lines, printed as they come."""
    shown = []
    for line in lines:
        print(line, end="", flush=True)
        shown.append(line)
    return shown


def outcome(lines: list[str], code: int) -> tuple[int, int]:
    """(passed, not passed). A run that broke without counting still is a failure."""
    last = next((line for line in reversed(lines) if COUNTS.search(line)), "")
    found = {word: int(number) for number, word in COUNTS.findall(last)}
    bad = sum(found.get(word, 0) for word in ("failed", "error", "errors", "skipped"))
    return found.get("passed", 0), bad or int(code != 0)


if __name__ == "__main__":
    main()
