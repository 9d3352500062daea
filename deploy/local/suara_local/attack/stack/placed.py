"""Visitors who are placed worst: the promise is about all of a month, so these are priced.

By the same likelihood as on the platform, for each ceiling; the figures themselves do not matter.
"""

from collections.abc import Iterator, Sequence

from contracts.enough import COARSE_FROM

from suara_local.attack.month.months import CEILINGS
from suara_local.attack.stack.answers import Answer, crowd
from suara_local.attack.stack.earlier import STEP
from suara_local.attack.stack.knowing import named
from suara_local.attack.stack.pictures import Picture

VICTIM = Answer("victim", (), own=False)
# Answers of the first picture, and how many there are at most.
FIRST, DAYS = COARSE_FROM, 20


def placed() -> None:
    print("\nWorst placed visitors, default; not promised, since few of a month are placed so.\n")
    print("| placed | six stars | named 1% | named 5% |\n|---|--:|--:|--:|")
    for words, pictures in _places():
        for ceiling in CEILINGS:
            shares = [f"{share:.0%}" for share in named(pictures, VICTIM, crowd(ceiling))]
            print(f"| {words} | {ceiling:.0%} | {' | '.join(shares)} |")


def _places() -> Iterator[tuple[str, Sequence[Picture]]]:
    crowd_of = _people("visitor", FIRST, own=False)
    coarse = _picture(1, crowd_of)
    yield (
        "the last of 41, after the only picture",
        [coarse, _picture(2, [*crowd_of, VICTIM], "final")],
    )
    few, own = crowd_of[: FIRST // STEP], _people("own", FIRST - FIRST // STEP, own=True)
    yield (
        "41st to 45th with four own, of 40 four of five own",
        list(_days(few + own, 4, visitors=1)),
    )
    held = [*crowd_of[1:], VICTIM]
    for words, visitors in (("one visitor a day", 1), ("no visitor", 0)):
        days = list(_days(held, DAYS, visitors=visitors, holds=True))
        final = _picture(DAYS + 1, [each for each in days[-1].held if each != VICTIM], "final")
        yield f"excluded in the end after {DAYS} pictures, own answers and {words}", [*days, final]


def _days(
    first: Sequence[Answer], days: int, *, visitors: int, holds: bool = False
) -> Iterator[Picture]:
    """Five more each day, of which so many are visitors; the victim is the first of them unless it
    is held already."""
    held = list(first)
    for day in range(1, days + 1):
        yield _picture(day, held)
        come = _people(f"visitor of day {day}", visitors, own=False)
        if day == 1 and not holds:
            come = [VICTIM]
        held += [*come, *_people(f"own of day {day}", STEP - len(come), own=True)]


def _people(name: str, count: int, *, own: bool) -> list[Answer]:
    return [Answer(f"{name} {number}", (), own) for number in range(count)]


def _picture(number: int, held: Sequence[Answer], kind: str = "coarse") -> Picture:
    return Picture(number, kind, (), frozenset(held))
