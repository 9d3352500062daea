"""Reporting as it runs: web and background processes, fed by events, asked over HTTP."""

import re
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import reporting_scenes as testing_scenes
import reporting_testing as testing
from chassis import clock
from chassis.database import Database
from chassis.kafka import make_producer, publish
from chassis.topics import ensure_topics
from contracts.codec import Event
from playwright.sync_api import Browser
from reporting_card import card
from reporting_parts import final_with_parts
from suara_local import patient
from suara_local.browsers import launched
from suara_local.gateway import gateway_process
from suara_local.places import Home
from suara_local.ports import free_ports
from suara_local.processes import Process, wait_until
from suara_local.pytest_plugin import ServiceDatabase
from suara_local.signing import Signer
from suara_local.stack import Stack

PAGE = {"Accept": "text/html"}
GOOD, WEAK = [0, 0, 0, 4, 12, 24], [1, 2, 4, 8, 15, 10]


class Hand(Signer):
    """Signs for whoever a test needs."""

    def token(
        self,
        code: str,
        permissions: Sequence[str] = testing.RESULTS,
        *,
        session: str = "s",
        seconds: float = 300,
        role: str = "head_of_unit",
    ) -> str:
        """For a person whose scope is the tenant `code` and all below it."""
        who = {"sid": session, "role": role, "csrf": "c", "exp": clock.seconds() + seconds}
        return self.sign(
            self.claims(tenant=testing.same_id(code), permissions=list(permissions), **who)
        )


@dataclass(frozen=True)
class Stage:
    """The service, its topics and the one who signs tokens for it."""

    environment: dict[str, str]
    signer: Hand
    send: Callable[..., None]
    worker: Database
    web: Database

    def client(self, token: str | None = None) -> httpx.Client:
        base = self.environment["SUARA_BASE_URL"]
        headers = {**PAGE, **({"Authorization": f"Bearer {token}"} if token else {})}
        return patient.client(base_url=base, headers=headers)

    def page(self, path: str, token: str) -> httpx.Response:
        with self.client(token) as browser:
            return browser.get(path)

    def wait_for(self, path: str, token: str, words: str) -> str:
        """The page at `path` once it says `words`."""
        wait_until(lambda: words in self.page(path, token).text, 60, f"{words!r} on {path}")
        return self.page(path, token).text


@dataclass(frozen=True)
class Region:
    """A kanwil and its units, and another kanwil's unit, which no other test has: what a test sends
    about them is told to no one else."""

    stage: Stage
    kanwil: str

    @property
    def a(self) -> str:
        """With two months of figures."""
        return f"{self.kanwil}-A"

    @property
    def b(self) -> str:
        """With few answers."""
        return f"{self.kanwil}-B"

    @property
    def c(self) -> str:
        """Without any answer."""
        return f"{self.kanwil}-C"

    @property
    def other_kanwil(self) -> str:
        return f"{self.kanwil}X"

    @property
    def foreign(self) -> str:
        """Of the other kanwil, without any answer."""
        return f"{self.other_kanwil}-A"

    def tree(self) -> Iterator[Event]:
        yield testing.tenant(self.kanwil, "M", "kanwil", "Kanwil Satu")
        yield testing.tenant(self.a, self.kanwil, "lapas", "Lapas Kota A")
        yield testing.tenant(self.b, self.kanwil, "kanim", "Kanim Kota B")
        yield testing.tenant(self.c, self.kanwil, "rutan", "Rutan Kota C")
        yield testing.tenant(self.other_kanwil, "M", "kanwil", "Kanwil Dua")
        yield testing.tenant(self.foreign, self.other_kanwil, "lapas", "Lapas Kota Z")

    def answers(self) -> Iterator[Event]:
        figures = {key: GOOD if key in testing.IPAK else WEAK for key in testing.SHORT}
        for code in (self.a, self.b, self.c, self.foreign):
            yield testing.survey(code, "2026-11")
        yield testing.survey(self.a, "2026-10", "closed")
        # Opened long before it begins.
        yield testing.survey(self.a, "2099-01")
        yield testing.target(self.a, "2026-11", 1221, 21520)
        yield testing.score(self.a, "2026-10", 40, 9, dict.fromkeys(testing.SHORT, WEAK))
        yield testing.score(self.a, "2026-11", 1043, 9, figures)
        yield testing.score(self.b, "2026-11", 3, 3)

    def token(self, code: str, *permissions: Sequence[str], **more: Any) -> str:
        return self.stage.signer.token(code, *permissions, **more)

    def page(self, path: str, code: str) -> str:
        """As a person sees it whose scope is the tenant `code`."""
        return self.stage.page(path, self.token(code)).text

    def wait_for(self, path: str, words: str) -> str:
        return self.stage.wait_for(path, self.token("M"), words)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as chromium:
        yield chromium


