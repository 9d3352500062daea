"""Settings of the forms service."""

from dataclasses import dataclass

from chassis.config import Settings


@dataclass(frozen=True, kw_only=True)
class FormsSettings(Settings):
    """`demo_file` is where `seed` writes the demo units' surveys; `point_key` signs QR codes."""

    demo_file: str = ""
    point_key: str
