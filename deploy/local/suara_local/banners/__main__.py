"""`python -m suara_local.banners`: what is read and said of each photo, and how long that takes;
exit code 1 where something else than the truth is said."""

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import Pool

from forms_service.banners.handlers.checking import looked_at
from forms_service.banners.rules.judging import Judged, judge

from suara_local.banners.photos import PHOTOS
from suara_local.banners.scenes import known_point, photograph


@dataclass(frozen=True, slots=True)
class Said:
    """Of one photo: the texts that were read, what is said, and the seconds that it took."""

    name: str
    expected: str
    texts: tuple[str, ...]
    judged: Judged
    kilobytes: int
    seconds: float


def said(number: int) -> Said:
    expected, scene = PHOTOS[number]
    photo = photograph(scene)
    begun = time.perf_counter()
    sight = looked_at(photo)
    seconds = time.perf_counter() - begun
    texts = tuple(code.text for code in sight.codes)
    judged = judge(sight, known_point("own"))
    return Said(scene.name, expected, texts, judged, len(photo) // 1000, seconds)


def printed(found: Sequence[Said]) -> None:
    print(f"{'photo':32} {'ought to say':12} {'says':12} {'pixels':>6} {'kB':>6} {'s':>5}  read")
    for each in found:
        pixels = f"{each.judged.pixels:.1f}" if each.judged.pixels else "-"
        mark = "" if each.judged.result == each.expected else "  <- wrong"
        print(
            f"{each.name:32} {each.expected:12} {each.judged.result:12} {pixels:>6}"
            f" {each.kilobytes:6} {each.seconds:5.2f}  {', '.join(each.texts) or '-'}{mark}"
        )
    right = sum(each.judged.result == each.expected for each in found)
    slowest = max(each.seconds for each in found)
    print(f"{right} of {len(found)} right; the slowest took {slowest:.2f} s")


def main() -> None:
    with Pool(os.cpu_count()) as pool:
        found = pool.map(said, range(len(PHOTOS)), chunksize=1)
    printed(found)
    sys.exit(any(each.judged.result != each.expected for each in found))


if __name__ == "__main__":
    main()
