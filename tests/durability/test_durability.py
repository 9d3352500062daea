"""Nothing acknowledged is lost and nothing counts twice, whatever is killed under load.

`make prove-durability` runs the same with 100,000 submissions.
"""

import math
import os
import random
import signal
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psycopg
import pytest
from responses_service.shared import publishing
from suara_local import patient
from suara_local.running import Running, eventually
from suara_local.topic_ends import topic_ends

pytestmark = pytest.mark.destructive

SUBMISSIONS = int(os.environ.get("DURABILITY_SUBMISSIONS", "600"))
CLIENTS = 8
REPEATED = 0.05
PATIENCE = 180.0
VICTIMS = ("responses-background", "scoring-background", "responses-web", "kafka")


class Load:
    """Clients that repeat an id until it is acknowledged; some repeat even after that."""

    def __init__(self, suara: Running, survey: dict[str, Any], total: int) -> None:
        self.body = suara.submission(survey)
        self.ids = [str(uuid.uuid4()) for _ in range(total)]
        self.acknowledged: dict[str, str] = {}
        self.refused = 0
        self._url = f"{suara.base_url}/api/v1/responses"
        self._over = False
        self._limit = total / (len(VICTIMS) + 1)
        self._changed = threading.Condition()

    def run(self) -> None:
        try:
            with ThreadPoolExecutor(CLIENTS) as pool:
                list(pool.map(self._send, range(CLIENTS)))
        finally:
            with self._changed:
                self._over = True
                self._changed.notify_all()

    def reach(self, share: float) -> None:
        """Wait until so much is acknowledged, or nothing more will be."""
        wanted = share * len(self.ids)
        with self._changed:
            self._changed.wait_for(lambda: self._over or len(self.acknowledged) >= wanted)

    def let_on(self, share: float) -> None:
        """The clients stop there: no kill comes after the load."""
        with self._changed:
            self._limit = share * len(self.ids)
            self._changed.notify_all()

    def _send(self, number: int) -> None:
        chance = random.Random(number)
        with patient.client(timeout=10) as client:
            for response_id in self.ids[number::CLIENTS]:
                with self._changed:
                    self._changed.wait_for(lambda: len(self.acknowledged) < self._limit)
                receipt = self._until_acknowledged(client, response_id)
                if chance.random() < REPEATED:
                    assert self._until_acknowledged(client, response_id) == receipt
                with self._changed:
                    self.acknowledged[response_id] = receipt
                    self._changed.notify_all()

    def _until_acknowledged(self, client: httpx.Client, response_id: str) -> str:
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            try:
                answer = client.post(self._url, json={**self.body, "response_id": response_id})
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code == 202:
                return str(answer.json()["receipt"])
            with self._changed:
                self.refused += 1
            time.sleep(0.2)  # paces the load: what a phone does between tries
        self.let_on(math.inf)
        raise AssertionError(f"{response_id} was never acknowledged")


def kill_in_turn(suara: Running, load: Load) -> list[str]:
    """Each victim once, spread over the load; the watchdog brings it back."""
    killed = []
    for number, name in enumerate(VICTIMS, start=1):
        load.reach(number / (len(VICTIMS) + 1))
        load.let_on((number + 1) / (len(VICTIMS) + 1))
        suara.stack.kill(name, signal.SIGKILL)
        killed.append(name)
        if name == "kafka":
            suara.stack.start_broker()
        else:
            suara.stack.start_process(name)
    return killed


def scalar(suara: Running, service: str, query: str, *values: Any) -> int:
    with psycopg.connect(suara.stack.superuser_url(service)) as connection:
        row = connection.execute(query, values).fetchone()
    assert row is not None
    return int(row[0] or 0)


def stored_in(suara: Running, survey_id: str) -> Callable[[], int]:
    query = "SELECT count(*) FROM records WHERE survey_id = %s AND state = 'counted'"
    return lambda: scalar(suara, "responses", query, survey_id)


def tallied_in(suara: Running, survey_id: str) -> Callable[[], int]:
    query = "SELECT sum(responses) FROM tallies WHERE survey_id = %s"
    return lambda: scalar(suara, "scoring", query, survey_id)


def test_kills_lose_nothing_and_count_nothing_twice(suara: Running) -> None:
    survey = suara.survey("W15-01")
    stored, tallied = stored_in(suara, survey["survey_id"]), tallied_in(suara, survey["survey_id"])
    before, before_tallied = stored(), tallied()
    load = Load(suara, survey, SUBMISSIONS)
    with ThreadPoolExecutor(1) as pool:
        # Processes are started from this thread: a child dies with the thread that made it.
        sending = pool.submit(load.run)
        killed = kill_in_turn(suara, load)
        sending.result()
    wanted = len(load.ids)
    eventually(stored, before + wanted, 120)
    eventually(tallied, before_tallied + wanted, 120)
    distinct = (
        "SELECT count(DISTINCT response_id) FROM records WHERE response_id = ANY (%s::uuid[])"
    )
    counts = {
        "sent": wanted,
        "acknowledged": len(load.acknowledged),
        "stored": stored() - before,
        "stored once": scalar(suara, "responses", distinct, load.ids),
        "counted": tallied() - before_tallied,
    }
    print(f"\nkilled {', '.join(killed)}; refused and repeated {load.refused}; {counts}")
    assert set(counts.values()) == {wanted}
    assert dead_letters(suara) == 0
    assert " 0 differences" in suara.stack.run("scoring", "rebuild").stdout


def dead_letters(suara: Running) -> int:
    """Messages on every dead-letter topic."""
    letters = [
        end
        for (topic, _), end in topic_ends(suara.stack.bootstrap).items()
        if topic.endswith(".dlq")
    ]
    assert letters
    return sum(letters)


def test_broker_away_is_said_at_once_and_heals_by_itself(suara: Running) -> None:
    survey = suara.survey("W2-01")
    body = suara.submission(survey)
    url = f"{suara.base_url}/api/v1/responses"
    suara.stack.kill("kafka", signal.SIGKILL)
    try:
        refused_together(url, body)
        suara.stack.kill("responses-web", signal.SIGKILL)
        suara.stack.start_process("responses-web")
        page = patient.get(f"{suara.base_url}/s/{survey['code']}")
        assert page.status_code == 200
        refused_together(url, body)
    finally:
        suara.stack.start_broker()
    eventually(lambda: patient.post(url, json=body).status_code, 202)
    receipt = suara.send(body).json()["receipt"]
    eventually(lambda: suara.fate(receipt), "counted")


def refused_together(url: str, body: dict[str, Any]) -> None:
    """16 at once: nobody waits for the others' time-outs, which would add up to 16 of them."""
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: patient.post(url, json=body), range(16)))
    assert {answer.status_code for answer in answers} == {503}
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
    # A ratio to the server's own time-out, so that a slow machine fails nothing.
    assert max(answer.elapsed.total_seconds() for answer in answers) < 8 * publishing.PATIENCE
