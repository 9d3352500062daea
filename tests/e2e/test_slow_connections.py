"""Who is slow holds up nobody: a poor phone and a slow image arrive, and two hundred connections
that dawdle on purpose stop no visitor and are ended by the gateway.

`make prove-slow` keeps them up for a minute and sends the image at 400 kbit/s.
"""

import asyncio
import contextlib
import io
import json
import os
import random
import socket
import statistics
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from PIL import Image
from suara_local.patient import DEFAULTS, TRIES
from suara_local.running import Running, eventually

SECONDS = int(os.environ.get("SLOW_SECONDS", "5"))
IMAGE_RATE = int(os.environ.get("SLOW_IMAGE_BYTES", "2000000"))
EACH, RATE = 50, 20
# 40 kbit/s, and what a request and its answer need to get there and back.
PHONE_RATE, ROUND_TRIP, STALL = 5000, 0.7, 5
UNIT, READER, CLERK = "W15-01", "admin", "operator.w20-01"
# A receive window so small that an answer stays with its sender.
WINDOW = 4096


@dataclass
class Dawdlers:
    """Connections that a client holds on purpose: as soon as one is ended, it comes again."""

    suara: Running
    code: str
    ended: dict[str, int] = field(default_factory=dict)
    first: int = 0
    stop: bool = False

    def kinds(self) -> dict[str, tuple[bytes, bytes, bool]]:
        """What each sends at once, what it adds every second, and whether it reads."""
        host = b"Host: localhost\r\n"
        post = b"POST %b HTTP/1.1\r\n" + host + b"Content-Length: 150\r\n\r\n"
        code = self.code.encode()
        page = b"GET /s/%b HTTP/1.1\r\n" % code + host + b"\r\n"
        return {
            "head": (b"POST /s/%b HTTP/1.1\r\n" % code + host, b"X-Slow: 1\r\n", True),
            "body of an answer": (post % b"/api/v1/responses", b"{", True),
            "body of a page": (post % b"/s/%b" % code, b"a", True),
            "body of a sign-in": (post % b"/sign-in", b"a", True),
            "body of an image": (post % b"/api/v1/paper/sheets/1/image", b"a", True),
            "silent body": (post % b"/api/v1/receipts", b"", True),
            "body to nowhere": (post % b"/nowhere", b"", True),
            "reading": (page * 100, b"", False),
        }

    async def run(self) -> None:
        kinds = self.kinds().items()
        tasks = [
            asyncio.create_task(self._hold(name, *kind))
            for name, kind in kinds
            for _ in range(4 * EACH // len(kinds))
        ]
        self.first = len(tasks)
        while not self.stop:
            await asyncio.sleep(0.1)
        # Until Python 3.12 `wait_for` loses a cancellation that comes as it times out.
        waiting = set(tasks)
        while waiting:
            for task in waiting:
                task.cancel()
            _, waiting = await asyncio.wait(waiting, timeout=1)

    async def _hold(self, name: str, begin: bytes, more: bytes, reads: bool) -> None:
        """One after the other; counts under its name when its first was ended by the gateway."""
        counted = False
        while True:
            with contextlib.suppress(OSError):
                await self._one(begin, more, reads)
            if not counted:
                self.ended[name] = self.ended.get(name, 0) + 1
            counted = True

    async def _one(self, begin: bytes, more: bytes, reads: bool) -> None:
        loop, wire = asyncio.get_running_loop(), socket.socket()
        with wire:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WINDOW)
            wire.setblocking(False)
            await loop.sock_connect(wire, ("127.0.0.1", self.suara.stack.ports["gateway"]))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(loop.sock_sendall(wire, begin), 5)
            while not (reads and await self._is_over(loop, wire)):
                await asyncio.sleep(0 if reads else 1)
                # Who does not read learns from a refused write that the connection is gone.
                await loop.sock_sendall(wire, more or (b"" if reads else b"\r\n"))

    async def _is_over(self, loop: asyncio.AbstractEventLoop, wire: socket.socket) -> bool:
        with contextlib.suppress(TimeoutError):
            return not await asyncio.wait_for(loop.sock_recv(wire, 1000), 1)
        return False


@pytest.fixture(scope="module")
def survey(suara: Running) -> dict[str, Any]:
    return suara.survey(UNIT)


@pytest.fixture(scope="module")
def quiet(suara: Running, survey: dict[str, Any]) -> "Seen":
    return visit(suara, survey)


@pytest.fixture(scope="module")
def dawdlers(suara: Running, survey: dict[str, Any], quiet: "Seen") -> Iterator[Dawdlers]:
    made = Dawdlers(suara, survey["code"])
    thread = threading.Thread(target=lambda: asyncio.run(made.run()))
    thread.start()
    try:
        eventually(lambda: made.first, 4 * EACH)
        yield made
    finally:
        made.stop = True
        thread.join()


@dataclass
class Seen:
    """Of visitors who read the page and answer: seconds of each, what else they were told, and
    how often the broker was too busy at first."""

    seconds: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    again: int = 0

    def __str__(self) -> str:
        median, p99 = statistics.median(self.seconds), statistics.quantiles(self.seconds, n=100)[98]
        people = f"{len(self.seconds)} people, {self.again} sent again after 503"
        return f"median {1000 * median:.0f} ms, p99 {1000 * p99:.0f} ms, {people}"


