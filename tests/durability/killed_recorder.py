"""The recorder with a kill -9 built in at one point; run by `test_recorder_kills.py`.

`python killed_recorder.py before-publish|before-place`: after the commit and before the publish,
or after the publish and before its place is kept.
"""

import os
import signal
import sys
import threading
from typing import Any

from chassis.config import read_settings
from chassis.consumer import Consumer
from chassis.database import Database
from chassis.positions import Positions
from responses_service.config import ResponsesSettings
from responses_service.intake.handlers.taking import SUBMITTED
from responses_service.record.handlers.recording import record


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DeadlyProducer:
    """Dies instead of sending: the batch is committed by then."""

    send = staticmethod(die)


class KilledBeforePublish(Consumer):
    def _take(self, part: int, records: Any) -> None:
        self._producer = DeadlyProducer()
        super()._take(part, records)


class DeadlyPositions(Positions):
    """Dies instead of writing that all is published."""

    def keep(self, connection: Any, part: int, end: int, *, published: bool) -> None:
        if published:
            die()
        super().keep(connection, part, end, published=published)


class KilledBeforePlace(Consumer):
    def __init__(self, **about: Any) -> None:
        super().__init__(**about)
        self._positions = DeadlyPositions(self.name, self.topic)


def main(point: str) -> None:
    settings = read_settings(ResponsesSettings)
    kind = {"before-publish": KilledBeforePublish, "before-place": KilledBeforePlace}[point]
    recorder = kind(
        name="recorder",
        topic=SUBMITTED,
        handle=record,
        database=Database(settings.database_worker_url),
        bootstrap=settings.kafka_bootstrap,
        prefix=settings.kafka_topic_prefix,
        publishes=True,
    )
    recorder.run(threading.Event(), lambda: None)


if __name__ == "__main__":
    main(sys.argv[1])
