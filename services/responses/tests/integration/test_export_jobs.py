"""Files of answers as jobs: each is written once, whatever is killed, emptied or late; what cannot
be written fails with a reason. The rows, and real workers with a real Valkey."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from chassis.database import Scope
from chassis.health import troubles_of
from chassis.jobs.broker import celery_app
from chassis.jobs.rows import MOST_TRIES
from chassis.jobs.sweep import Sweep
from responses_service.exports.handlers.queueing import EXPORTS
from responses_service.exports.store import files
from sqlalchemy import Row, text
from suara_local.places import Home
from suara_local.ports import free_ports
from suara_local.processes import START_SECONDS, wait_until
from suara_local.stack import Stack
from suara_local.valkey_server import valkey_process, wait_for_valkey

# As if it were later: a hold or a message is too old.
LATER = text("UPDATE exports SET due_at = '-infinity'")


@pytest.fixture(autouse=True)
def no_others(place: Any) -> None:
    with place.worker.unbound() as connection:
        connection.execute(text("DELETE FROM exports"))


def asked(place: Any, **more: Any) -> str:
    wish = {
        "export_id": str(uuid.uuid4()),
        "tenant_id": place.unit,
        "unit_types": [],
        "requested_by": "sari",
        "kind": "answers",
        "format": "csv",
        "name": "a.csv",
        "plan": place.plan("answers", place.unit).plain(),
        **more,
    }
    with place.web.scope(Scope(place.unit)) as connection:
        files.ask(connection, wish)
    return str(wish["export_id"])


def state(place: Any, export_id: str) -> Row[Any]:
    query = "SELECT state, reason, tries, done FROM exports WHERE export_id = :id"
    with place.worker.unbound() as connection:
        return connection.execute(text(query), {"id": export_id}).one()


def later(place: Any) -> None:
    with place.worker.unbound() as connection:
        connection.execute(LATER)


def test_a_job_is_held_by_one_and_finished_by_who_holds_it(place: Any) -> None:
    export_id = asked(place)
    with place.worker.unbound() as connection:
        assert EXPORTS.due(connection) == {export_id: False}
        first = EXPORTS.take(connection, export_id)
        assert first == 1
        # A message that came twice.
        assert EXPORTS.take(connection, export_id) is None
        assert EXPORTS.due(connection) == {}
    later(place)
    with place.worker.unbound() as connection:
        assert EXPORTS.due(connection) == {export_id: False}
        # It was silent for too long, and wakes before another has it; and after.
        assert not EXPORTS.hold(connection, export_id, first, 1, 2)
        second = EXPORTS.take(connection, export_id)
        assert second == 2
        assert not EXPORTS.hold(connection, export_id, first, 1, 2)
        assert not EXPORTS.finish(connection, export_id, first, 9)
        EXPORTS.put_back(connection, export_id, first)
        EXPORTS.give_up(connection, export_id, first, "slow")
        assert EXPORTS.hold(connection, export_id, second, 1, 2)
        assert EXPORTS.finish(connection, export_id, second, 7)
        assert EXPORTS.take(connection, export_id) is None
    assert tuple(state(place, export_id)) == ("done", "", 2, 7)


def test_what_falls_silent_again_and_again_has_failed(place: Any) -> None:
    export_id = asked(place)
    for _ in range(MOST_TRIES):
        with place.worker.unbound() as connection:
            assert EXPORTS.due(connection) == {export_id: False}
            assert EXPORTS.take(connection, export_id)
        later(place)
    with place.worker.unbound() as connection:
        assert EXPORTS.due(connection) == {}
    assert state(place, export_id)[:2] == ("failed", "silent")


class Line:
    """The sweep of the background, a Valkey and workers of this test's own."""

    def __init__(self, place: Any, environ: dict[str, str], folder: Path) -> None:
        port, password = free_ports()["valkey"], "geheim"
        self._place, self._folder, self._number = place, folder, 0
        url = f"valkey://:{password}@127.0.0.1:{port}/0"
        self._environ = {**environ, "VALKEY_URL": url, "VALKEY_PASSWORD": password}
        self._port, self._valkey = port, valkey_process(Home(folder), port, password)
        self._app = celery_app("responses", url)
        self._sweep = Sweep(self._app, place.worker, EXPORTS)
        self.sweep, self.waiting = self._sweep.turn, self._sweep._length

    def start_valkey(self) -> None:
        self._valkey.start()
        wait_for_valkey(self._port)

    def lose_valkey(self) -> None:
        """It saves nothing in the short time of a test."""
        self._valkey.kill()

    @contextmanager
    def worker(self) -> Iterator["subprocess.Popen[bytes]"]:
        """Ready to work; killed afterwards with all that it began."""
        self._number += 1
        health, log = (self._folder / f"{name}-{self._number}" for name in ("health", "log"))
        with log.open("wb") as out:
            made = subprocess.Popen(
                [sys.executable, "-m", "responses_service", "worker"],
                env={**self._environ, "HEALTH_FILE": str(health)},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            wait_until(lambda: troubles_of(health) == [], START_SECONDS, f"the worker of {log}")
            yield made
        finally:
            if made.poll() is None:
                os.killpg(made.pid, signal.SIGKILL)
            made.wait()

    def until(self, export_id: str, *wanted: Any) -> None:
        """Wait until its state, its reason, its tries are these."""
        wait_until(
            lambda: tuple(state(self._place, export_id))[: len(wanted)] == wanted, 60, str(wanted)
        )

    def close(self) -> None:
        self._app.close()
        self._valkey.kill()


@pytest.fixture
def line(
    place: Any, infrastructure: Stack, service_database: Callable[[str], Any], tmp_path: Path
) -> Iterator[Line]:
    made = Line(place, infrastructure.environment("responses"), tmp_path)
    made.start_valkey()
    yield made
    made.close()


@contextmanager
def halted(place: Any, line: Line) -> Iterator[None]:
    """All jobs that wait are sent; the first file is written and cannot be kept, until the end."""
    with place.worker.unbound() as connection:
        connection.execute(text("LOCK TABLE export_files IN EXCLUSIVE MODE"))
        line.sweep()
        wait_until(lambda: is_halted(place), 60, "the writer")
        yield


def is_halted(place: Any) -> bool:
    query = "SELECT 1 FROM pg_locks WHERE relation = 'export_files'::regclass AND NOT granted"
    with place.worker.unbound() as connection:
        return connection.execute(text(query)).first() is not None


def parts(place: Any, export_id: str) -> int:
    query = "SELECT count(*) FROM export_files WHERE export_id = :id"
    with place.worker.unbound() as connection:
        return int(connection.execute(text(query), {"id": export_id}).scalar_one())


def test_killed_in_the_middle_and_valkey_lost_the_file_is_there_once(
    place: Any, line: Line
) -> None:
    place.add(place.unit, 40)
    export_id = asked(place)
    with line.worker() as worker, halted(place, line):
        os.killpg(worker.pid, signal.SIGKILL)
        line.lose_valkey()
    wait_until(lambda: not is_halted(place), 60, "the end of the writer")
    assert state(place, export_id).state == "running"
    assert parts(place, export_id) == 0
    line.start_valkey()
    with line.worker():
        later(place)
        line.sweep()
        line.until(export_id, "done", "", 2)
    assert parts(place, export_id) == 1


def test_a_worker_goes_on_without_valkey_and_after_it(place: Any, line: Line) -> None:
    """What can never be written fails with a reason, and holds nobody up."""
    place.add(place.unit, 40)
    first = asked(place)
    with line.worker():
        with halted(place, line):
            line.lose_valkey()
            broken, second = asked(place, plan={}), asked(place)
        line.until(first, "done", "", 1)
        line.start_valkey()
        for number in range(1, MOST_TRIES + 1):
            line.sweep()
            wanted = ("failed", "fault") if number == MOST_TRIES else ("waiting", "")
            line.until(broken, *wanted, number)
            later(place)
        line.until(second, "done", "", 1)
    assert [parts(place, each) for each in (first, second, broken)] == [1, 1, 0]


def test_nothing_is_sent_again_while_it_is_in_the_queue(place: Any, line: Line) -> None:
    asked(place)
    for _ in range(3):
        line.sweep()
        later(place)
    assert line.waiting() == 1
    line.lose_valkey()
    line.start_valkey()
    line.sweep()
    assert line.waiting() == 1
