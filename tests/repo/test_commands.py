"""The command line of each service: `chassis.commands` for all of them."""

import subprocess
import sys

import pytest
from suara_local.places import SERVICES

SHARED = ("web", "background", "migrate")
NEEDED = (
    "SUARA_BASE_URL",
    "KAFKA_BOOTSTRAP",
    "DATABASE_WEB_URL",
    "DATABASE_WORKER_URL",
    "IDENTITY_URL",
    "VALKEY_URL",
    "IDENTITY_SIGNING_KEY",
    "DATABASE_SIGNIN_URL",
    "POINT_KEY",
    "RECEIPT_KEY",
    "TEXT_MASTER_KEY",
    "CONTACT_MASTER_KEY",
    "ISSUED_KEY",
    "STREAM_PORT",
)


# What the parent of web workers, which lives as long as they do, has no use for.
HEAVY = {
    "alembic",
    "cryptography",
    "flask",
    "kafka",
    "prometheus_client",
    "sqlalchemy",
    "structlog",
}
LOADED = """
import importlib, sys
for module in sys.argv[1:]:
    importlib.import_module(module)
print(*sys.modules)
"""


def said(service: str, *words: str, **environment: str) -> tuple[int, str]:
    """The code that it leaves with, and what it says of it."""
    command = [sys.executable, "-m", f"{service}_service", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize("service", SERVICES)
def test_who_types_another_word_is_shown_the_commands(service: str) -> None:
    code, told = said(service, "wbe", **dict.fromkeys(NEEDED, "1"))
    assert code == 1
    assert told.startswith(f"`python -m {service}_service ")
    assert all(command in told for command in SHARED)


@pytest.mark.parametrize("service", SERVICES)
def test_migrate_asks_for_the_owner_alone(service: str) -> None:
    assert said(service, "migrate") == (1, "DATABASE_OWNER_URL is not set\n")


def loaded(*modules: str) -> set[str]:
    """All that is in memory once these are imported."""
    command = [sys.executable, "-c", LOADED, *modules]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_the_parent_of_web_workers_loads_next_to_nothing() -> None:
    found = loaded("chassis.serving", *(f"{service}_service.__main__" for service in SERVICES))
    assert "granian" in found
    assert found & HEAVY == set()


def test_pages_of_forms_load_no_spreadsheets_before_somebody_sends_one() -> None:
    assert loaded("forms_service.web") & {"openpyxl", "pyxform", "xlrd"} == set()
