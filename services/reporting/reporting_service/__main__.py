"""`python -m reporting_service web|background|migrate`."""

import sys

from chassis.config import owner_address, read_settings
from chassis.logging import configure_logging
from chassis.migrate import migrate
from chassis.process import run_background, serve_web

from reporting_service.config import ReportingSettings


def main(command: str) -> None:
    if command == "migrate":
        migrate("reporting_service", owner_address())
        return
    settings = read_settings(ReportingSettings)
    if command == "web":
        serve_web("reporting_service.web:create", settings)
    elif command == "background":
        from reporting_service.consumers import loops
        from reporting_service.stream.api import Stream

        configure_logging("reporting", settings.log_level)
        run_background(loops(settings, Stream(settings)), settings)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
