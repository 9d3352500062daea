"""The rule of before, on the same answers: exact figures to six decimals at every fifth answer, the
rest at the close, and at once where a decision fell after it."""

from collections.abc import Collection

import numpy as np

from suara_local.attack.month.months import INDICES, Numbers
from suara_local.attack.stack.answers import Answer, of_answer

STEP, DECIMALS = 5, 6


def published(answers: Collection[Answer]) -> Numbers:
    found: Numbers = np.mean([of_answer(each) for each in answers], axis=0).round(DECIMALS)
    return found


def read_off(some: Collection[Answer], others: Collection[Answer]) -> str:
    """Both indices of the one visitor in whom two releases differ, without the own answers."""
    sums = len(some) * published(some) - len(others) * published(others)
    for answers, sign in ((set(some) - set(others), -1), (set(others) - set(some), 1)):
        sums = sums + sign * sum(of_answer(each) for each in answers if each.own)
    values = " and ".join(
        f"{code} {abs(value):.2f}" for code, value in zip(INDICES, sums, strict=True)
    )
    return f"exactly {values}"
