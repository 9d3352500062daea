"""An attack takes its steps as the days pass: each `yield` waits for the next of `MOMENTS`."""

from collections.abc import Generator

from suara_local.attack.stack.answers import Answer
from suara_local.attack.stack.knowing import known
from suara_local.attack.stack.office import Office
from suara_local.attack.stack.told import Finding

Steps = Generator[None, None, Finding]

# The first day is today: answers come. Pictures come with the two days after it.
MOMENTS = ("second day", "third day", "last minute", "close", "final result")


def found(
    office: Office,
    attack: tuple[str, str],
    before: str,
    victim: Answer | None = None,
    otherwise: str = "",
) -> Finding:
    """What `attack` (its letter, what is tried) got there, and got `before`."""
    knows = known(office.pictures, victim) if victim else None
    return Finding(*attack, before, office.pictures, knows, office.faults, otherwise)
