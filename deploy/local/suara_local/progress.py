"""Steps with their times, one line each; the line is drawn live on a terminal."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(words: str) -> Iterator[None]:
    started = time.monotonic()
    live = sys.stdout.isatty()
    if live:
        print(f"  … {words}", end="\r", flush=True)
    yield
    print(f"  ✓ {words:<46} {time.monotonic() - started:5.1f} s", flush=True)


def say(line: str) -> None:
    print(f"  ! {line}", flush=True)
