"""Slows down a device that sends one answer after another, and notices a point that gets many
without any device. Never by address: three hundred phones share that of an office.

Per process and in memory; when it fails, the answer is taken.
"""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from chassis.logging import get_logger
from chassis.problems import TooMany

from responses_service.shared.mode_limits import MANNERS, PAGE_FORGOTTEN, WITHOUT_DEVICE

# The oldest devices are forgotten first: they start afresh.
MOST = 100_000
# An answer that is sent again is the same answer.
REMEMBERED = 32


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float
    known: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))


class Limits:
    """Thread-safe. `admit` raises TooMany, or returns the signs that the answer carries on."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._lock = now, threading.Lock()
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def admit(
        self, point_id: str, device: str, mode: str, response_id: str, page: str = ""
    ) -> tuple[str, ...]:
        """`page`: the stamp of the page that the answer was given on."""
        manner = MANNERS[mode]
        key, rate = f"point:{point_id}", WITHOUT_DEVICE
        if device and manner.rate:
            key, rate = f"{mode}:{device}", manner.rate
        repeated = 0.0
        try:
            wait = self._wait(key, rate, response_id)
            if page and manner.one_page and not wait:
                allowed = (manner.one_page, PAGE_FORGOTTEN)
                repeated = self._wait(f"page:{page}", allowed, response_id)
        except Exception:
            get_logger().exception("limits_failed")
            return ()
        if wait and device:
            raise TooMany("Nothing was stored. Send it again later.", retry_after=int(wait) + 1)
        signs = {"burst": wait, "device": repeated}
        return tuple(sign for sign, noticed in signs.items() if noticed)

    def _wait(self, key: str, rate: tuple[int, float], response_id: str) -> float:
        """Seconds until the next answer is due; 0 when this one is."""
        most, every = rate
        with self._lock:
            bucket = self._bucket(key, most)
            now = self._now()
            bucket.left = min(most, bucket.left + (now - bucket.at) / every)
            bucket.at = now
            if response_id in bucket.known:
                return 0.0
            if bucket.left < 1:
                return (1 - bucket.left) * every
            bucket.left -= 1
            bucket.known.append(response_id)
            return 0.0

    def _bucket(self, key: str, most: int) -> _Bucket:
        if key not in self._buckets:
            self._buckets[key] = _Bucket(most, self._now())
            if len(self._buckets) > MOST:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return self._buckets[key]
