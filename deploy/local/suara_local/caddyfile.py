"""The gateway's configuration, made from one table of routes and sizes: for the local stack, and
for containers (`make gateway` writes deploy/caddy/Caddyfile)."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from suara_local.places import ROOT

COMMITTED = ROOT / "deploy" / "caddy" / "Caddyfile"
HERE = Path(__file__).parent

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
                "instruments",
                "formulas",
                "surveys",
                "populations",
                "collection-points",
                "drafts",
                "services",
                "schedules",
                "posters",
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
    "scoring": ["/api/v1/scores*", "/api/v1/sample-size", "/api/v1/historic/import"],
    "stream": ["/live"],
    "reporting": [
        "/",
        "/u",
        "/u/*",
        "/tindak-lanjut",
        "/static/*",
        *(f"/api/v1/{thing}*" for thing in ("reports", "follow-ups")),
    ],
}
# Bytes of a body. A service refuses from 256 KiB on, but for files and images: what is a little
# more gets there, and is told in its words and language.
USUAL = 1_500_000
SPECIAL = {
    # A form that outlived its token comes by /session/refresh with all that it holds.
    "images": (
        18_000_000,
        [
            "/jawaban/kertas*",
            "/api/v1/paper/sheets/*",
            "/kelola/titik/*/foto",
            "/api/v1/collection-points/*/checks",
            "/u/*/tindak-lanjut/*/bukti",
            "/api/v1/follow-ups/*/evidence",
            "/session/refresh",
        ],
    ),
    "files": (
        4 * 1024 * 1024,
        [
            "/kelola/*",
            "/organisasi/*",
            "/jawaban/*",
            "/api/v1/*/import",
            "/api/v1/answer-imports",
            "/api/v1/instruments/xlsform",
            "/api/v1/collection-points/legacy-links",
        ],
    ),
}
# The least bytes a second of a body: a fifth of what the poorest phone has (40 kbit/s).
RATE = 1000
# Seconds: until a request has all its headers; that a body may stay behind the rate; until a part
# of an answer is taken; that a connection may be without a request; that a request waits for a
# service that starts again.
PATIENCE = {"header": 15, "slow_body": 30, "taking": 60, "idle": 60, "restart": 2}


def for_containers() -> str:
    addresses = {name: f"{name}-web:8000" for name in ROUTES}
    return made({**addresses, "stream": "reporting-background:8001"}, containers=True)


def made(addresses: Mapping[str, str], **about: Any) -> str:
    """`addresses`: name of a route, or one more path pattern, to host:port. `about`: either
    `containers`, or `port` and `tls` of the local stack."""
    templates = Environment(
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701
    )
    words = yaml.safe_load((HERE / "gateway_words.yaml").read_text(encoding="utf-8"))
    return templates.get_template("caddyfile.jinja").render(
        routes=[
            (re.sub(r"\W", "", name), " ".join(ROUTES.get(name, [name])), address)
            for name, address in addresses.items()
        ],
        sizes=list(_sizes()),
        buffer=max(size for size, _ in SPECIAL.values()) + 1,
        rate=RATE,
        patience=PATIENCE,
        refusals=words,
        **({"containers": False} | about),
    )


def _sizes() -> Iterator[tuple[str, str, list[str], int]]:
    """(name, its paths, paths that are others', bytes): every path is of exactly one."""
    taken: list[str] = []
    for name, (size, paths) in SPECIAL.items():
        yield name, " ".join(paths), list(taken), size
        taken.append(" ".join(paths))
    yield "usual", "", taken, USUAL
