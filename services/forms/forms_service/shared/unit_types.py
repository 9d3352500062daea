"""The services a unit starts with, by its type, from `data/services.yaml`."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Service = dict[str, Any]


def default_services(unit_type: str) -> list[Service]:
    """(key, name, name_en) in the order in which they are shown."""
    by_type = _by_type()
    return by_type.get(unit_type, by_type[""])


def unit_types() -> tuple[str, ...]:
    """The types of units that serve the public, in the order of the file."""
    return tuple(each for each in _by_type() if each)


@cache
def _by_type() -> dict[str, list[Service]]:
    """The list without types holds for all that no other names."""
    file = files("forms_service") / "data" / "services.yaml"
    return {
        unit_type: part["services"]
        for part in yaml.safe_load(file.read_text(encoding="utf-8"))
        for unit_type in part["unit_types"] or [""]
    }
