"""`python -m suara_local.attack`: the table, and exit code 1 where the default breaks a promise."""

import sys

from suara_local.attack.month.run import month


def main() -> None:
    sys.exit(not month())


if __name__ == "__main__":
    main()
