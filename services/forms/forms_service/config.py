"""Settings of the forms service."""

from dataclasses import dataclass

from chassis.config import Settings


@dataclass(frozen=True, kw_only=True)
class FormsSettings(Settings):
    """`point_key` signs QR codes."""

    point_key: str
