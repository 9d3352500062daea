"""The clock that this process goes by, and with it every stack that it starts: tests begin at one
moment, whatever day it is, and a month passes when they say so."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chassis import clock

# A Wednesday, far from the ends of a month, from midnight in any zone of Indonesia, and from UTC's.
MOMENT = datetime(2026, 11, 18, 3, tzinfo=UTC)


def moment() -> datetime:
    """When tests begin: MOMENT, or the one that the environment names, to try how they do at the
    end of a year (`make test MOMENT=2026-12-31T16:30:00Z`)."""
    wanted = os.environ.get("MOMENT")
    return datetime.fromisoformat(wanted).astimezone(UTC) if wanted else MOMENT


@contextmanager
def clock_at(to: datetime, file: Path) -> Iterator[Path]:
    """Meanwhile this process goes by a clock that is set to `to` and goes on; `file` moves it."""
    before = clock.followed()
    file.parent.mkdir(parents=True, exist_ok=True)
    clock.move(file, to)
    clock.follow(str(file))
    try:
        yield file
    finally:
        clock.follow(before)
        file.unlink()


def move_clock(to: datetime | None = None, by: timedelta = timedelta()) -> None:
    """To the moment `to`, or by so much; all processes go by it at once, and stay moved when they
    are started again. Access tokens and sessions end by it: who was signed in signs in again. Raise
    RuntimeError where this process goes by the system's clock.
    """
    if not clock.followed():
        raise RuntimeError("this clock does not move: see clock_at")
    clock.move(Path(clock.followed()), to, by)
