"""`python -m forms_service web|background|migrate|seed|republish|close --before 2026-11`, or
`python -m forms_service open-month [--period 2026-12]`."""

import sys

from chassis.commands import run

from forms_service.config import FormsSettings


def others(settings: FormsSettings, command: str, rest: list[str]) -> bool:
    from chassis.logging import get_logger

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
                return False
    except CommandError as fault:
        sys.exit(f"{command}: {fault}")
    get_logger().info(f"{command.replace('-', '_')}_done", events=sent)
    return True


if __name__ == "__main__":
    run("forms", FormsSettings, others)
