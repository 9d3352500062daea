"""Ports of a stack: fixed ones derived from the gateway's for a person, free ones for tests."""

import socket
from dataclasses import dataclass

from suara_local.places import SERVICES

NAMES = ("gateway", "postgres", "kafka", "kafka_controller", "valkey", *SERVICES, "stream", "tls")


@dataclass(frozen=True)
class Ports:
    """One port per part, all on the loopback address."""

    numbers: dict[str, int]

    def __getitem__(self, name: str) -> int:
        return self.numbers[name]


def ports_from(gateway: int) -> Ports:
    """The gateway's port and the ones right after it."""
    return Ports({name: gateway + step for step, name in enumerate(NAMES)})


def free_ports() -> Ports:
    sockets = [socket.socket() for _ in NAMES]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return Ports({name: s.getsockname()[1] for name, s in zip(NAMES, sockets, strict=True)})
    finally:
        for each in sockets:
            each.close()


def refuse_taken(ports: Ports) -> None:
    """Stop with one line that names the port and the way out."""
    for name, number in ports.numbers.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", number))
            except OSError:
                raise SystemExit(
                    f"Port {number} ({name}) is taken. Stop what uses it, or choose another"
                    f" first port: make run PORT={ports['gateway'] + 1000}"
                ) from None
