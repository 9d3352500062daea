"""`python -m chassis.health`: what the background process says of itself in its HEALTH_FILE.

Green: the file is empty and touched every second. Red: it says why, a line for each trouble, and
is left as it is, so that its age tells those who look at nothing else.
"""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

STALE_AFTER = 60.0


def tell(file: Path, troubles: Sequence[str]) -> None:
    said = "".join(f"{trouble}\n" for trouble in troubles)
    if not said or not file.exists() or file.read_text(encoding="utf-8") != said:
        file.write_text(said, encoding="utf-8")


def troubles_of(file: Path) -> list[str]:
    """Empty when all is well."""
    try:
        age, said = time.time() - file.stat().st_mtime, file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ["The process has not started"]
    if said:
        return said.splitlines()
    return [f"The process has been silent for {age:.0f} s"] if age > STALE_AFTER else []


if __name__ == "__main__":
    found = troubles_of(Path(os.environ["HEALTH_FILE"]))
    sys.exit("\n".join(found) if found else 0)
