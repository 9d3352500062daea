"""Counts scans, starts, finishes in memory and tells their sums now and then: best effort.

No page waits for it and none fails by it. What is told is a sum per point and hour, nothing of a
person.
"""

import threading
import uuid
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal, NamedTuple

from chassis import clock
from chassis.events import new_event
from chassis.metrics import VISITS_DROPPED
from contracts.codec import Event

from responses_service.shared.projection import State
from responses_service.visits.rules import Entry

VISITS = "responses.visits.v1"
FLUSH_EVERY = 5.0
PATIENCE = 2.0
# Every hour of a day for a thousand points: more is dropped, the oldest first.
MOST_SUMS = 24_000
# An answer sent again comes within minutes; so many finish in an hour at the busiest.
REMEMBERED = 10_000
# So few at a time, that a broker that is away leaves the producer's queue to the answers.
BATCH = 500
Kind = Literal["scan", "start", "finish", "screened", "abandoned"]
Offer = Callable[[list[Event], float], bool]


class Cell(NamedTuple):
    """What is counted apart from what; the tenant, point and hour share an event."""

    tenant_id: str
    point_id: str
    hour: str
    kind: Kind
    how: str
    signed: bool
    host: str
    layout: str


@dataclass
class Visits:
    """The counts of one process; `offer` says whether the broker took the events in time."""

    offer: Offer
    now: Callable[[], datetime] = clock.now
    most: int = MOST_SUMS

    def __post_init__(self) -> None:
        self._sums: Counter[Cell] = Counter()
        self._untold: list[Event] = []
        self._finished: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()
        self._telling = threading.Lock()
        self._source, self._sequence = str(uuid.uuid4()), 0

    def start(self) -> "Visits":
        """Tell from now on every few seconds, and once more when the process ends."""
        threading.Thread(target=self._tell_now_and_then, name="visits").start()
        return self

    def count(self, kind: Kind, point: State, entry: Entry) -> None:
        hour = self.now().replace(minute=0, second=0, microsecond=0).isoformat()
        place = (point["tenant_id"], point["point_id"], hour)
        cell = Cell(*place, kind, entry.how, entry.signed, entry.host, entry.layout)
        with self._lock:
            if cell not in self._sums and len(self._sums) >= self.most:
                # A dict keeps its order: the first one is the oldest.
                VISITS_DROPPED.inc(self._sums.pop(next(iter(self._sums))))
            self._sums[cell] += 1

    def finish(self, response_id: str, point: State, entry: Entry, *, started: bool) -> None:
        """Once per answer, however often it is sent. Without a script nobody tells the start, so
        that who finishes without one is counted as having started."""
        with self._lock:
            if response_id in self._finished:
                return
            self._finished[response_id] = None
            if len(self._finished) > REMEMBERED:
                self._finished.popitem(last=False)
        if not started:
            self.count("start", point, entry)
        self.count("finish", point, entry)

    def tell(self) -> bool:
        """Offer what is counted; False when the broker did not take it, then it is kept.

        Untold events keep their numbers, so that one delivered after all is not counted twice.
        """
        with self._telling:
            if not self._untold:
                self._untold = self._drain()
            while self._untold:
                if not self.offer(self._untold[:BATCH], PATIENCE):
                    return False
                del self._untold[:BATCH]
            return True

    def _drain(self) -> list[Event]:
        """One event per point and hour of everything counted since the last time."""
        with self._lock:
            sums, self._sums = self._sums, Counter()
        cells = sorted(sums)
        return [
            self._event(place, [(cell, sums[cell]) for cell in group])
            for place, group in groupby(cells, key=lambda cell: cell[:3])
        ]

    def _event(self, place: tuple[str, ...], counts: list[tuple[Cell, int]]) -> Event:
        tenant_id, point_id, hour = place
        self._sequence += 1
        payload = {
            "source": self._source,
            "sequence": self._sequence,
            "tenant_id": tenant_id,
            "point_id": point_id,
            "hour": hour,
            "counts": [
                {
                    "kind": cell.kind,
                    "how": cell.how,
                    "signed": cell.signed,
                    "host": cell.host,
                    "layout": cell.layout,
                    "count": count,
                }
                for cell, count in counts
            ],
        }
        return new_event(VISITS, tenant_id, payload)

    def _tell_now_and_then(self) -> None:
        """The end of the main thread wakes it; a forked worker runs no `atexit`, but waits for its
        threads, and this one for two seconds at most."""
        main = threading.main_thread()
        while main.is_alive():
            main.join(FLUSH_EVERY)
            self.tell()
