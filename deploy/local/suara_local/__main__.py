"""`python -m suara_local up [--port N]`."""

import argparse

from suara_local.up import up


def main() -> None:
    parser = argparse.ArgumentParser(prog="suara_local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("up", help="start everything behind one address")
    run.add_argument("--port", type=int, default=8080, help="the gateway's port; others follow it")
    arguments = parser.parse_args()
    up(arguments.port)


if __name__ == "__main__":
    main()
