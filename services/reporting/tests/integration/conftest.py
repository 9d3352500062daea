"""Reporting as it runs: web and background processes, fed by events, asked over HTTP."""

import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import reporting_testing as testing
from chassis.database import Database
from chassis.kafka import make_producer, publish
from chassis.topics import ensure_topics
from contracts.codec import Event
from suara_local import patient
from suara_local.gateway import gateway_process
from suara_local.places import Home
from suara_local.ports import free_ports
from suara_local.processes import Process, wait_until
from suara_local.pytest_plugin import ServiceDatabase
from suara_local.signing import Signer
from suara_local.stack import Stack

PAGE = {"Accept": "text/html"}
GOOD, WEAK = [0, 0, 0, 4, 12, 24], [1, 2, 4, 8, 15, 10]
TREE = [
    testing.tenant("M", None, "ministry", "Kementerian Contoh"),
    testing.tenant("K1", "M", "kanwil", "Kanwil Satu"),
    testing.tenant("K2", "M", "kanwil", "Kanwil Dua"),
    testing.tenant("K1-A", "K1", "lapas", "Lapas Kota A"),
    testing.tenant("K1-B", "K1", "kanim", "Kanim Kota B"),
    testing.tenant("K1-C", "K1", "rutan", "Rutan Kota C"),
    # The live tests move this one.
    testing.tenant("K1-L", "K1", "bapas", "Bapas Kota L"),
    testing.tenant("K2-A", "K2", "lapas", "Lapas Kota Z"),
]


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
        who = {"sid": session, "role": role, "csrf": "c", "exp": time.time() + seconds}
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
            send(*TREE, testing.form(), testing.formula())
            wait_until(lambda: _ready(made), 60, "reporting")
            made.wait_for("/u?q=Kota Z", hand.token("M"), "Lapas Kota Z")
            yield made
        finally:
            for process in processes:
                process.stop()
            producer.close(timeout=5)
            for role in roles:
                role.close()


@pytest.fixture(scope="package")
def filled(stage: Stage) -> Stage:
    """K1-A with two months of figures, K1-B with few answers, K1-C and K2-A without any."""
    figures = {key: GOOD if key in testing.IPAK else WEAK for key in testing.SHORT}
    last = dict.fromkeys(testing.SHORT, WEAK)
    stage.send(
        *(testing.survey(code, "2026-11") for code in ("K1-A", "K1-B", "K1-C", "K1-L", "K2-A")),
        testing.survey("K1-A", "2026-10", "closed"),
        # Opened long before it begins.
        testing.survey("K1-A", "2099-01"),
        testing.target("K1-A", "2026-11", 1221, 21520),
        testing.score("K1-A", "2026-10", 40, 9, last),
        testing.score("K1-A", "2026-11", 1043, 9, figures),
        testing.score("K1-B", "2026-11", 3, 3),
        testing.score("K1-L", "2026-11", 3, 3),
    )
    token = stage.signer.token("M")
    stage.wait_for("/u/K1-A", token, "1.043")
    stage.wait_for("/u/K1-A", token, "1.221")
    stage.wait_for("/u/K1-L", token, "baru 3 jawaban")
    stage.wait_for("/u/K1-B", token, "baru 3 jawaban")
    return stage


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
