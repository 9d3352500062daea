"""What the health check of a container says, in words, and with what it leaves."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from chassis.health import STALE_AFTER, fault, tell


@contextmanager
def answering(status: int, words: bytes) -> Iterator[str]:
    """A process that answers every request so; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/readyz" else 404)
            self.end_headers()
            self.wfile.write(words)

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield str(server.server_address[1])
        server.shutdown()


def test_web_is_as_ready_as_it_says() -> None:
    with answering(200, b"ready") as port:
        assert fault("web", {"HTTP_PORT": port}) == ""
    with answering(503, b"starting") as port:
        assert fault("web", {"HTTP_PORT": port}) == "readyz: 503 starting"
    assert "refused" in fault("web", {"HTTP_PORT": port})


def test_background_is_healthy_while_its_file_is_young_and_empty(tmp_path: Path) -> None:
    file = tmp_path / "health"
    environ = {"HEALTH_FILE": str(file)}
    assert "not started" in fault("background", environ)
    tell(file, [])
    assert fault("background", environ) == ""
    tell(file, ["recorder: held up"])
    assert fault("background", environ) == "recorder: held up"
    tell(file, [])
    old = file.stat().st_mtime - STALE_AFTER - 1
    os.utime(file, (old, old))
    assert "silent" in fault("background", environ)


def test_the_command_leaves_with_the_fault(tmp_path: Path) -> None:
    environ = {**os.environ, "HEALTH_FILE": str(tmp_path / "health")}
    command = [sys.executable, "-m", "chassis.health", "background"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    assert (done.returncode, "not started" in done.stderr) == (1, True)
    (tmp_path / "health").touch()
    assert subprocess.run(command, env=environ).returncode == 0
