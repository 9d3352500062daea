"""`python -m identity_service web|background|migrate|seed|republish`, or
`python -m identity_service administrator USERNAME "FULL NAME" [--role ROLE] [--beside-others]`."""

import sys
from argparse import ArgumentParser

from chassis.commands import run

from identity_service.config import IdentitySettings


def others(settings: IdentitySettings, command: str, rest: list[str]) -> bool:
    if command in ("seed", "republish"):
        from chassis.logging import get_logger

        from identity_service.handlers import seed

        sent = (seed.seed if command == "seed" else seed.republish)(settings)
        get_logger().info(f"{command}_done", events=sent)
    elif command == "administrator":
        administrator(settings, rest)
    else:
        return False
    return True


def administrator(settings: IdentitySettings, rest: list[str]) -> None:
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
    run("identity", IdentitySettings, others)
