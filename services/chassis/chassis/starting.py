"""What every process of a service does first."""

from chassis import clock
from chassis.config import Settings
from chassis.logging import configure_logging, get_logger


def begin(service: str, settings: Settings) -> None:
    """Logs as the settings say, and the clock that they name."""
    configure_logging(service, settings.log_level)
    clock.follow(settings.clock_file)
    if clock.moves():
        ahead = round(clock.ahead())
        get_logger().warning("clock_is_movable", file=settings.clock_file, seconds_ahead=ahead)
