"""`python -m suara_local.attack [month|stack|sums]`, all without a word: the tables, and exit code
1 where a promise is broken or an attack gets what one visitor said."""

import argparse
import sys

from suara_local.attack.month.run import month
from suara_local.attack.stack.run import stack
from suara_local.attack.sums.run import sums

EVERY = {"stack": stack, "month": month}
# The rows of `stack` that need no platform, alone.
PARTS = {**EVERY, "sums": sums}


def main() -> None:
    reader = argparse.ArgumentParser(prog="suara_local.attack", description=__doc__)
    reader.add_argument("part", nargs="?", choices=PARTS, help="only this one")
    part = reader.parse_args().part
    kept = [run() for run in ([PARTS[part]] if part else EVERY.values())]
    sys.exit(not all(kept))


if __name__ == "__main__":
    main()
