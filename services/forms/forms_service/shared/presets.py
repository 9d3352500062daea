"""The usual collection points of a unit type, from which points are made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from contracts.opening_hours import Week

from forms_service.shared.hours import same_every_day

CHANNELS = ("qr", "link", "kiosk", "paper", "website", "message", "nfc", "card")
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UsualPoster:
    """What to print for a place: a format, read from so many metres."""

    format: str
    distance: float


@dataclass(frozen=True, slots=True)
class Preset:
    """One usual place: what it is called, when it is open, where best to put its poster; no
    `poster` for what nobody prints."""

    key: str
    unit_types: tuple[str, ...]
    channel: str
    name: Words
    place: Words
    hours: Week
    languages: tuple[str, ...]
    advice: Words
    poster: UsualPoster | None = None


def read_preset(raw: Mapping[str, Any]) -> Preset:
    """From an entry of `data/presets.yaml`; raise KeyError or ValueError when it is faulty."""
    if raw["channel"] not in CHANNELS:
        raise ValueError(f"{raw['key']}: no channel {raw['channel']}")
    span = raw["hours"]
    return Preset(
        key=raw["key"],
        unit_types=tuple(raw["unit_types"]),
        channel=raw["channel"],
        name=raw["name"],
        place=raw["place"],
        hours=same_every_day(span["opens"], span["closes"], span["days"]),
        languages=tuple(raw.get("languages", ["id"])),
        advice=raw["advice"],
        poster=UsualPoster(**raw["poster"]) if "poster" in raw else None,
    )


@cache
def load_presets() -> tuple[Preset, ...]:
    """`data/presets.yaml`, in its order."""
    file = files("forms_service") / "data" / "presets.yaml"
    return tuple(read_preset(raw) for raw in yaml.safe_load(file.read_text(encoding="utf-8")))


def usual(presets: Iterable[Preset], unit_type: str) -> list[Preset]:
    """Those of a unit type, its own places before what every unit may use."""
    found = [each for each in presets if not each.unit_types or unit_type in each.unit_types]
    return sorted(found, key=lambda each: not each.unit_types)


def missing(presets: Iterable[Preset], unit_type: str, held: Iterable[str | None]) -> list[Preset]:
    """Own places of the unit type that no active point was made from yet: one click adds them."""
    known = set(held)
    return [each for each in usual(presets, unit_type) if each.unit_types and each.key not in known]


def everywhere(presets: Iterable[Preset]) -> list[Preset]:
    """Channels that any unit may add, one by one: who hands out no card needs no code for it."""
    return [each for each in presets if not each.unit_types]


def preset_of(presets: Iterable[Preset], key: str) -> Preset | None:
    return next((each for each in presets if each.key == key), None)
