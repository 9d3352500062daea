"""The process table: which service runs as what, and the environment each process gets."""

import os
import sys
from importlib.util import find_spec

from chassis import clock
from chassis.config import address

from suara_local.places import SERVICES, Home
from suara_local.ports import Ports
from suara_local.processes import Process

# Nobody's: a ministry sets its own page for reports on corruption.
WHISTLE_URL = "https://lapor-integritas.example"


def environment(
    service: str, home: Home, ports: Ports, secrets: dict[str, str], options: dict[str, str]
) -> dict[str, str]:
    """All that one service may know: its own passwords and keys, nobody else's."""

    known = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        # Answers and texts are many small objects: fewer arenas keep the stack small.
        "MALLOC_ARENA_MAX": "2",
        "SUARA_BASE_URL": options.get("base_url", f"http://localhost:{ports['gateway']}"),
        "HTTP_HOST": "127.0.0.1",
        "HTTP_PORT": str(ports[service]),
        "HTTP_WORKERS": options.get(f"{service}_workers", "1"),
        # A submission waits for the broker's disk: many may wait at once.
        "HTTP_THREADS": "96" if service == "responses" else "4",
        "KAFKA_BOOTSTRAP": f"127.0.0.1:{ports['kafka']}",
        **_database(service, "web", ports, secrets),
        **_database(service, "worker", ports, secrets),
        "IDENTITY_URL": f"http://127.0.0.1:{ports['identity']}",
        "LOG_LEVEL": "INFO",
        "TRUSTED_PROXIES": "1",
        # A stack goes by the clock of who starts it.
        "CLOCK_FILE": clock.followed(),
    }
    return {**known, **_own(service, home, ports, secrets, options)}


def _database(service: str, kind: str, ports: Ports, secrets: dict[str, str]) -> dict[str, str]:
    role, where = f"{service}_{kind}", f"127.0.0.1:{ports['postgres']}/{service}"
    return {
        f"DATABASE_{kind.upper()}_URL": f"postgresql+psycopg://{role}@{where}",
        f"DATABASE_{kind.upper()}_PASSWORD": secrets[f"PG_{role.upper()}"],
    }


def _valkey(ports: Ports, secrets: dict[str, str]) -> dict[str, str]:
    return {
        "VALKEY_URL": f"valkey://127.0.0.1:{ports['valkey']}/0",
        "VALKEY_PASSWORD": secrets["VALKEY_PASSWORD"],
    }


def _own(
    service: str,
    home: Home,
    ports: Ports,
    secrets: dict[str, str],
    options: dict[str, str],
) -> dict[str, str]:
    if service == "identity":
        return {
            **_valkey(ports, secrets),
            "IDENTITY_SIGNING_KEY": secrets["IDENTITY_SIGNING_KEY"],
            **_database(service, "signin", ports, secrets),
        }
    if service == "forms":
        return {"POINT_KEY": secrets["POINT_KEY"]}
    if service == "responses":
        keys = ("RECEIPT_KEY", "TEXT_MASTER_KEY", "CONTACT_MASTER_KEY", "ISSUED_KEY", "POINT_KEY")
        return {
            **_valkey(ports, secrets),
            **{key: secrets[key] for key in keys},
            "SNAPSHOT_DIR": str(home.path / "snapshots"),
            "HOST_ALIASES": options.get("host_aliases", "survei-lama.localhost"),
            "WHISTLE_URL": WHISTLE_URL,
        }
    if service == "scoring":
        return {
            "RESPONSES_URL": f"http://127.0.0.1:{ports['responses']}",
            "RELEASE_KEY": secrets["RELEASE_KEY"],
            "SCORING_CLIENT_ID": "scoring-rebuild",
            "SCORING_CLIENT_SECRET": secrets["SCORING_CLIENT_SECRET"],
        }
    if service == "reporting":
        return {"STREAM_PORT": str(ports["stream"])}
    return {}


def complete(environ: dict[str, str]) -> dict[str, str]:
    """The same with every password within its address, as the service itself reads it."""
    return environ | {
        name: address(environ, name) or "" for name in environ if name.endswith("_URL")
    }


def owner_environment(
    service: str, base: dict[str, str], secrets: dict[str, str]
) -> dict[str, str]:
    """For `migrate` alone: the role that owns the tables."""
    where = base["DATABASE_WORKER_URL"].rpartition("@")[2]
    owner = {
        "DATABASE_OWNER_URL": f"postgresql+psycopg://{service}_owner@{where}",
        "DATABASE_OWNER_PASSWORD": secrets[f"PG_{service.upper()}_OWNER"],
    }
    return complete(base | owner)


def service_processes(home: Home, environments: dict[str, dict[str, str]]) -> list[Process]:
    """Two processes a service, web and background, and a worker where there are jobs."""
    return [
        Process(
            name=f"{service}-{role}",
            command=[sys.executable, "-m", f"{service}_service", role],
            environment={
                **environments[service],
                "HEALTH_FILE": str(home.health / f"{service}-{role}"),
            },
            log=home.log(f"{service}-{role}"),
        )
        for service in SERVICES
        for role, module in (("web", "web"), ("background", "consumers"), ("worker", "tasks"))
        if find_spec(f"{service}_service.{module}")
    ]
