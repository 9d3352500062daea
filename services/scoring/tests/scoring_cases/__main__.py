"""`make methods`: every golden case with its input, what is expected, and what is computed."""

import sys
from collections.abc import Mapping

from scoring_cases import Case, cases, files


def main() -> int:
    """1 if any case differs."""
    count, differing = 0, 0
    for file in files():
        say(f"\n{file}.csv")
        for case in cases(file):
            computed = case.computed()
            same = computed == case.expected
            count, differing = count + 1, differing + (not same)
            say(line(case, computed, "=" if same else "DIFFERS"))
    say(f"\n{count} cases in {len(files())} tables, {differing} differ")
    return int(differing > 0)


def line(case: Case, computed: Mapping[str, str], verdict: str) -> str:
    where = f"{case.row['source']}, {case.row['place']}"
    return f"  {told(case.given)} | {told(case.expected)} | {told(computed)} | {verdict} | {where}"


def told(cells: Mapping[str, str]) -> str:
    return "  ".join(f"{name} {value}" for name, value in cells.items() if value)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
