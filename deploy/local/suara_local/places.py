"""Where things are: the checkout, what is downloaded once, and one home per running stack."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
KAFKA_HOME = ROOT / "var" / "lib" / "kafka"
SERVICES = ("identity", "forms", "responses", "scoring", "reporting")


@dataclass(frozen=True)
class Home:
    """Data, logs, secrets and sockets of one stack; two homes never meet."""

    path: Path

    def __post_init__(self) -> None:
        for folder in (self.logs, self.health, self.path / "snapshots"):
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def health(self) -> Path:
        return self.path / "health"

    def log(self, process: str) -> Path:
        return self.logs / f"{process}.log"


def unprivileged_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; a normal user needs no other."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody", "daemon"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("Running as root needs an unprivileged user (postgres, nobody or daemon)")
