"""Presets of collection points that ship with the service."""

from functools import cache
from importlib.resources import files

import yaml

from forms_service.shared.presets import Preset, read_preset


@cache
def load_presets() -> tuple[Preset, ...]:
    """`data/presets.yaml`, in its order."""
    file = files("forms_service") / "data" / "presets.yaml"
    return tuple(read_preset(raw) for raw in yaml.safe_load(file.read_text(encoding="utf-8")))
