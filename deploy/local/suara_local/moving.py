"""Moves the clock of a stack that was started for it: a month passes in a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from chassis import clock

from suara_local.stack import Stack


def move_clock(stack: Stack, to: datetime | None = None, by: timedelta = timedelta()) -> None:
    """To the moment `to`, or by so much; all its processes go by it at once, and stay moved when
    they are started again. Access tokens and sessions end by it: who was signed in signs in again.
    """
    clock.move(stack.clock_file, to, by)


@contextmanager
def its_time(stack: Stack) -> Iterator[None]:
    """This process goes by the clock of `stack` meanwhile: what it sends is of that time."""
    clock.follow(str(stack.clock_file))
    try:
        yield
    finally:
        clock.follow("")
