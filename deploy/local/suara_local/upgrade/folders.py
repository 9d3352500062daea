"""A second copy of a stopped stack's data."""

import shutil
import subprocess
import tempfile
from pathlib import Path

ELSEWHERE = "postgres-elsewhere"


def copied(home: Path, to: Path) -> Path:
    """The data folder with owners and modes as they are; the database goes along where it lies
    outside, since root's own folders hide it from PostgreSQL's user."""
    forget(to)
    to.parent.mkdir(parents=True, exist_ok=True)
    _copy(home, to)
    if (link := to / ELSEWHERE).exists():
        place = tempfile.mkdtemp(prefix="suara-postgres-")
        _copy(Path(link.read_text()) / "data", Path(place) / "data")
        link.write_text(place)
    return to


def forget(home: Path) -> None:
    if (link := home / ELSEWHERE).exists():
        shutil.rmtree(link.read_text(), ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


def _copy(one: Path, other: Path) -> None:
    # Owners matter: `shutil.copytree` would give everything to whoever copies.
    subprocess.run(["cp", "-a", str(one), str(other)], check=True)
