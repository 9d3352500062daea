"""What a busy machine puts off is asked again, when it says."""

import time
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from suara_local import patient

# Seconds.
LATER = 0.2


class Busy(BaseHTTPRequestHandler):
    """Puts the first two requests off, and answers the third with what it was sent."""

    asked = 0

    def do_POST(self) -> None:
        type(self).asked += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        busy = self.asked < 3
        self.send_response(HTTPStatus.SERVICE_UNAVAILABLE if busy else HTTPStatus.OK)
        self.send_header("Retry-After", str(LATER))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def busy() -> Iterator[str]:
    Busy.asked = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Busy) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_who_insists_sends_the_same_again_when_told_to(busy: str) -> None:
    begun = time.monotonic()
    with patient.insistent() as client:
        answer = client.post(busy, files={"file": ("a.csv", b"id;date")})
    assert answer.status_code == HTTPStatus.OK
    assert b"id;date" in answer.content
    assert Busy.asked == 3
    assert time.monotonic() - begun >= 2 * LATER


def test_others_are_told_that_it_is_busy(busy: str) -> None:
    with patient.client() as client:
        assert client.post(busy, content=b"x").status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert Busy.asked == 1
