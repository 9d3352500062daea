"""w3m on a terminal of its own, driven by the keys that a person would press."""

import contextlib
import os
import pty
import re
import select
import subprocess
import time
from html.parser import HTMLParser
from types import TracebackType
from typing import Self

KEYS_NEXT, KEY_PRESS = b"\t", b"\r"
STOPS = {"a", "input", "select", "textarea", "button"}


class Stops(HTMLParser):
    """Where the Tab key stops on a page: (element, name, value), in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        if tag in STOPS and had.get("type") != "hidden":
            self.found.append((tag, had.get("name", ""), had.get("value", "")))


class TextBrowser:
    """`with TextBrowser(address, html) as browser`: `seen` is what the terminal has shown."""

    def __init__(self, address: str, page: str) -> None:
        self._address, self._stops, self.seen = address, Stops(page).found, ""

    def __enter__(self) -> Self:
        self._terminal, end = pty.openpty()
        self._child = subprocess.Popen(
            ["w3m", "-o", "accept_language=id", "-o", "confirm_qq=0", self._address],
            env={**os.environ, "TERM": "xterm", "LANG": "C.UTF-8", "LINES": "50"},
            stdin=end,
            stdout=end,
            stderr=end,
            start_new_session=True,
        )
        os.close(end)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.kill()
        self._child.wait()
        os.close(self._terminal)

    def wait_for(self, words: str, seconds: float = 60) -> None:
        """Raise TimeoutError."""
        deadline = time.monotonic() + seconds
        while words not in self.seen:
            self._read(0.1)
            if time.monotonic() > deadline:
                raise TimeoutError(f"no {words!r} in: {self.seen[-2000:]}")

    def choose(self, wanted: dict[str, str], stars: str) -> None:
        """From stop to stop: press what is wanted by name, each statement's `stars`, and at last
        the last button."""
        last = max(at for at, (tag, *_) in enumerate(self._stops) if tag == "button")
        for at, (_, name, value) in enumerate(self._stops[: last + 1]):
            self._press(KEYS_NEXT)
            chosen = stars if name.startswith("a.") else wanted.get(name)
            if at == last or (chosen is not None and value == chosen):
                self._press(KEY_PRESS)

    def _press(self, key: bytes) -> None:
        os.write(self._terminal, key)
        self._read(0.02)

    def _read(self, seconds: float) -> None:
        """What came until the terminal is quiet for so long, without its control sequences."""
        while select.select([self._terminal], [], [], seconds)[0]:
            with contextlib.suppress(OSError):
                told = os.read(self._terminal, 65536).decode("utf-8", "replace")
                self.seen += re.sub(r"\x1b[\[(][0-9;?]*[A-Za-z]", "", told)
