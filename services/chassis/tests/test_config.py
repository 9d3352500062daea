"""Settings: a password is put into its address whatever signs it has."""

from dataclasses import dataclass

import psycopg
import pytest
from chassis.config import MissingSettingsError, Settings, address, owner_address, read_settings
from sqlalchemy import make_url
from suara_local.services import environment
from suara_local.stack import Stack

NASTY = "p@ss:w/o?r#d%20+&é'\""


@dataclass(frozen=True, kw_only=True)
class Some(Settings):
    """What every service has."""


@pytest.mark.parametrize(
    ("url", "user", "host"),
    [
        ("postgresql+psycopg://web@postgres/forms", "web", "postgres"),
        ("postgresql+psycopg://web:older@postgres:5433/forms", "web", "postgres"),
        ("valkey://valkey:6379/0", None, "valkey"),
    ],
)
def test_an_address_takes_any_password(url: str, user: str | None, host: str) -> None:
    found = make_url(address({"A_URL": url, "A_PASSWORD": NASTY}, "A_URL"))
    assert (found.username or None, found.password, found.host) == (user, NASTY, host)
    assert found.database == make_url(url).database


def test_without_a_password_an_address_stays_as_it_is() -> None:
    url = "postgresql+psycopg://web:known@postgres/forms"
    assert address({"A_URL": url, "A_PASSWORD": ""}, "A_URL") == url
    assert address({}, "A_URL") is None


def test_settings_have_complete_addresses(infrastructure: Stack) -> None:
    """The local stack's passwords have every sign that means something in an address."""
    known = environment(
        "forms", infrastructure.home, infrastructure.ports, infrastructure.secrets, {}
    )
    password = infrastructure.secrets["PG_FORMS_WEB"]
    assert password not in known["DATABASE_WEB_URL"]
    settings = read_settings(Some, known)
    assert make_url(settings.database_web_url).password == password
    dsn = settings.database_web_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(dsn) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("forms_web",)


def test_migrations_say_what_they_miss() -> None:
    with pytest.raises(MissingSettingsError, match="DATABASE_OWNER_URL is not set"):
        owner_address({})
