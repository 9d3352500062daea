"""The parts of the test run: each a process of its own, some of them side by side."""

from dataclasses import dataclass
from glob import glob
from pathlib import Path

from suara_local.places import ROOT, SERVICES

DESTRUCTIVE = "tests/durability"
CLOCK = "tests/clock"
UNITS = ("services/*/tests/unit", "services/contracts/tests")


@dataclass(frozen=True)
class Part:
    """Test folders that share one process, and with it the stacks of the fixtures."""

    name: str
    arguments: tuple[str, ...]
    # On the seeded stack, which is made before: a test has a time limit.
    seeded: bool = False

    def command(self, python: str, report: Path, seed: str) -> list[str]:
        """`seed`, a whole number, makes the order of the tests."""
        options = ["-p", "no:cacheprovider", f"--junitxml={report}", f"--randomly-seed={seed}"]
        return [python, "-m", "pytest", *options, *self.arguments]


def folders(*patterns: str) -> list[str]:
    return sorted(path for pattern in patterns for path in glob(pattern, root_dir=ROOT))


def units(name: str, *wanted: str) -> Part:
    """Pure functions: the fixtures of the stack are not even imported."""
    return Part(name, ("-p", "no:suara_local.pytest_plugin", *wanted))


def all_units() -> Part:
    return units("units", *folders(*UNITS))


def halves() -> list[Part]:
    """The same in two parts as long as each other, which fill the lanes at the end: forms reads
    every poster and spreadsheet again that it writes."""
    heavy = folders("services/forms/tests/unit")
    rest = [folder for folder in folders(*UNITS) if folder not in heavy]
    return [units("units-forms", *heavy), units("units-others", *rest)]


def integration() -> Part:
    apart = [f"--ignore={folder}" for folder in folders(*UNITS)]
    return Part("services", ("services", *apart))


def platform() -> Part:
    return Part("platform", ("tests", f"--ignore={DESTRUCTIVE}", f"--ignore={CLOCK}"), seeded=True)


def destructive() -> Part:
    """What kills processes or sets a database back, on stacks that nobody else uses."""
    return Part("destructive", (DESTRUCTIVE,), seeded=True)


def moved() -> Part:
    """What moves the clock of its whole stack, and its own."""
    return Part("clock", (CLOCK,), seeded=True)


def everything() -> list[Part]:
    """The longest first, so that all lanes end together; what needs no stack fills the end."""
    return [platform(), integration(), destructive(), moved(), *halves()]


def of_service(name: str) -> list[Part]:
    """The daily round of one service: its units, then the service as it runs."""
    if name not in SERVICES:
        raise SystemExit(f"{name} is no service: {', '.join(SERVICES)}")
    return [
        units("units", f"services/{name}/tests/unit"),
        Part(name, (f"services/{name}/tests/integration",)),
    ]
