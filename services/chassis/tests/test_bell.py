"""A loop that waits for work wakes with the transaction that leaves it, and not before."""

import resource
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chassis.bell import WhenRung, Work, listening, ring
from chassis.database import Database
from sqlalchemy import text
from suara_local.processes import wait_until

# Seconds that no turn of its own ends within a test.
FOR_EVER = 3600.0
Start = Callable[[Work], WhenRung]


@pytest.fixture
def loop(scratch: Any) -> Iterator[Start]:
    """`loop(work)`: runs until the test is over."""
    stop, threads = threading.Event(), []

    def start(work: Work) -> WhenRung:
        made = WhenRung("loop", scratch.worker, "bell", work, FOR_EVER)
        threads.append(threading.Thread(target=made.run, args=(stop, lambda: None)))
        threads[-1].start()
        return made

    yield start
    stop.set()
    rung(scratch.web)
    for thread in threads:
        thread.join(60)


def rung(database: Database) -> None:
    with database.unbound() as connection:
        ring(connection, "bell")


def test_a_commit_wakes_it_and_a_rollback_does_not(scratch: Any, loop: Start) -> None:
    turns: list[int] = []
    loop(lambda *_: bool(turns.append(1)))
    wait_until(lambda: len(turns) == 1, 60, "the first turn")
    with scratch.web.unbound() as connection:
        ring(connection, "bell")
        connection.rollback()
    rung(scratch.web)
    wait_until(lambda: len(turns) == 2, 60, "the second turn")
    rung(scratch.web)
    wait_until(lambda: len(turns) == 3, 60, "the third turn")


def test_one_ring_is_enough_for_all_that_waits(scratch: Any, loop: Start) -> None:
    turns: list[int] = []
    loop(lambda *_: turns.append(1) is None and len(turns) % 3 != 0)
    wait_until(lambda: len(turns) == 3, 60, "the first three")
    rung(scratch.web)
    wait_until(lambda: len(turns) == 6, 60, "three more")


def test_who_waits_hears_the_end(scratch: Any) -> None:
    stop = threading.Event()
    with listening(scratch.worker, "bell", stop) as wait:
        waiting = threading.Thread(target=wait, args=(FOR_EVER,))
        waiting.start()
        stop.set()
        waiting.join(60)
        assert not waiting.is_alive()


def test_what_fails_is_tried_again(scratch: Any, loop: Start) -> None:
    turns: list[int] = []

    def work(*_: object) -> bool:
        turns.append(1)
        if len(turns) < 3:
            raise RuntimeError
        return False

    made = loop(work)
    wait_until(lambda: len(turns) == 3, 60, "the third try")
    wait_until(lambda: "" not in made.holdups, 60, "no holdup")


def test_a_ring_before_the_waiting_is_not_missed_and_none_is_kept(scratch: Any) -> None:
    with listening(scratch.worker, "bell", threading.Event()) as wait:
        rung(scratch.web)
        wait(FOR_EVER)
        wait(0.01)
    # The connection that listened is closed, not lent to the next one.
    with scratch.worker.unbound() as connection:
        listened = connection.execute(text("SELECT pg_listening_channels()")).all()
    assert listened == []


def test_who_waits_for_nothing_looks_seldom(scratch: Any) -> None:
    """Each look costs the processor of every loop of every service, all day long."""
    with listening(scratch.worker, "bell", threading.Event()) as wait:
        before = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw
        wait(5)
        # Psycopg's own way of waiting is woken 50 times.
        assert resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw - before < 25
