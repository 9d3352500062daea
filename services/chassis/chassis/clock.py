"""What time it is: whatever is decided by the date or the time of day asks here, and nowhere else.

It is the system's clock, unless the setting CLOCK_FILE names a file: then tests and practice move
it for every process of the stack alike, at once. The file says by how many seconds the clock is
ahead, negative when it is behind; without the file it is not moved. A moved clock goes on, it does
not stand. Only a platform that nobody else can reach takes the setting (`refuse_beyond_loopback`).

How long something takes is no question for it: `time.monotonic` measures that.
"""

import ipaddress
import os
import time
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from urllib.parse import urlsplit

_UNMOVED = 0.0


class ClockError(SystemExit):
    """Raised at start-up where the clock would move for people outside of this machine."""


class _File:
    """The file that moves the clock, read again only when it is another one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[tuple[int, int], float] = (0, 0), _UNMOVED

    def ahead(self) -> float:
        try:
            found = os.stat(self.path)
            edition = found.st_ino, found.st_mtime_ns
            if self._read[0] != edition:
                self._read = edition, float(self.path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return _UNMOVED
        return self._read[1]


_file: _File | None = None


def refuse_beyond_loopback(path: str, base_url: str) -> None:
    """Raise ClockError where a clock can be moved and `base_url` is an address for others."""
    if path and not _is_loopback(urlsplit(base_url).hostname or ""):
        raise ClockError(
            f"CLOCK_FILE is for tests and practice: it moves the clock, and {base_url!r}"
            " (SUARA_BASE_URL) is no loopback address. Leave it unset"
        )


def follow(path: str) -> None:
    """Go by the file at `path` from now on, be it there yet or not; by the system alone for ""."""
    global _file
    _file = _File(Path(path)) if path else None


def followed() -> str:
    """The file that this process goes by; "" where it goes by the system alone."""
    return str(_file.path) if _file else ""


def moves() -> bool:
    """Whether somebody may move it while this process runs."""
    return _file is not None


def ahead() -> float:
    """Seconds by which it is moved."""
    return _file.ahead() if _file else _UNMOVED


def seconds() -> float:
    """Since 1970 in UTC, as tokens count."""
    return time.time() + ahead()


def now() -> datetime:
    """Aware, in UTC."""
    return datetime.fromtimestamp(seconds(), UTC)


def today(zone: tzinfo = UTC) -> date:
    """In UTC, for what holds by whole days wherever it is asked; or the day of a unit's `zone`."""
    return now().astimezone(zone).date()


def move(path: Path, to: datetime | None = None, by: timedelta = timedelta()) -> None:
    """Set the clock of everybody who follows `path` to the moment `to`, or move it on `by` so much.

    Whoever asks meanwhile gets the old time or the new, never half a file."""
    old = _File(path).ahead()
    wanted = to.timestamp() - time.time() if to else old + by.total_seconds()
    new = path.with_name(f"{path.name}.new")
    new.write_text(repr(wanted), encoding="ascii")
    new.replace(path)


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