def visit(suara: Running, survey: dict[str, Any], seconds: int = SECONDS) -> Seen:
    """`RATE` people a second, each on a phone and a connection of its own; each tenth is staff."""
    seen, body = Seen(), suara.submission(survey)

    async def one(number: int) -> None:
        started = time.perf_counter()
        headers = {"Cookie": f"device={uuid.uuid4().hex[:22]}"}
        options = {**DEFAULTS, "base_url": suara.base_url, "headers": headers}
        async with httpx.AsyncClient(**options) as client:
            page = await client.get("/sign-in" if number % 10 == 0 else f"/s/{survey['code']}")
            answer = await _send(seen, client, {**body, "response_id": str(uuid.uuid4())})
        seen.seconds.append(time.perf_counter() - started)
        if (page.status_code, answer.status_code) != (200, 202):
            seen.refused.append(f"{page.status_code} {answer.status_code} {answer.text[:100]}")

    async def all_of_them() -> None:
        tasks = []
        for number in range(RATE * seconds):
            tasks.append(asyncio.create_task(one(number)))
            await asyncio.sleep(1 / RATE)
        await asyncio.gather(*tasks)

    # In a thread: where a browser is open, this one has a loop already.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, all_of_them()).result()
    return seen


async def _send(seen: Seen, client: httpx.AsyncClient, body: dict[str, Any]) -> httpx.Response:
    """As a phone does: what a busy machine puts off is sent again."""
    for _ in range(TRIES):
        answer = await client.post("/api/v1/responses", json=body)
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            break
        seen.again += 1
        await asyncio.sleep(float(answer.headers.get("Retry-After", 1)))
    return answer


def slowly(suara: Running, head: bytes, body: bytes, rate: int, *, stall: float = 0) -> Any:
    """The status and the JSON of the answer to a body that comes at `rate` bytes a second."""
    port, parts = suara.stack.ports["gateway"], max(rate // 10, 1)
    with socket.create_connection(("127.0.0.1", port)) as wire:
        time.sleep(ROUND_TRIP)
        wire.sendall(head + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body))
        for at in range(0, len(body), parts):
            wire.sendall(body[at : at + parts])
            time.sleep(stall if stall and at <= len(body) // 2 < at + parts else 0.1)
        time.sleep(ROUND_TRIP)
        answer = wire.makefile("rb").read()
    said, _, content = answer.partition(b"\r\n\r\n")
    return int(said.split()[1]), json.loads(content)


def test_a_poor_phone_s_answer_arrives(
    suara: Running, survey: dict[str, Any], dawdlers: Dawdlers
) -> None:
    body = {**suara.submission(survey), "text": "Antreannya panjang. " * 40}
    head = (
        b"POST /api/v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    )
    status, told = slowly(suara, head, json.dumps(body).encode(), PHONE_RATE, stall=STALL)
    assert status == 202, told
    eventually(lambda: suara.fate(told["receipt"]), "counted")


def test_a_slow_image_of_nine_megabytes_arrives(suara: Running, dawdlers: Dawdlers) -> None:
    made = suara.api(CLERK).post("/api/v1/paper/batches", json={"unit": "W20-01", "count": 1})
    sheet = made.raise_for_status().json()["sheets"][0]
    file = io.BytesIO()
    Image.new("RGB", (900, 1200), "white").save(file, "JPEG")
    data = file.getvalue() + random.Random(1).randbytes(9_000_000 - file.tell())
    token = suara.api(READER).headers["Authorization"].encode()
    path = f"/api/v1/paper/sheets/{sheet}/image".encode()
    head = b"PUT %b HTTP/1.1\r\nHost: localhost\r\nAuthorization: %b\r\n" % (path, token)
    status, told = slowly(suara, head, data, IMAGE_RATE)
    assert (status, told.get("pages")) == (200, 1), told


def test_two_hundred_slow_connections_stop_no_visitor_and_are_ended(
    suara: Running, survey: dict[str, Any], quiet: Seen, dawdlers: Dawdlers
) -> None:
    busy = visit(suara, survey)
    print(f"\nquiet: {quiet}\nbeside {dawdlers.first} slow connections: {busy}")
    assert quiet.refused == []
    assert busy.refused == []
    each = 4 * EACH // len(dawdlers.kinds())
    eventually(lambda: dawdlers.ended, dict.fromkeys(dawdlers.kinds(), each), 180)


@pytest.mark.parametrize(("size", "status"), [(1_600_000, 413), (20, 404)])
def test_what_the_gateway_refuses_is_told_as_a_document_and_as_a_page(
    suara: Running, size: int, status: int
) -> None:
    path = "/api/v1/responses" if status == 413 else "/nowhere"
    told = suara.public.post(path, content=b" " * size)
    assert (told.status_code, told.json()["status"]) == (status, status)
    assert told.headers["content-type"] == "application/problem+json"
    page = suara.public.post(path, content=b" " * size, headers={"Accept": "text/html"})
    assert page.status_code == status
    assert '<html lang="id">' in page.text
    assert '<div lang="en">' in page.text
    assert "Server" not in page.headers
