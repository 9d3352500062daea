"""`python -m responses_service web|background|worker|migrate|redrive|republish`."""

import sys

from chassis.commands import run

from responses_service.config import ResponsesSettings


def others(settings: ResponsesSettings, command: str, rest: list[str]) -> bool:
    if command == "redrive":
        from responses_service.record.handlers.redrive import redrive

        sys.stdout.write(f"{redrive(settings)}\n")
    elif command == "republish":
        from chassis.logging import get_logger

        from responses_service.kiosks.handlers import republish

        get_logger().info("republish_done", events=republish(settings))
    else:
        return False
    return True


if __name__ == "__main__":
    run("responses", ResponsesSettings, others)