@pytest.fixture(scope="package")
def stage(
    infrastructure: Stack,
    service_database: Callable[[str], ServiceDatabase],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stage]:
    prefix, folder = f"t{uuid.uuid4().hex[:8]}.", tmp_path_factory.mktemp("reporting")
    ensure_topics(infrastructure.bootstrap, prefix)
    database, ports = service_database("reporting"), free_ports()
    producer = make_producer(infrastructure.bootstrap)

    def send(*events: Event) -> None:
        publish(producer, prefix, [(event, None) for event in events])

    address = f"http://localhost:{ports['gateway']}"
    hand = Hand(address)
    with hand.serving():
        environment = {
            **database.environment,
            "KAFKA_TOPIC_PREFIX": prefix,
            "IDENTITY_URL": hand.url,
            "HTTP_PORT": str(ports["reporting"]),
            "STREAM_PORT": str(ports["stream"]),
            "SUARA_BASE_URL": address,
        }
        roles = Database(database.worker), Database(database.web)
        processes = [_start(role, environment, folder) for role in ("web", "background")]
        processes.append(gateway_process(Home(folder), ports))
        processes[-1].start()
        made = Stage(environment, hand, send, *roles)
        try:
            ministry = testing.tenant("M", None, "ministry", "Kementerian Contoh")
            send(ministry, testing.form(), testing.formula())
            wait_until(lambda: _ready(made), 60, "reporting")
            made.wait_for("/u", hand.token("M"), "Kementerian Contoh")
            yield made
        finally:
            for process in processes:
                process.stop()
            producer.close(timeout=5)
            for role in roles:
                role.close()


@pytest.fixture
def region(stage: Stage) -> Region:
    """A new one for each test, once the service shows all of it."""
    made = Region(stage, f"R{uuid.uuid4().hex[:6].upper()}")
    stage.send(*made.tree(), *made.answers())
    made.wait_for(f"/u/{made.a}", "1.043")
    made.wait_for(f"/u/{made.a}", "1.221")
    made.wait_for(f"/u/{made.a}?period=2026-10", "dari 40 jawaban")
    made.wait_for(f"/u/{made.b}", "baru 3 jawaban")
    made.wait_for(f"/u/{made.c}", "belum ada jawaban")
    made.wait_for(f"/u/{made.foreign}", "belum ada jawaban")
    return made


def _start(role: str, environment: dict[str, str], folder: Path) -> Process:
    command = [sys.executable, "-m", "reporting_service", role]
    process = Process(f"reporting-{role}", command, environment, folder / f"{role}.log")
    process.start()
    return process


def _ready(stage: Stage) -> bool:
    try:
        port = stage.environment["HTTP_PORT"]
        return patient.get(f"http://127.0.0.1:{port}/readyz").status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


@pytest.fixture(scope="module")
def told(stage: Any) -> Any:
    """The stage once it shows every scene."""
    stage.send(*testing_scenes.everything(), *final_with_parts(), *card())
    token = stage.signer.token("M")
    stage.wait_for("/u?q=K3-E", token, "BHP Belum Mulai")
    stage.wait_for("/u/K3-X", token, "dikecualikan")
    stage.wait_for("/u/K3-O?period=2026-10", token, "kurang 20 jawaban")
    stage.wait_for("/u/M-B", token, "Terlemah")
    stage.wait_for("/u/M-T", token, "Kurang")
    stage.wait_for("/u/M-P", token, "Kunjungan paling rendah")
    stage.wait_for("/u/M-W?period=2026-11", token, "baru 3 jawaban")
    stage.wait_for("/u/M-V", token, "sebelum 13 Desember.")
    stage.wait_for("/u/M-V", token, "tiga bulan 3,56")
    stage.wait_for("/u/M-D", token, "12 dari 30 jawaban")
    stage.wait_for("/u/M-C?instrument=INTEGRITAS", token, "3,25")
    stage.wait_for("/u/M-W?period=2026-10", token, "dari 7 jawaban")
    stage.wait_for("/u/K3-G?instrument=INTEGRITAS", token, "3,25")
    return stage


def words(page: str) -> str:
    """What is to be read on it."""
    shown = re.sub(r"<(script|style|head|svg).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(shown.split())


@pytest.fixture
def read(told: Any) -> Any:
    def read(path: str, lang: str = "id", code: str = "M", **claims: Any) -> str:
        joint = "&" if "?" in path else "?"
        answer = told.page(f"{path}{joint}lang={lang}", told.signer.token(code, **claims))
        assert answer.status_code == 200, path
        return words(answer.text)

    return read
