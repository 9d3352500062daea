"""What a part of the test run came to, from the file that pytest writes (JUnit's format)."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

SLOWEST = 10
BAD = ("failure", "error", "skipped")


@dataclass(frozen=True)
class Outcome:
    """Counts of one part, its seconds on the clock, and (seconds, test) of every test."""

    name: str
    passed: int
    failed: int
    seconds: float
    times: tuple[tuple[float, str], ...] = ()


def read(name: str, report: Path, code: int, seconds: float) -> Outcome:
    """A skipped test and one that broke outside itself are failed ones; a run that ended badly
    without a count is a failure of its own."""
    try:
        cases = list(ElementTree.parse(report).iter("testcase"))  # noqa: S314  # our own file
    except (OSError, ElementTree.ParseError):
        return Outcome(name, 0, 1, seconds)
    # A test that fails and whose end fails too stands there twice.
    bad = {_name(case) for case in cases if any(case.find(kind) is not None for kind in BAD)}
    known = {_name(case) for case in cases}
    times = tuple((float(case.get("time", 0)), _name(case)) for case in cases)
    broke = int(code != 0 and not bad) or int(not known)
    return Outcome(name, len(known - bad), len(bad) + broke, seconds, times)


def _name(case: ElementTree.Element) -> str:
    return f"{case.get('classname', '')}.{case.get('name', '')}"


def closing(outcomes: Iterable[Outcome], processor: float) -> list[str]:
    """Times of the parts, the slowest tests, the processor's seconds, and the counts as the last
    line."""
    found = list(outcomes)
    slowest = sorted((each for part in found for each in part.times), reverse=True)[:SLOWEST]
    passed, failed = sum(part.passed for part in found), sum(part.failed for part in found)
    return [
        *(f"{part.seconds:7.0f} s  {part.name}: {part.passed} passed" for part in found),
        *(f"{seconds:7.1f} s  {name}" for seconds, name in slowest),
        f"{processor:7.0f} s of processor time, checks before the tests included",
        f"{passed} passed, {failed} failed",
    ]
