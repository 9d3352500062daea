"""`python -m chassis.health web|background`: what a container's health check asks, from within.

Leaves with 0 when the process does its work, otherwise with words that say what is wrong. A web
process is asked at /readyz. A background process keeps a HEALTH_FILE: green, it is empty and
touched every second; red, it says why, a line for each trouble, and is left as it is, so that its
age tells those who look at nothing else.
"""

import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

# Seconds.
STALE_AFTER, PATIENCE = 60.0, 5.0


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


def fault(role: str, environ: Mapping[str, str]) -> str:
    """What is wrong with the web process or the background of this container; "" for nothing."""
    if role == "web":
        return _web_fault(int(environ.get("HTTP_PORT", "8000")))
    return "\n".join(troubles_of(Path(environ["HEALTH_FILE"])))


def _web_fault(port: int) -> str:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=PATIENCE).close()
    except urllib.error.HTTPError as answer:
        return f"readyz: {answer.code} {answer.read(500).decode(errors='replace')}"
    except OSError as fault:
        return f"readyz: {fault}"
    return ""


if __name__ == "__main__":
    sys.exit(fault(sys.argv[1], os.environ) or 0)
