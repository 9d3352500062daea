"""The order of the tests: shuffled, another one for every commit and the same for the same commit,
so that no test leans on another for long, and what failed fails again."""

import subprocess
import time
from pathlib import Path

ORDERS = 10**6
# Of a folder without git, such as an unpacked archive.
NO_COMMIT = "0"


def seed_of(wish: str, root: Path) -> str:
    """A whole number: the wished one, a drawn one for `random`, that of the commit for nothing."""
    if wish == "random":
        return str(time.time_ns() % ORDERS)
    return wish or str(int(_tree(root), 16) % ORDERS)


def _tree(root: Path) -> str:
    """The content of the commit: who gives the same content another message keeps its order."""
    command = ["git", "rev-parse", "HEAD^{tree}"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else NO_COMMIT
