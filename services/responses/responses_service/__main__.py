"""`python -m responses_service web|background|migrate|redrive|republish|export <id>`."""

import sys

from chassis.config import owner_address, read_settings
from chassis.logging import configure_logging, get_logger
from chassis.migrate import migrate
from chassis.process import run_background, serve_web

from responses_service.config import ResponsesSettings


def main(command: str, *given: str) -> None:
    if command == "migrate":
        migrate("responses_service", owner_address())
        return
    settings = read_settings(ResponsesSettings)
    if command == "web":
        serve_web("responses_service.web:create", settings)
        return
    configure_logging("responses", settings.log_level)
    if command == "background":
        from responses_service.consumers import loops

        run_background(loops(settings), settings)
    elif command == "redrive":
        from responses_service.record.handlers.redrive import redrive

        sys.stdout.write(f"{redrive(settings)}\n")
    elif command == "republish":
        from responses_service.kiosks.handlers import republish

        get_logger().info("republish_done", events=republish(settings))
    elif command == "export":
        from responses_service.exports.handlers.writing import write_export

        write_export(settings, *given)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*(sys.argv[1:] or [""]))
