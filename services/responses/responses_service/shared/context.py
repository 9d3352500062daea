"""What a web process answers with, handed to whoever needs it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from contracts.codec import Event

from responses_service.shared.projection import Projection


class Publishes(Protocol):
    def publish(self, events: list[Event]) -> None: ...


@dataclass(frozen=True)
class Keys:
    receipt: bytes
    text: bytes
    contact: bytes
    issued: bytes


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Context:
    """`ready` tells whether the projection is known; before that nobody is answered."""

    projection: Projection
    publisher: Publishes
    keys: Keys
    ready: Callable[[], bool] = _always
