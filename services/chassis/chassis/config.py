"""Settings: one frozen dataclass per service, read once from the environment.

A password is never written into an address by hand: DATABASE_WEB_URL has none, and what
DATABASE_WEB_PASSWORD holds is put into it here, whatever signs it has. So for every `..._URL`.
"""

import os
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

from chassis import clock

S = TypeVar("S")


class MissingSettingsError(SystemExit):
    """Raised at start-up with every missing or malformed name at once."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What every service needs. Field `kafka_bootstrap` reads KAFKA_BOOTSTRAP, and so on."""

    suara_base_url: str
    kafka_bootstrap: str
    kafka_topic_prefix: str = ""
    database_web_url: str
    database_worker_url: str
    identity_url: str
    valkey_url: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = 8000
    http_workers: int = 1
    http_threads: int = 8
    trusted_proxies: int = 0
    health_file: str = ""
    metrics_port: int = 0
    log_level: str = "INFO"
    clock_file: str = ""

    def __post_init__(self) -> None:
        clock.refuse_beyond_loopback(self.clock_file, self.suara_base_url)


def read_settings(kind: type[S], environ: Mapping[str, str] = os.environ) -> S:
    """Read `kind` from the environment; stop with one line that lists all faults."""
    values: dict[str, Any] = {}
    faults: list[str] = []
    for setting in fields(kind):  # type: ignore[arg-type]
        name = setting.name.upper()
        raw = address(environ, name) if name.endswith("_URL") else environ.get(name)
        if raw is None:
            if setting.default is MISSING:
                faults.append(f"{name} is not set")
            continue
        try:
            values[setting.name] = _parse(setting, raw)
        except ValueError:
            faults.append(f"{name} must be a whole number, not {raw!r}")
    if faults:
        raise MissingSettingsError(f"{kind.__module__}: {'; '.join(faults)}")
    return kind(**values)


def address(environ: Mapping[str, str], name: str) -> str | None:
    """The address under `name`, say DATABASE_WEB_URL, with its password, percent-encoded."""
    url, password = environ.get(name), environ.get(name.removesuffix("_URL") + "_PASSWORD")
    if not url or not password:
        return url
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    whole = f"{user.partition(':')[0]}:{quote(password, safe='')}@{host}"
    return urlunsplit(parts._replace(netloc=whole))


def owner_address(environ: Mapping[str, str] = os.environ) -> str:
    """Where `migrate` works, and as whom; stop with one line when it is not said."""
    found = address(environ, "DATABASE_OWNER_URL")
    if not found:
        raise MissingSettingsError("DATABASE_OWNER_URL is not set")
    return found


def clock_file(environ: Mapping[str, str] = os.environ) -> str:
    """What `migrate` goes by, which has no Settings; raise ClockError as they do."""
    file = environ.get("CLOCK_FILE", "")
    clock.refuse_beyond_loopback(file, environ.get("SUARA_BASE_URL", ""))
    return file


def _parse(setting: "Field[Any]", raw: str) -> Any:
    return int(raw) if setting.type is int else raw
