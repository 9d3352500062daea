"""`python -m scoring_service web|background|migrate|rebuild|republish`."""

import sys

from chassis.commands import run

from scoring_service.config import ScoringSettings


def others(settings: ScoringSettings, command: str, rest: list[str]) -> bool:
    if command == "rebuild":
        from scoring_service.handlers.rebuild import rebuild

        report = rebuild(settings)
        sys.stdout.write(f"{report}\n")
        sys.exit(bool(report.differences))
    if command == "republish":
        from chassis.logging import get_logger

        from scoring_service.handlers.republish import republish

        get_logger().info("republish_done", events=republish(settings))
        return True
    return False


if __name__ == "__main__":
    run("scoring", ScoringSettings, others)
