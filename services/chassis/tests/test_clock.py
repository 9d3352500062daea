"""The one clock: moved for everybody who follows it, and for nobody beyond loopback."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from chassis import clock, sql_clock
from chassis.clock import ClockError
from chassis.config import Settings, clock_file
from chassis.process import Every
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from suara_local.stack import Stack

A_SECOND = timedelta(seconds=1)
MONTH = timedelta(days=31)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
ASKS = "SELECT clock_now()"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """Named, and followed by this process; not there yet."""
    before, path = clock.followed(), tmp_path / "clock"
    clock.follow(str(path))
    yield path
    clock.follow(before)


def test_it_is_the_systems_until_somebody_moves_it(file: Path) -> None:
    assert abs(datetime.now(UTC) - clock.now()) < A_SECOND
    clock.move(file, by=MONTH)
    assert abs(datetime.now(UTC) + MONTH - clock.now()) < A_SECOND
    assert abs(time.time() + MONTH.total_seconds() - clock.seconds()) < 1
    clock.move(file, by=-2 * MONTH)
    assert abs(datetime.now(UTC) - MONTH - clock.now()) < A_SECOND


def test_it_is_set_to_a_moment_and_goes_on_from_there(file: Path) -> None:
    clock.move(file, to=NOON)
    first = clock.now()
    assert NOON <= first < NOON + A_SECOND
    assert any(clock.now() > first for _ in range(1000))
    assert clock.now().tzinfo is UTC


def test_the_day_is_that_of_the_zone(file: Path) -> None:
    clock.move(file, to=NOON.replace(hour=23))
    assert str(clock.today()) == "2027-03-01"
    assert str(clock.today(ZoneInfo("Asia/Jayapura"))) == "2027-03-02"


def test_who_follows_no_file_is_not_moved(file: Path) -> None:
    clock.move(file, by=MONTH)
    clock.follow("")
    assert abs(datetime.now(UTC) - clock.now()) < A_SECOND
    assert not clock.moves()


PUBLIC = ["https://suara.go.id", "http://10.0.0.7:8080", "http://localhost.example.org", ""]
OURS = ["http://localhost:8080", "http://127.0.0.1:9090", "http://[::1]:8080", "http://a.localhost"]


def settings(base_url: str) -> Settings:
    return Settings(
        suara_base_url=base_url,
        kafka_bootstrap="",
        database_web_url="",
        database_worker_url="",
        identity_url="",
        clock_file="clock",
    )


@pytest.mark.parametrize("base_url", PUBLIC)
def test_beyond_loopback_no_clock_moves(base_url: str) -> None:
    environ = {"CLOCK_FILE": "clock", "SUARA_BASE_URL": base_url}
    with pytest.raises(ClockError, match="no loopback address"):
        settings(base_url)
    with pytest.raises(ClockError, match="no loopback address"):
        clock_file(environ)
    assert not clock_file({"SUARA_BASE_URL": base_url})


@pytest.mark.parametrize("base_url", OURS)
def test_on_loopback_it_may(base_url: str) -> None:
    assert settings(base_url).clock_file
    environ = {"CLOCK_FILE": "clock", "SUARA_BASE_URL": base_url}
    assert clock_file(environ)


@pytest.mark.parametrize("command", ["web", "background", "migrate", "seed"])
def test_a_service_with_a_public_address_does_not_start(
    infrastructure: Stack, file: Path, command: str
) -> None:
    environ = infrastructure.environment("forms") | {
        "CLOCK_FILE": str(file),
        "SUARA_BASE_URL": "https://suara.go.id",
    }
    done = subprocess.run(
        [sys.executable, "-m", "forms_service", command],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 1
    assert "'https://suara.go.id' (SUARA_BASE_URL) is no loopback address" in done.stderr


def test_a_timer_works_as_soon_as_the_clock_was_moved(file: Path) -> None:
    stop, worked = threading.Event(), threading.Event()
    timer = Every("timer", 3600, worked.set)
    thread = threading.Thread(target=timer.run, args=(stop, lambda: None))
    thread.start()
    try:
        assert not worked.wait(1.5)
        clock.move(file, by=MONTH)
        assert worked.wait(10)
    finally:
        stop.set()
        thread.join()


def test_transactions_bind_the_moved_time(scratch: Any, file: Path) -> None:
    with scratch.web.unbound() as connection:
        assert abs(connection.scalar(text(ASKS)) - datetime.now(UTC)) < timedelta(minutes=1)
    clock.move(file, to=NOON)
    with scratch.web.unbound() as connection:
        assert NOON <= connection.scalar(text(ASKS)) < NOON + timedelta(minutes=1)
    clock.follow("")
    with scratch.web.unbound() as connection:
        assert abs(connection.scalar(text(ASKS)) - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.fixture
def owner(scratch: Any) -> Iterator[Connection]:
    """Of the tables; nothing that a test changes is kept."""
    with scratch.owner.engine.connect() as connection:
        yield connection
        connection.rollback()


def test_where_the_clock_does_not_move_no_role_moves_that_of_the_database(
    owner: Connection,
) -> None:
    sql_clock.define(owner, movable=False)
    owner.execute(text("SELECT set_config('app.now', '2027-03-01', true)"))
    assert owner.scalar(text("SELECT clock_now() = now()"))


def test_defaults_and_policies_ask_it_whatever_a_migration_wrote(owner: Connection) -> None:
    for statement in (
        "SET LOCAL TIME ZONE 'UTC'",
        "CREATE TABLE stamped (at timestamptz DEFAULT now() + interval '7 days', day date,"
        " plain int DEFAULT 1, month timestamptz DEFAULT date_trunc('month', CURRENT_TIMESTAMP))",
        "ALTER TABLE stamped ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE stamped FORCE ROW LEVEL SECURITY",
        "CREATE POLICY reads ON stamped FOR SELECT USING (day <= current_date)",
        "CREATE POLICY adds ON stamped FOR INSERT WITH CHECK (at > now())",
        "CREATE POLICY plain ON stamped FOR DELETE USING (plain = 1)",
    ):
        owner.execute(text(statement))
    sql_clock.adopt(owner)
    owner.execute(text("SELECT set_config('app.now', :noon, true)"), {"noon": NOON.isoformat()})
    made = "INSERT INTO stamped (day) VALUES ('2027-03-01'), ('2027-03-02') RETURNING at, month"
    # Only what may be read is returned: the second row is of tomorrow.
    with pytest.raises(DBAPIError, match="row-level security"), owner.begin_nested():
        owner.execute(text(made))
    owner.execute(text(made.partition(" RETURNING")[0]))
    rows = owner.execute(text("SELECT day::text, at, month FROM stamped")).all()
    begins = NOON.replace(hour=0)
    assert rows == [("2027-03-01", NOON + timedelta(days=7), begins)]
