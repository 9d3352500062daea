"""`python -m suara_local.coverage`: the table, and exit code 1 where it breaks a promise."""

import os
import sys
from collections.abc import Iterable
from functools import partial
from itertools import product
from multiprocessing import Pool

from suara_local.coverage.cells import Cell, Held, measured
from suara_local.coverage.table import broken, printed
from suara_local.coverage.visitors import PLACES

SIZES, TIMES = (12, 30, 60, 300), (3, 100)
SAMPLES = 10_000


def main() -> None:
    cells = [Cell(*each) for each in product(PLACES, SIZES, TIMES)]
    with Pool(os.cpu_count()) as pool:
        rows = _flat(pool.imap(partial(measured, samples=SAMPLES), cells))
    printed(rows, SAMPLES)
    sys.exit(bool(broken(rows)))


def _flat(found: Iterable[list[Held]]) -> list[Held]:
    return [each for held in found for each in held]


if __name__ == "__main__":
    main()
