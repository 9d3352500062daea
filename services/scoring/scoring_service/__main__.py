"""`python -m scoring_service web|background|migrate|rebuild|republish`."""

import sys

from chassis.config import owner_address, read_settings
from chassis.logging import configure_logging, get_logger
from chassis.migrate import migrate
from chassis.process import run_background, serve_web

from scoring_service.config import ScoringSettings


def main(command: str) -> None:
    if command == "migrate":
        migrate("scoring_service", owner_address())
        return
    settings = read_settings(ScoringSettings)
    if command == "web":
        serve_web("scoring_service.web:create", settings)
        return
    configure_logging("scoring", settings.log_level)
    if command == "background":
        from scoring_service.consumers import background

        run_background(background(settings), settings)
    elif command == "rebuild":
        from scoring_service.handlers.rebuild import rebuild

        report = rebuild(settings)
        sys.stdout.write(f"{report}\n")
        sys.exit(bool(report.differences))
    elif command == "republish":
        from scoring_service.handlers.republish import republish

        get_logger().info("republish_done", events=republish(settings))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
