"""The web process as it runs: pages are counted, told at its end, and never wait for the broker."""

import statistics
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import qrcode
import zxingcpp
from chassis.events import new_event
from chassis.kafka import Tail, make_producer, publish
from chassis.topics import ensure_topics
from contracts.qr_link import qr_link
from responses_service.visits.handlers.counting import VISITS
from responses_testing import CODE, POINT, SURVEY, TENANT, states, tenant
from suara_local import patient
from suara_local.ports import free_ports
from suara_local.processes import Process, wait_until
from suara_local.stack import Stack

FORMER = "lama.example.id"
# Seconds; a page takes a few thousandths, on the busiest machine a few hundredths.
HELD_UP = 1.0


@dataclass
class Web:
    """The process of responses on topics of its own, with one open survey at one point."""

    stack: Stack
    prefix: str
    folder: Path

    @contextmanager
    def running(self, **changes: str) -> Iterator[httpx.Client]:
        environment = {
            **self.stack.environment("responses"),
            "KAFKA_TOPIC_PREFIX": self.prefix,
            "SNAPSHOT_DIR": str(self.folder),
            "HTTP_PORT": str(free_ports()["responses"]),
            "HOST_ALIASES": FORMER,
            **changes,
        }
        command = [sys.executable, "-m", "responses_service", "web"]
        process = Process("responses-web", command, environment, self.folder / "web.log")
        process.start()
        url = f"http://127.0.0.1:{environment['HTTP_PORT']}"
        try:
            wait_until(lambda: _ready(url), 60, "the web process")
            with patient.client(base_url=url) as client:
                yield client
        finally:
            process.stop()

    def publish(self, *states: tuple[str, dict[str, Any]]) -> None:
        producer = make_producer(self.stack.bootstrap)
        events = [
            new_event(topic, state.get("tenant_id", TENANT), state) for topic, state in states
        ]
        publish(producer, self.prefix, [(event, None) for event in events])
        producer.close()

    def counts(self) -> Counter[tuple[str, str, bool, str]]:
        """(kind, how, signed, host) over everything that was told so far."""
        events: list[Any] = []
        tail = Tail(self.stack.bootstrap, self.prefix, [VISITS], events.append).start()
        assert tail.ready.wait(60)
        tail.stop()
        found: Counter[tuple[str, str, bool, str]] = Counter()
        for event in events:
            assert (event.payload["tenant_id"], event.payload["point_id"]) == (TENANT, POINT)
            for each in event.payload["counts"]:
                cut = (each["kind"], each["how"], each["signed"], each["host"])
                found[cut] += each["count"]
        return found


def _ready(url: str) -> bool:
    try:
        return patient.get(f"{url}/readyz", timeout=2).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


@pytest.fixture
def web(infrastructure: Stack, tmp_path: Path) -> Web:
    made = Web(infrastructure, f"t{uuid.uuid4().hex[:8]}.", tmp_path)
    ensure_topics(infrastructure.bootstrap, made.prefix)
    made.publish(*states().items())
    return made


