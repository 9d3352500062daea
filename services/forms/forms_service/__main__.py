"""`python -m forms_service web|background|migrate|seed|republish|close --before 2026-11`, or
`python -m forms_service open-month [--period 2026-12]`."""

import sys

from chassis.config import owner_address, read_settings
from chassis.logging import configure_logging, get_logger
from chassis.migrate import migrate
from chassis.process import run_background, serve_web

from forms_service.config import FormsSettings


def main(command: str, *rest: str) -> None:
    if command == "migrate":
        migrate("forms_service", owner_address())
        return
    settings = read_settings(FormsSettings)
    if command == "web":
        serve_web("forms_service.web:create", settings)
        return
    configure_logging("forms", settings.log_level)
    if command == "background":
        from forms_service.consumers import loops

        run_background(loops(settings), settings)
        return
    from forms_service.schedule.opening.handlers import open_month
    from forms_service.seeding.handlers import seed
    from forms_service.shared.commands import CommandError
    from forms_service.surveys.handlers import close_before
    from forms_service.upkeep import handlers as upkeep

    try:
        match (command, *rest):
            case ("seed",):
                sent = seed.seed(settings)
            case ("republish",):
                sent = upkeep.republish(settings)
            case ("close", "--before", period):
                sent = close_before(settings, period)
            case ("open-month",):
                sent = open_month.open_month(settings)
            case ("open-month", "--period", period):
                sent = open_month.open_month(settings, period)
            case _:
                sys.exit(__doc__)
    except CommandError as fault:
        sys.exit(f"{command}: {fault}")
    get_logger().info(f"{command.replace('-', '_')}_done", events=sent)


if __name__ == "__main__":
    main(*(sys.argv[1:] or [""]))
