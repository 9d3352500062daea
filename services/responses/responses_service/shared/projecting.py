"""Keeps the projection: from its topics, with a snapshot for a start while the broker is away."""

import tempfile
import threading
from pathlib import Path

import orjson
from chassis.kafka import Tail
from chassis.logging import get_logger
from contracts.codec import Event

from responses_service.config import ResponsesSettings
from responses_service.shared.projection import KEYS, Projection

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
        self._kept = self._can_keep()
        self._tail = Tail(
            settings.kafka_bootstrap, settings.kafka_topic_prefix, list(KEYS), self._apply
        ).start()
        threading.Thread(target=self._save_now_and_then, name="snapshot", daemon=True).start()

    def ready(self) -> bool:
        return self._restored or self._tail.ready.is_set()

    def healthy(self) -> bool:
        """Ready, and able to keep its snapshot: without one the next start needs the broker. Not a
        reason to refuse answers."""
        return self.ready() and self._kept

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

    def _can_keep(self) -> bool:
        """Try to write where the snapshot goes; a folder that is somebody else's says so now."""
        if self._file is None:
            return True
        try:
            with tempfile.TemporaryFile(dir=self._file.parent):
                return True
        except OSError as fault:
            get_logger().error("snapshot_not_kept", file=str(self._file), fault=repr(fault))
            return False

    def _save_now_and_then(self) -> None:
        saved = 0
        self._tail.ready.wait()
        while self._file is not None:
            changes = self.projection.changes
            if changes != saved or not self._kept:
                self._kept = self._can_keep() and self._save(self._file)
                saved = changes if self._kept else saved
            threading.Event().wait(SNAPSHOT_EVERY)

    def _save(self, file: Path) -> bool:
        """Written beside and renamed: a reader finds the old or the new file, never half of one."""
        kept = {topic: list(all_.values()) for topic, all_ in self.projection.states.items()}
        beside = file.with_suffix(f".{threading.get_native_id()}")
        try:
            beside.write_bytes(orjson.dumps(kept))
            beside.replace(file)
        except OSError as fault:
            get_logger().error("snapshot_not_kept", file=str(file), fault=repr(fault))
            return False
        return True
