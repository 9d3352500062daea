"""Settings of the forms service."""

from dataclasses import dataclass

from chassis.config import Settings


@dataclass(frozen=True, kw_only=True)
class FormsSettings(Settings):
    """`demo_file` is where `seed` writes the surveys of the demo units."""

    demo_file: str = ""