def _of(tenant_id: str, **more: str) -> dict[str, str]:
    return {"tenant_id": tenant_id, **more}


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a form page."""
    parts = page.split('<input type="hidden" name="')[1:]
    return {part.split('"')[0]: part.split('value="')[1].split('"')[0] for part in parts}


def test_two_hundred_pages_are_one_sum_told_at_the_latest_at_the_end(web: Web) -> None:
    with web.running() as client:
        for _ in range(200):
            assert client.get(f"/s/{CODE}").status_code == 200
        client.head(f"/s/{CODE}")
        client.get(f"/s/{CODE}", headers={"Sec-Purpose": "prefetch;prerender"})
        client.get(f"/s/{CODE}", headers={"User-Agent": "WhatsApp/2.24.1 A"})
        client.get(f"/s/{CODE}", headers={"User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0)"})
        here = {"Referer": str(client.base_url.join(f"/s/{CODE}"))}
        client.get(f"/s/{CODE}?lang=en", headers=here)
        assert client.get("/s/2222222").status_code == 404
    assert web.counts() == {("scan", "link", False, ""): 200}


def test_each_way_to_the_form_is_told_apart(web: Web) -> None:
    key = web.stack.environment("responses")["POINT_KEY"]
    with web.running() as client:
        path = qr_link("", POINT, CODE, key)
        assert client.get(path).status_code == 200
        assert client.get(path[:-1] + ("A" if path[-1] != "A" else "B")).status_code == 200
        assert client.get(f"/s?code={CODE}", follow_redirects=True).status_code == 200
        assert client.get("/ly/K7MQ2X9A", follow_redirects=True).status_code == 200
        assert client.get("/ly/unknown1").status_code == 404
        for old in (path, f"/s?code={CODE}", f"/s/{CODE}", "/ly/k7mq2x9a"):
            assert from_former_host(client, old).status_code == 200
    assert web.counts() == {
        ("scan", "scanned", True, ""): 1,
        ("scan", "scanned", False, ""): 1,
        ("scan", "typed", False, ""): 1,
        ("scan", "legacy", False, ""): 1,
        ("scan", "scanned", True, FORMER): 1,
        ("scan", "typed", False, FORMER): 1,
        ("scan", "link", False, FORMER): 1,
        ("scan", "legacy", False, FORMER): 1,
    }


def from_former_host(client: httpx.Client, path: str) -> httpx.Response:
    """What a phone sees that asks the former host and follows to the present one."""
    moved = client.get(path, headers={"Host": FORMER})
    assert moved.status_code == 302
    there = urlsplit(moved.headers["Location"])
    return client.get(f"{there.path}?{there.query}", follow_redirects=True)


def test_a_code_printed_under_an_old_host_and_name_opens_todays_survey(web: Web) -> None:
    key = web.stack.environment("responses")["POINT_KEY"]
    printed = qrcode.make(qr_link(f"https://{FORMER}", POINT, CODE, key)).get_image()
    (read,) = zxingcpp.read_barcodes(printed)
    scanned = urlsplit(read.text)
    assert scanned.netloc == FORMER.upper()
    with web.running() as client:
        small = client.get(f"{scanned.path.lower()}?from={FORMER}", follow_redirects=False)
        assert (small.status_code, small.headers["Location"]) == (
            302,
            f"{scanned.path}?from={FORMER}",
        )
        assert ">Unit" in from_former_host(client, scanned.path).text
        web.publish(tenant("Kantor Baru"))
        wait_until(lambda: "Kantor Baru" in client.get(scanned.path).text, 60, "the new name")
        page = from_former_host(client, scanned.path).text
        assert "Kantor Baru" in page
        assert SURVEY in page
        # Merged into another office, whose survey it opens from then on.
        other, survey = str(uuid.uuid4()), str(uuid.uuid4())
        told = states()
        web.publish(
            tenant("Kantor Gabungan", other),
            ("forms.surveys.v1", told["forms.surveys.v1"] | _of(other, survey_id=survey)),
            ("forms.collection-points.v1", told["forms.collection-points.v1"] | _of(other)),
        )
        wait_until(lambda: survey in client.get(scanned.path).text, 60, "the other survey")
        for old in (scanned.path, "/ly/k7mq2x9a"):
            page = from_former_host(client, old).text
            assert "Kantor Gabungan" in page
            assert survey in page


def test_starts_and_finishes_with_and_without_a_script(web: Web) -> None:
    with web.running() as client:
        plain = fields(client.get(f"/s?code={CODE}", follow_redirects=True).text)
        assert plain["entry"] == "typed.plain"
        refused = client.post(f"/s/{CODE}", data=plain)
        assert refused.status_code == 422
        assert fields(refused.text)["entry"] == "typed.plain"
        for _ in range(2):
            assert client.post(f"/s/{CODE}", data={**plain, "a.pungli": "6"}).status_code == 200
        scripted = fields(client.get(f"/s/{CODE}").text)
        told = client.post(f"/s/{CODE}/start", data={"entry": scripted.pop("entry")})
        assert (told.status_code, told.content) == (204, b"")
        body = {**scripted, "answers": {"pungli": 6}}
        header = {"Suara-Entry": "link.plain.started"}
        for _ in range(2):
            sent = client.post("/api/v1/responses", json=body, headers=header)
            assert sent.status_code == 202
        assert client.post("/s/2222222/start").status_code == 204
        for kind in ("screened", "abandoned", "finish", ""):
            client.post(f"/s/{CODE}/start", data={"entry": "link.plain", "kind": kind})
    assert web.counts() == {
        ("scan", "typed", False, ""): 1,
        ("scan", "link", False, ""): 1,
        # A page tells no finish: that is a start like any other word.
        ("start", "typed", False, ""): 1,
        ("start", "link", False, ""): 3,
        ("screened", "link", False, ""): 1,
        ("abandoned", "link", False, ""): 1,
        ("finish", "typed", False, ""): 1,
        ("finish", "link", False, ""): 1,
    }


def test_a_broker_that_is_away_holds_up_no_page(web: Web) -> None:
    with web.running() as client:
        wait_until(lambda: list(web.folder.glob("projection*.json")) != [], 60, "the snapshot")
    nobody = f"127.0.0.1:{free_ports()['kafka']}"
    with web.running(KAFKA_BOOTSTRAP=nobody) as client:
        # Long enough for the counter to have tried the broker in the meantime.
        began, pages = time.monotonic(), []
        while time.monotonic() - began < 8:
            pages.append(_seconds(client))
            # Waiting for a broker takes seconds: no need to ask without a pause.
            time.sleep(0.2)
    assert statistics.median(pages) < HELD_UP


def _seconds(client: httpx.Client) -> float:
    began = time.perf_counter()
    assert client.get(f"/s/{CODE}").status_code == 200
    return time.perf_counter() - began
