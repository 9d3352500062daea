"""Settings of the reporting service."""

from dataclasses import dataclass

from chassis.config import Settings


@dataclass(frozen=True, kw_only=True)
class ReportingSettings(Settings):
    """`stream_port` is where the background process serves the live stream."""

    stream_port: int
