"""`python -m suara_local.upgrade [--from COMMIT]`: exit code 1 when anything was lost."""

import argparse
import sys
import time

from suara_local.upgrade.checkout import base_commit
from suara_local.upgrade.proof import prove


def main() -> None:
    parser = argparse.ArgumentParser(prog="suara_local.upgrade", description=__doc__)
    parser.add_argument("--from", dest="commit", default="", help="the commit that makes the data")
    commit, started = base_commit(parser.parse_args().commit), time.monotonic()
    losses = prove(commit)
    words = f"{losses} LOST" if losses else "nothing was lost"
    minutes = (time.monotonic() - started) / 60
    print(f"Upgrade from {commit[:12]}: {words} ({minutes:.0f} min)")
    sys.exit(bool(losses))


if __name__ == "__main__":
    main()
