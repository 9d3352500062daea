"""`python -m reporting_service web|background|migrate|republish`."""

from chassis.commands import run

from reporting_service.config import ReportingSettings


def others(settings: ReportingSettings, command: str, rest: list[str]) -> bool:
    if (command, *rest) != ("republish",):
        return False
    from chassis.logging import get_logger

    from reporting_service.follow_ups.handlers.republish import republish

    get_logger().info("republish_done", events=republish(settings))
    return True


if __name__ == "__main__":
    run("reporting", ReportingSettings, others)
