"""`python -m identity_service web|background|migrate|seed|republish`."""

import os
import sys

from chassis.config import read_settings
from chassis.logging import configure_logging, get_logger
from chassis.migrate import migrate
from chassis.process import run_background, serve_web

from identity_service.config import IdentitySettings


def main(command: str) -> None:
    if command == "migrate":
        migrate("identity_service", os.environ["DATABASE_OWNER_URL"])
        return
    settings = read_settings(IdentitySettings)
    if command == "web":
        serve_web("identity_service.web:create", settings)
        return
    configure_logging("identity", settings.log_level)
    if command == "background":
        from identity_service.consumers import loops

        run_background(loops(settings), settings)
    elif command in ("seed", "republish"):
        from identity_service.handlers import seed

        sent = (seed.seed if command == "seed" else seed.republish)(settings)
        get_logger().info(f"{command}_done", events=sent)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
