"""For tests of what only two at once would meet, so that they meet each time and not once in a
thousand."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import TypeVar

import httpx
import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import Connection, text

from suara_local.processes import wait_until
from suara_local.running import Running, eventually

First = TypeVar("First")
Second = TypeVar("Second")

TWO = 2
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND usename = %s"
    " AND wait_event_type = 'Lock'"
)
Send = Callable[[int], httpx.Response]


def at_once(suara: Running, service: str, table: str, send: Send) -> list[httpx.Response]:
    """The answers to two requests, by their status: both have looked, neither has written into
    `table`, then both write. Until then its writers wait for a lock which readers do not need."""
    address = suara.stack.superuser_url(service)
    with psycopg.connect(address) as holding, psycopg.connect(address, autocommit=True) as looking:
        holding.execute(SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(Identifier(table)))

        def waiting() -> int:
            found = looking.execute(WAITING, [service, f"{service}_web"]).fetchone()
            return int(found[0]) if found else 0

        with ThreadPoolExecutor(TWO) as pool:
            sent = [pool.submit(send, number) for number in range(TWO)]
            try:
                eventually(waiting, TWO)
            finally:
                holding.rollback()
            return sorted((each.result() for each in sent), key=lambda answer: answer.status_code)


def overlapping(
    bound: AbstractContextManager[Connection],
    first: Callable[[Connection], First],
    second: Callable[[], Second],
) -> tuple[First, Second]:
    """What both come to: the second begins when the first has written and its transaction has not
    ended, and waits for it if anything in the database makes it wait."""
    with ThreadPoolExecutor(1) as pool:
        with bound as connection:
            made = first(connection)
            sent = pool.submit(second)
            wait_until(lambda: sent.done() or _somebody_waits(connection), 60, "the second")
        return made, sent.result()


def _somebody_waits(connection: Connection) -> bool:
    return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def statuses(answers: list[httpx.Response]) -> list[int]:
    return [each.status_code for each in answers]


def kept(suara: Running, service: str, query: str, *values: object) -> int:
    """The one number that a query gives."""
    with psycopg.connect(suara.stack.superuser_url(service)) as connection:
        found = connection.execute(query.encode(), values).fetchone()
    assert found is not None  # noqa: S101
    return int(found[0])
