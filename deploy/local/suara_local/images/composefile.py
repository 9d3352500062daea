"""Reads a compose file as `docker compose --env-file` does, as far as ours goes."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

VARIABLE = re.compile(r"\$(?:\$|\{(\w+)(?:(:[-?])([^}]*))?\})")
UNITS = {"ms": 0.001, "s": 1, "m": 60}
KNOWN = {
    "image",
    "build",
    "user",
    "entrypoint",
    "command",
    "environment",
    "volumes",
    "ports",
    "depends_on",
    "healthcheck",
    "restart",
    "cap_drop",
    "cap_add",
    "security_opt",
    "deploy",
    "shm_size",
    "network_mode",
    "stop_grace_period",
}


@dataclass(frozen=True)
class Service:
    """One entry of `services`, values interpolated."""

    name: str
    raw: dict[str, Any]

    @property
    def needs(self) -> dict[str, str]:
        """Other services, and the condition that each must meet first."""
        found: dict[str, dict[str, str]] = self.raw.get("depends_on", {})
        return {name: each["condition"] for name, each in found.items()}

    @property
    def once(self) -> bool:
        """Does its work and ends."""
        return self.raw.get("restart") == "on-failure"

    def words(self, key: str) -> list[str]:
        """`entrypoint` or `command` as words."""
        given = self.raw.get(key, [])
        return given.split() if isinstance(given, str) else [str(word) for word in given]

    def seconds(self, key: str) -> float:
        """A duration of the health check."""
        number, unit = re.fullmatch(r"(\d+)(ms|s|m)", self.raw["healthcheck"][key]).groups()  # type: ignore[union-attr]
        return int(number) * UNITS[unit]


def read_compose(file: Path, variables: dict[str, str]) -> dict[str, Service]:
    """By name. Raise ValueError for a missing variable and for what the runner does not know."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    services = {
        name: Service(name, _filled(raw, variables)) for name, raw in content["services"].items()
    }
    for service in services.values():
        if unknown := service.raw.keys() - KNOWN:
            raise ValueError(f"{service.name}: {', '.join(sorted(unknown))} is not known here")
    return services


def read_variables(file: Path) -> dict[str, str]:
    """NAME=value lines; within double quotes \\n is a new line, within single ones all is plain."""
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        name, sign, value = line.partition("=")
        if not sign or line.startswith("#"):
            continue
        if value[:1] == value[-1:] == '"':
            value = value[1:-1].replace("\\n", "\n")
        elif value[:1] == value[-1:] == "'":
            value = value[1:-1]
        found[name] = value
    return found


def _filled(value: Any, variables: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(each, variables) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, variables) for each in value]
    if not isinstance(value, str):
        return value
    return VARIABLE.sub(lambda found: _value(found, variables), value)


def _value(found: re.Match[str], variables: dict[str, str]) -> str:
    name, sign, words = found.groups()
    if name is None:
        return "$"
    if known := variables.get(name):
        return known
    if sign == ":-":
        return str(words)
    raise ValueError(f"{name} is not set")
