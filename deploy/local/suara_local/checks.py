"""`make test`: style, types, import rules, then every test; one closing line of counts."""

import re
import subprocess
import sys
from glob import glob

from suara_local import browsers
from suara_local.places import ROOT

BIN = ROOT / ".venv" / "bin"
TYPED = [
    "services/*/*_service",
    "services/chassis/chassis",
    "services/contracts/contracts",
    "deploy/local/suara_local",
]
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
    """One run for all: fixtures share one broker and one database server."""
    print("· tests", flush=True)
    paths = [path for path in ("services", "deploy/local/tests", "tests") if (ROOT / path).exists()]
    run = subprocess.Popen(
        [sys.executable, "-m", "pytest", *paths], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    last = ""
    for line in run.stdout or ():
        print(line, end="", flush=True)
        last = line if COUNTS.search(line) else last
    code = run.wait()
    found = {word: int(number) for number, word in COUNTS.findall(last)}
    bad = sum(found.get(word, 0) for word in ("failed", "error", "errors", "skipped"))
    # A run that broke without counting still is a failure.
    return found.get("passed", 0), bad or int(code != 0)


if __name__ == "__main__":
    main()
