"""`python -m identity_service web|background|migrate|seed|republish`, or
`python -m identity_service administrator USERNAME "FULL NAME" [--beside-others]`."""

import sys

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
    from identity_service.handlers.administrator import CommandError, make_administrator

    match rest:
        case (username, name, *more) if more in ([], ["--beside-others"]):
            pass
        case _:
            sys.exit(__doc__)
    try:
        make_administrator(settings, username, name, password(), beside_others=bool(more))
    except CommandError as fault:
        sys.exit(f"administrator: {fault}")
    sys.stdout.write(f"{username} may sign in at {settings.suara_base_url}/sign-in\n")


if __name__ == "__main__":
    main(*(sys.argv[1:] or [""]))
