"""A light HTTP client: one event loop, no library, so that the servers have the cores."""

import asyncio
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

ID_MARK = b"00000000-0000-4000-8000-000000000000"


@dataclass
class Outcome:
    """Status codes seen, and seconds per request."""

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers of 200 and 202 per second."""
        return (self.statuses.get(200, 0) + self.statuses.get(202, 0)) / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def request_of(port: int, path: str, body: bytes) -> bytes:
    """Request bytes with `ID_MARK` in the body where each request puts a fresh id."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def page_of(port: int, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode()


def fresh(template: bytes) -> bytes:
    return template.replace(ID_MARK, str(uuid.uuid4()).encode())


def closed_loop(port: int, templates: Sequence[bytes], connections: int, seconds: float) -> Outcome:
    """Every connection sends its next request when the last was answered; the templates take
    turns."""
    return asyncio.run(_closed(port, templates, connections, seconds))


def open_loop(port: int, template: bytes, rate: float, seconds: float) -> Outcome:
    """Requests leave on time whatever comes back; latency counts from when one was due."""
    return asyncio.run(_open(port, template, rate, seconds))


async def _closed(
    port: int, templates: Sequence[bytes], connections: int, seconds: float
) -> Outcome:
    outcome, turns = Outcome(), cycle(templates)
    ends = time.monotonic() + seconds
    began = time.monotonic()

    async def work() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.monotonic() < ends:
            await _exchange(reader, writer, fresh(next(turns)), outcome, time.monotonic())
        writer.close()

    await asyncio.gather(*(work() for _ in range(connections)))
    outcome.seconds = time.monotonic() - began
    return outcome


async def _open(port: int, template: bytes, rate: float, seconds: float) -> Outcome:
    outcome, idle = (
        Outcome(),
        asyncio.LifoQueue[tuple[asyncio.StreamReader, asyncio.StreamWriter]](),
    )
    began = time.monotonic()
    tasks = []

    async def one(due: float) -> None:
        pair = idle.get_nowait() if not idle.empty() else None
        reader, writer = pair or await asyncio.open_connection("127.0.0.1", port)
        await _exchange(reader, writer, fresh(template), outcome, due)
        idle.put_nowait((reader, writer))

    for due in _dues(began, rate, seconds):
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        tasks.append(asyncio.create_task(one(due)))
    await asyncio.gather(*tasks)
    outcome.seconds = time.monotonic() - began
    while not idle.empty():
        idle.get_nowait()[1].close()
    return outcome


def _dues(began: float, rate: float, seconds: float) -> Iterator[float]:
    for number in range(int(rate * seconds)):
        yield began + number / rate


async def _exchange(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    request: bytes,
    outcome: Outcome,
    since: float,
) -> None:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    length = _length(head.lower())
    if length:
        await reader.readexactly(length)
    outcome.latencies.append(time.monotonic() - since)
    outcome.statuses[status] = outcome.statuses.get(status, 0) + 1


def _length(head: bytes) -> int:
    at = head.find(b"content-length:")
    return int(head[at + 15 : head.index(b"\r\n", at)]) if at >= 0 else 0
