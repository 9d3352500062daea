"""Steps with their times, one line each; the line is drawn live on a terminal."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(words: str) -> Iterator[None]:
    started = time.monotonic()
    live(words)
    yield
    print(f"  ✓ {words:<46} {time.monotonic() - started:5.1f} s", flush=True)


def live(words: str) -> None:
    """How far it is: over the line before, and on a terminal alone."""
    if sys.stdout.isatty():
        print(f"  … {words:<60}", end="\r", flush=True)


def say(line: str) -> None:
    print(f"  ! {line}", flush=True)
