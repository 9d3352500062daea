"""`python -m scoring_service web|background|migrate|rebuild|republish`."""

import sys
import time

from chassis.commands import run

from scoring_service.config import ScoringSettings


def others(settings: ScoringSettings, command: str, rest: list[str]) -> bool:
    if command == "rebuild":
        from scoring_service.handlers.rebuild import rebuild

        before = time.process_time()
        report = rebuild(settings)
        each = 1e6 * (time.process_time() - before) / max(report.responses, 1)
        sys.stdout.write(f"{report}\n{each:.0f} µs of processor time a response in scoring\n")
        sys.exit(bool(report.differences))
    if command == "republish":
        from chassis.logging import get_logger

        from scoring_service.handlers.republish import republish

        get_logger().info("republish_done", events=republish(settings))
        return True
    return False


if __name__ == "__main__":
    run("scoring", ScoringSettings, others)
