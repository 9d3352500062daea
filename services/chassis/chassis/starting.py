"""What every process of a service does first."""

from chassis import clock
from chassis.config import Settings
from chassis.logging import configure_logging, get_logger


def begin(service: str, settings: Settings) -> None:
    """Logs as the settings say, and the clock that they name, if any: an application that a test
    makes in its own process goes by the test's."""
    configure_logging(service, settings.log_level)
    if settings.clock_file:
        clock.follow(settings.clock_file)
        ahead = round(clock.ahead())
        get_logger().warning("clock_is_movable", file=settings.clock_file, seconds_ahead=ahead)
