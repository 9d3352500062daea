"""What scripts and tests need to know of the practice ministry; it holds passwords."""

import json
import os
from pathlib import Path
from typing import Any

Facts = dict[str, Any]


def write(path: Path, facts: Facts) -> None:
    """For the owner's eyes only."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(facts, file, indent=1, ensure_ascii=False)


def read(path: Path) -> Facts:
    found: Facts = json.loads(path.read_text(encoding="utf-8"))
    return found
