"""Keeps the projection: from its topics, with a snapshot for a start while the broker is away."""

import threading
from pathlib import Path

import orjson
from chassis.kafka import Tail
from chassis.logging import get_logger
from contracts.codec import Event

from responses_service.config import ResponsesSettings
from responses_service.domain.projection import KEYS, Projection

SNAPSHOT_EVERY = 10.0


class Projecting:
    """Feeds a projection for the life of a process."""

    def __init__(self, settings: ResponsesSettings) -> None:
        self.projection = Projection()
        folder = settings.snapshot_dir
        self._file = (
            Path(folder) / f"projection{settings.kafka_topic_prefix}.json" if folder else None
        )
        self._restored = self._restore()
        self._tail = Tail(
            settings.kafka_bootstrap, settings.kafka_topic_prefix, list(KEYS), self._apply
        ).start()
        threading.Thread(target=self._save_now_and_then, name="snapshot", daemon=True).start()

    def ready(self) -> bool:
        return self._restored or self._tail.ready.is_set()

    def stop(self) -> None:
        self._tail.stop()

    def _apply(self, event: Event) -> None:
        self.projection.apply(event.type, event.payload)

    def _restore(self) -> bool:
        if self._file is None or not self._file.exists():
            return False
        try:
            kept = orjson.loads(self._file.read_bytes())
            for topic, states in kept.items():
                for state in states:
                    self.projection.apply(topic, state)
        except (orjson.JSONDecodeError, KeyError, OSError) as fault:
            get_logger().warning("snapshot_unreadable", fault=repr(fault))
            self.projection.__init__()  # type: ignore[misc]
            return False
        return True

    def _save_now_and_then(self) -> None:
        """Written beside and renamed: a reader finds the old or the new file, never half of one."""
        saved = 0
        while self._file is not None:
            self._tail.ready.wait()
            if self.projection.changes != saved:
                saved = self.projection.changes
                kept = {
                    topic: list(all_.values()) for topic, all_ in self.projection.states.items()
                }
                beside = self._file.with_suffix(f".{threading.get_native_id()}")
                beside.write_bytes(orjson.dumps(kept))
                beside.replace(self._file)
            threading.Event().wait(SNAPSHOT_EVERY)
