"""What a loop tries again and again without getting past it: told by the health of its process."""

import time
from collections.abc import Collection, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb

from sqlalchemy.exc import DBAPIError

from chassis.logging import get_logger
from chassis.metrics import HELD_UP

# Health turns red after so many tries and seconds: a lost connection, a deadlock or an order of
# arrival is over before. What is held is tried on for ever, none is given up.
RED_AFTER_TRIES, RED_AFTER_SECONDS = 5, 30.0
WAIT, LONG_WAIT = 1.0, 5.0


@dataclass
class _Holdup:
    words: str
    since: float
    tries: int = 0
    fault: str = ""

    @property
    def is_long(self) -> bool:
        waited = time.monotonic() - self.since
        return self.tries >= RED_AFTER_TRIES and waited >= RED_AFTER_SECONDS


class Holdups:
    """Of one loop, by place: of a consumer the partitions that do not go on."""

    def __init__(self, loop: str) -> None:
        self._loop = loop
        self._held: dict[Hashable, _Holdup] = {}

    def __contains__(self, place: Hashable) -> bool:
        return place in self._held

    def hold(self, place: Hashable, words: str, fault: BaseException) -> float:
        """`words` name the place for a person. Return the seconds to wait before the next try."""
        held = self._held.setdefault(place, _Holdup(words, time.monotonic()))
        held.words, held.fault = words, words_of(fault)
        held.tries += 1
        HELD_UP.labels(self._loop, str(place)).set(held.tries)
        get_logger().warning("held_up", loop=self._loop, place=words, fault=held.fault)
        return LONG_WAIT if held.is_long else WAIT

    def free(self, place: Hashable) -> None:
        if self._held.pop(place, None):
            HELD_UP.remove(self._loop, str(place))

    def keep(self, places: Collection[Hashable]) -> None:
        """Forget every other place: it is somebody else's now."""
        for place in [each for each in self._held if each not in places]:
            self.free(place)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Work that is tried again at the next turn, whatever stopped it."""
        try:
            yield
        except Exception as fault:
            self.hold("", "its work", fault)
        else:
            self.free("")

    def told(self) -> list[str]:
        """A line for each place that has been tried for too long."""
        return [
            f"{self._loop}: {held.words}, {held.tries} tries: {held.fault}"
            for held in list(self._held.values())
            if held.is_long
        ]


def words_of(fault: BaseException) -> str:
    """What and where, without what the message or the statement holds: people's words have no
    place in a log."""
    if isinstance(fault, DBAPIError):
        told = getattr(fault.orig, "diag", None)
        where = getattr(told, "constraint_name", None) or getattr(fault.orig, "sqlstate", None)
        return f"{type(fault.orig).__name__} {where or ''}".strip()
    frames = extract_tb(fault.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(fault).__name__}{where}"
