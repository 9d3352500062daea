"""`python -m scoring_service web|background|migrate|rebuild|republish`, or
`python -m scoring_service historic FILE [--check]`: indices published before Suara."""

import sys
from argparse import ArgumentParser
from pathlib import Path

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
    if command == "historic":
        historic(settings, rest)
        return True
    return False


def historic(settings: ScoringSettings, rest: list[str]) -> None:
    from scoring_service.handlers.historic_file import take_file

    parser = ArgumentParser("historic", allow_abbrev=False)
    parser.add_argument("file", type=Path)
    parser.add_argument("--check", action="store_true", help="store nothing")
    asked = parser.parse_args(rest)
    told, sound = take_file(settings, asked.file.read_bytes(), keep=not asked.check)
    sys.stdout.write("".join(f"{line}\n" for line in told))
    sys.exit(not sound)


if __name__ == "__main__":
    run("scoring", ScoringSettings, others)
