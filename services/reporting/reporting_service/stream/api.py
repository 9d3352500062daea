"""The live stream: tells open dashboards that a unit has moved. Keys only, never a figure.

One ASGI process holds all viewers; one database connection listens for all of them.
"""

import asyncio
import contextlib
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs

import orjson
import psycopg
from chassis import clock
from chassis.auth import TokenVerifier, access_cookie
from chassis.database import Database
from chassis.holdups import Holdups
from chassis.principal import Principal
from chassis.problems import Forbidden, Problem
from chassis.revocations import Revocations
from granian.constants import Interfaces
from granian.server.embed import Server

from reporting_service.config import ReportingSettings
from reporting_service.shared.news import CHANNEL
from reporting_service.stream.handlers import watched
from reporting_service.stream.rules import AT_MOST_EVERY, HEARTBEAT, LOOK_EVERY

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class Viewers:
    """Who waits for which tenants; all on one event loop."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Event, set[str]] = {}

    def add(self, tenants: set[str]) -> asyncio.Event:
        event = asyncio.Event()
        self._waiting[event] = tenants
        return event

    def remove(self, event: asyncio.Event) -> None:
        self._waiting.pop(event, None)

    def wake(self, tenant_id: str) -> None:
        for event, tenants in self._waiting.items():
            if tenant_id in tenants:
                event.set()

    def wake_all(self) -> None:
        """After a gap in listening nobody knows what was missed."""
        for event in self._waiting:
            event.set()


class Stream:
    """A background loop that serves `GET /live?unit=<code>`."""

    name = "live-stream"

    def __init__(self, settings: ReportingSettings) -> None:
        self._settings = settings
        self._cookie = access_cookie(settings.suara_base_url)
        self._viewers = Viewers()
        self.holdups = Holdups(self.name)

    def run(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        asyncio.run(self._run(stop, beat))

    async def _run(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        revocations = Revocations.follow(
            self._settings.kafka_bootstrap, self._settings.kafka_topic_prefix
        )
        self._revocations = revocations
        self._verifier = TokenVerifier(
            self._settings.identity_url, self._settings.suara_base_url, revocations
        )
        self._database = Database(self._settings.database_web_url, pool_size=2)
        server = Server(
            self._app,
            address=self._settings.http_host,
            port=self._settings.stream_port,
            interface=Interfaces.ASGINL,
            websockets=False,
            log_enabled=False,
        )
        tasks = [asyncio.create_task(server.serve()), asyncio.create_task(self._listen())]
        while not stop.is_set():
            beat()
            for task in tasks:
                if task.done():
                    task.result()
            await asyncio.sleep(0.5)
        server.stop()  # type: ignore[no-untyped-call]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        """LISTEN for ever; a lost database is tried again."""
        url = self._settings.database_worker_url.replace("postgresql+psycopg", "postgresql")
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(url, autocommit=True) as listening:
                    await listening.execute(f"LISTEN {CHANNEL}")
                    self._viewers.wake_all()
                    self.holdups.free("")
                    async for notice in listening.notifies():
                        self._viewers.wake(notice.payload)
            except psycopg.OperationalError as fault:
                self.holdups.hold("", "news of the database", fault)
                await asyncio.sleep(1)

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            person = await asyncio.to_thread(self._verifier.verify, self._token(scope))
            tenants = await asyncio.to_thread(self._tenants, scope, person)
        except Problem as problem:
            await _answer(send, problem.status, orjson.dumps(problem.document("")))
            return
        await self._stream(person, tenants, receive, send)

    def _token(self, scope: Scope) -> str:
        pairs: list[tuple[bytes, bytes]] = scope["headers"]
        headers = {name.decode(): value.decode("latin-1") for name, value in pairs}
        if headers.get("authorization", "").startswith("Bearer "):
            return headers["authorization"][7:]
        found = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        return found.value if found else ""

    def _tenants(self, scope: Scope, person: Principal) -> set[str]:
        """Of the unit that is asked for; raise Forbidden or NotFound."""
        code = parse_qs(scope["query_string"].decode()).get("unit", [""])[0]
        if not (person.may("counts.read") or person.may("results.read")):
            raise Forbidden
        return watched(self._database, person, code)

    async def _stream(
        self, person: Principal, tenants: set[str], receive: Receive, send: Send
    ) -> None:
        """Until the viewer leaves, the token expires, or the session is revoked."""
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [
                    (b"content-type", b"text/event-stream"),
                    (b"cache-control", b"no-store"),
                    (b"x-content-type-options", b"nosniff"),
                ],
            }
        )
        event = self._viewers.add(tenants)
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await send(_chunk(b"retry: 2000\n\n"))
            spoke = time.monotonic()
            while self._may_go_on(person) and not gone.done():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), LOOK_EVERY)
                if event.is_set() and self._may_go_on(person):
                    event.clear()
                    await send(_chunk(b"data: changed\n\n"))
                    spoke = time.monotonic()
                    await asyncio.sleep(AT_MOST_EVERY)
                elif time.monotonic() - spoke > HEARTBEAT:
                    await send(_chunk(b": still here\n\n"))
                    spoke = time.monotonic()
        finally:
            self._viewers.remove(event)
            gone.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _may_go_on(self, person: Principal) -> bool:
        revoked = self._revocations.covers(person.session, person.subject, person.issued_at)
        return clock.seconds() < person.expires_at and not revoked


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/problem+json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _chunk(data: bytes) -> MutableMapping[str, Any]:
    return {"type": "http.response.body", "body": data, "more_body": True}
