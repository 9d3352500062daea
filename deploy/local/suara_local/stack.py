"""One whole stack on this machine: used alike by `make run`, the tests and the benchmarks."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

import httpx
import psutil
from chassis.topics import ensure_topics

from suara_local import kafka_broker, patient, postgres, valkey_server
from suara_local.gateway import gateway_process
from suara_local.places import SERVICES, Home
from suara_local.ports import Ports
from suara_local.processes import START_SECONDS, Process, Watchdog, wait_until
from suara_local.secrets_file import load_secrets
from suara_local.services import complete, environment, owner_environment, service_processes

HEALTH_SECONDS = 10


class Stack:
    """Infrastructure, databases, services and gateway of one home. Use as a context manager."""

    def __init__(
        self,
        home: Path,
        ports: Ports,
        *,
        say: Callable[[str], None] = lambda line: None,
        options: dict[str, str] | None = None,
        extra_routes: dict[str, int] | None = None,
        database: dict[str, str] | None = None,
        lent: bool = False,
    ) -> None:
        self.home, self.ports, self._say = Home(home), ports, say
        self.secrets = load_secrets(home)
        options = options or {}
        self._environments = {
            service: environment(service, self.home, ports, self.secrets, options)
            for service in SERVICES
        }
        self._options, self._extra_routes = options, extra_routes or {}
        self._database, self._lent = database or {}, lent
        self.processes: dict[str, Process] = {}
        self._watchdog: Watchdog | None = None

    def __enter__(self) -> "Stack":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def base_url(self) -> str:
        return self._options.get("base_url", f"http://localhost:{self.ports['gateway']}")

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.ports['kafka']}"

    def environment(self, service: str) -> dict[str, str]:
        """What the service gets; the addresses are complete, for tests that use them."""
        return complete(self._environments[service])

    def start_infrastructure(self) -> None:
        """PostgreSQL, Kafka and Valkey, side by side; returns when all three answer."""
        ports, secrets = self.ports, self.secrets
        superuser = secrets["PG_SUPERUSER"]
        with ThreadPoolExecutor(3) as pool:
            made = [
                pool.submit(
                    postgres.postgres_process,
                    self.home,
                    ports["postgres"],
                    superuser,
                    self._database,
                ),
                pool.submit(
                    kafka_broker.kafka_process, self.home, ports["kafka"], ports["kafka_controller"]
                ),
                pool.submit(
                    valkey_server.valkey_process,
                    self.home,
                    ports["valkey"],
                    secrets["VALKEY_PASSWORD"],
                ),
            ]
        # Started by this thread: the kernel ends children when the thread that made them ends.
        for process in (future.result() for future in made):
            self.processes[process.name] = process
            process.start()
        postgres.wait_for_postgres(postgres.superuser_dsn(ports["postgres"], superuser))
        valkey_server.wait_for_valkey(ports["valkey"])
        kafka_broker.wait_for_kafka(ports["kafka"])

    def prepare(self) -> None:
        """Databases, roles, topics and migrations; safe to repeat."""
        postgres.prepare_databases(self.ports["postgres"], self.secrets)
        ensure_topics(self.bootstrap)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda service: self.run(service, "migrate", owner=True), SERVICES))

    def run(
        self,
        service: str,
        *command: str,
        owner: bool = False,
        more: Mapping[str, str] | None = None,
    ) -> "subprocess.CompletedProcess[str]":
        """Run `python -m <service>_service command` to its end; stop with its output on failure."""
        environ = self.environment(service)
        if owner:
            environ = owner_environment(service, environ, self.secrets)
        done = subprocess.run(
            [sys.executable, "-m", f"{service}_service", *command],
            env={**environ, **(more or {})},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            tail = (done.stderr or done.stdout).strip()[-2000:]
            raise SystemExit(f"{service} {' '.join(command)} failed:\n{tail}")
        return done

    def superuser_url(self, service: str) -> str:
        """For tests that count rows or look into the catalogue; no process gets it."""
        return postgres.superuser_dsn(self.ports["postgres"], self.secrets["PG_SUPERUSER"], service)

    def start_services(self) -> None:
        started = service_processes(self.home, self._environments)
        started.append(gateway_process(self.home, self.ports, self._extra_routes))
        for process in started:
            self.processes[process.name] = process
            process.start()
        self._watchdog = Watchdog(started, self._say)
        self._watchdog.start()

    def wait_healthy(self, seconds: float = START_SECONDS) -> None:
        for process in list(self.processes.values()):
            self._wait_for(process, seconds)
        wait_until(self._gateway_answers, START_SECONDS, "the gateway")

    def start_process(self, name: str, *, wait: bool = True) -> None:
        self.processes[name].start()
        if wait:
            self._wait_for(self.processes[name], START_SECONDS)

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        if self._lent:
            raise RuntimeError(f"{name} is lent to many tests: kill one in tests/durability")
        self.processes[name].kill(number)

    def start_broker(self) -> None:
        self.processes["kafka"].start()
        kafka_broker.wait_for_kafka(self.ports["kafka"])

    def pids(self) -> list[int]:
        """Every process of the stack, workers included."""
        roots = [process.pid for process in self.processes.values() if process.alive()]
        children = [child.pid for pid in roots for child in psutil.Process(pid).children(True)]
        return [*roots, *children]

    def stop(self) -> None:
        """Reverse order of the start; data is kept."""
        if self._watchdog:
            self._watchdog.stop()
        base = [self.processes.pop(name, None) for name in ("kafka", "valkey", "postgres")]
        with ThreadPoolExecutor(12) as pool:
            list(pool.map(lambda process: process.stop(8), self.processes.values()))
        self.processes.clear()
        for process in base:
            if process:
                process.stop()

    def _wait_for(self, process: Process, seconds: float) -> None:
        service, _, role = process.name.partition("-")
        if role == "web":
            url = f"http://127.0.0.1:{self.ports[service]}/readyz"
            check: Callable[[], bool] = lambda: _answers(url)  # noqa: E731
        elif role in ("background", "worker"):
            since = time.time()
            check = lambda: self._beats(process.name, since)  # noqa: E731
        else:
            return
        try:
            wait_until(check, seconds, process.name)
        except TimeoutError as fault:
            raise SystemExit(f"{fault}; the end of {process.log}:\n{process.tail()}") from None

    def _beats(self, name: str, since: float) -> bool:
        file = self.home.health / name
        return file.exists() and file.stat().st_mtime > max(since, time.time() - HEALTH_SECONDS)

    def _gateway_answers(self) -> bool:
        return _answers(f"http://127.0.0.1:{self.ports['gateway']}/.well-known/jwks.json")


def _answers(url: str) -> bool:
    try:
        return patient.get(url, timeout=2).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
