"""`python -m suara_local.attack`: the table, and exit code 1 where the default breaks a promise."""

import os
import sys
from fractions import Fraction
from itertools import product
from multiprocessing import Pool

import numpy as np
from scoring_service.domain.coarse import DEFAULT, Coarseness

from suara_local.attack.attacker import filters, named
from suara_local.attack.months import A_DAY, CEILINGS, Attack, months
from suara_local.attack.table import Row, errors, printed

SEED = 20_261_130
SETTINGS = {
    "rounded alone": Coarseness(0.0001, 0.35, 0.0, 0.0, Fraction(1, 20)),
    "default": DEFAULT,
    "coarser": Coarseness(0.06, 0.35, 0.5, 0.9, Fraction(1, 20)),
}
# One visitor of so many answers; from ten on the prices of larger shares.
EVERY, LARGER = (1, 5), (10, 20, 40)


def main() -> None:
    tried = [*product(SETTINGS, CEILINGS, EVERY), *product(["default"], CEILINGS, LARGER)]
    with Pool(os.cpu_count()) as pool:
        rows = pool.map(_tried, tried, chunksize=1)
    printed(rows)
    sys.exit(not all(row.keeps for row in rows if row.setting == "default" and row.promised))


def _tried(what: tuple[str, float, int]) -> Row:
    setting, ceiling, every = what
    # One visitor a day at least, however many answers the attacker sends.
    attack = Attack(ceiling, every, max(A_DAY, every))
    chance = np.random.default_rng([SEED, round(100 * ceiling), every])
    made = list(months(attack, SETTINGS[setting], chance))
    return Row(
        setting,
        attack,
        named(made, filters(attack, SETTINGS[setting], chance)),
        errors(made, attack),
    )


if __name__ == "__main__":
    main()
