"""Every setting, ceiling and share of own answers, side by side."""

import os
from fractions import Fraction
from itertools import product
from multiprocessing import Pool

import numpy as np
from scoring_service.domain.coarse import DEFAULT, Coarseness

from suara_local.attack.month.attacker import filters, named
from suara_local.attack.month.before import NAME, before
from suara_local.attack.month.months import A_DAY, CEILINGS, Attack, months
from suara_local.attack.month.table import PROMISED_EVERY, Row, errors, printed

SEED = 20_261_130
SETTINGS = {
    "rounded alone": Coarseness(0.0001, 0.42, 0.0, 0.0, 0.0, Fraction(1, 20)),
    "default": DEFAULT,
    "coarser": Coarseness(0.06, 0.42, 0.3, 0.3, 0.9, Fraction(1, 20)),
}
# One visitor of so many answers; from ten on the prices of larger shares.
EVERY, LARGER = (1, PROMISED_EVERY), (10, 20, 40)


def month() -> bool:
    """Print the table; whether the default keeps every promise."""
    tried = [
        *product([NAME], CEILINGS, [PROMISED_EVERY]),
        *product(SETTINGS, CEILINGS, EVERY),
        *product(["default"], CEILINGS, LARGER),
    ]
    with Pool(os.cpu_count()) as pool:
        rows = list(pool.imap(_tried, tried))
    printed(rows)
    return all(row.keeps for row in rows if row.setting == "default" and row.promised)


def _tried(what: tuple[str, float, int]) -> Row:
    setting, ceiling, every = what
    # One visitor a day at least, however many answers the attacker sends.
    attack = Attack(ceiling, every, max(A_DAY, every))
    chance = np.random.default_rng([SEED, round(100 * ceiling), every])
    if setting == NAME:
        return before(attack, chance)
    made = list(months(attack, SETTINGS[setting], chance))
    return Row(
        setting,
        attack,
        named(made, filters(attack, SETTINGS[setting], chance)),
        errors(made, attack),
    )
