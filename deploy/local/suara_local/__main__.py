"""`python -m suara_local up [--port N]` and `python -m suara_local caddyfile`."""

import argparse

from suara_local import caddyfile
from suara_local.practice.extent import EXTENTS, SMALL
from suara_local.up import up


def main() -> None:
    parser = argparse.ArgumentParser(prog="suara_local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("up", help="start everything behind one address")
    run.add_argument("--port", type=int, default=8080, help="the gateway's port; others follow it")
    run.add_argument(
        "--practice",
        choices=[*EXTENTS, "none"],
        default=SMALL.name,
        help="how many answers the practice ministry has got",
    )
    commands.add_parser("caddyfile", help="write the gateway's configuration for containers")
    arguments = parser.parse_args()
    if arguments.command == "up":
        up(arguments.port, arguments.practice)
    else:
        caddyfile.COMMITTED.write_text(caddyfile.for_containers(), encoding="utf-8")


if __name__ == "__main__":
    main()
