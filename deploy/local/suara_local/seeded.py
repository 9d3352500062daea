"""The seeded ministry is made once; a stack that a test starts begins with a copy of its folder."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from suara_local import postgres
from suara_local.moving import clock_at, moment
from suara_local.places import ROOT
from suara_local.ports import free_ports
from suara_local.running import Running
from suara_local.settling import settle
from suara_local.stack import Stack
from suara_local.up import open_doors, set_up

KEPT = ROOT / "var" / "seeded"
MAKERS = (
    "kafka_broker",
    "postgres",
    "secrets_file",
    "seeded",
    "services",
    "settling",
    "stack",
    "topic_ends",
    "up",
)
# Whatever makes the data of a seeded stack: schemas, seeds, and what each service makes of events.
SOURCES = (
    "services/*/*_service/**/*.*",
    "services/chassis/chassis/**/*.*",
    "services/contracts/contracts/**/*.*",
    *(f"deploy/local/suara_local/{name}.py" for name in MAKERS),
    "deploy/local/suara_local/practice/*.*",
    # The versions of PostgreSQL, the Java runtime and the libraries.
    "requirements/dev.txt",
)
# Hours before UTC's: the seed opens the month of each office's own clock.
CLOCKS = (0, 7, 8, 9)
# Nothing of it is of the future of those who use it, however long it took to make.
BEFORE = timedelta(hours=1)


@contextmanager
def seeded_stack(home: Path, *, lent: bool = False) -> Iterator[Running]:
    """A running platform in `home`, seeded, without practice answers; gone afterwards. What is
    `lent` to many tests may not be killed, and saves what only a power cut would need. Who starts
    it goes by a clock that was set to `moment()`, as every test does."""
    copy_to(home)
    database = postgres.FLEETING if lent else {}
    try:
        with Stack(home, free_ports(), database=database, lent=lent) as stack:
            stack.start_infrastructure()
            yield Running(stack, open_doors(stack))
    finally:
        postgres.bring_home(home)
        shutil.rmtree(home.parent)


def ensure() -> None:
    """Make what is copied now, rather than when a test with a time limit asks for it."""
    with _kept():
        pass


def copy_to(home: Path) -> None:
    """Fill `home`, which is not there yet."""
    home.parent.mkdir(parents=True)
    with _kept() as kept:
        # With owners and modes: the database's files belong to a user of its own.
        subprocess.run(["cp", "-a", kept, home], check=True)


@contextmanager
def _kept() -> Iterator[Path]:
    """The folder of this checkout, made when there is none; ours alone until the end."""
    KEPT.mkdir(parents=True, exist_ok=True)
    # Two that start at once: the second waits until the first has made it.
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = KEPT / key(ROOT, moment())
        if not kept.exists():
            _make(kept)
        yield kept


def key(root: Path, now: datetime) -> str:
    """Another one as soon as anything that goes into the seeded stack is another."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in root.glob(pattern)}):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(root)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for hours in CLOCKS:
        digest.update(f"{now + timedelta(hours=hours):%F}".encode())
    return digest.hexdigest()[:16]


def _make(kept: Path) -> None:
    """Under another name until it is complete; what is older is of no use any more."""
    for old in KEPT.iterdir():
        if old.is_dir():
            postgres.bring_home(old)
            shutil.rmtree(old)
    half = kept.with_name("half")
    with (
        clock_at(moment() - BEFORE, KEPT / "clock"),
        Stack(half, free_ports(), database=postgres.FLEETING) as stack,
    ):
        set_up(stack)
        settle(stack)
    postgres.bring_home(half)
    shutil.rmtree(half / "logs")
    # On the disk, all of it, before it has its name.
    os.sync()
    half.rename(kept)
