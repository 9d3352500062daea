"""`python -m identity_service web|background|migrate|seed|republish`, or
`python -m identity_service administrator USERNAME "FULL NAME" [--role ROLE] [--beside-others]`."""

import sys
from argparse import ArgumentParser

from chassis.config import owner_address, read_settings
from chassis.logging import configure_logging, get_logger
from chassis.migrate import migrate
from chassis.process import run_background, serve_web

from identity_service.config import IdentitySettings


def main(command: str, *rest: str) -> None:
    if command == "migrate":
        migrate("identity_service", owner_address())
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
    elif command == "administrator":
        administrator(settings, *rest)
    else:
        sys.exit(__doc__)


def administrator(settings: IdentitySettings, *rest: str) -> None:
    from identity_service.asking import password
    from identity_service.domain.roles import ADMINISTRATOR
    from identity_service.handlers.administrator import ROLES, CommandError, make_administrator

    parser = ArgumentParser("administrator", allow_abbrev=False)
    parser.add_argument("username")
    parser.add_argument("name", metavar="FULL NAME")
    parser.add_argument("--role", choices=ROLES, default=ADMINISTRATOR)
    parser.add_argument("--beside-others", action="store_true")
    asked = parser.parse_args(rest)
    try:
        make_administrator(settings, password=password(), **vars(asked))
    except CommandError as fault:
        sys.exit(f"administrator: {fault}")
    sys.stdout.write(f"{asked.username} may sign in at {settings.suara_base_url}/sign-in\n")


if __name__ == "__main__":
    main(*(sys.argv[1:] or [""]))
