"""The style stands in the page under its hash. The script is one small file that phones may keep
for ever. `make setup` puts it and the worker together from assets/modules."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

FOLDER = files("responses_service.shared") / "assets"
# Takes an installed worker and its copies away; answers that wait on the phone are kept.
NO_WORKER = b"""addEventListener('install', () => skipWaiting());
addEventListener('activate', event => event.waitUntil(caches.keys()
  .then(names => Promise.all(names.map(name => caches.delete(name))))
  .then(() => registration.unregister())));
"""


@cache
def style() -> str:
    return "".join(
        line.strip() for line in (FOLDER / "answer.css").read_text(encoding="utf-8").splitlines()
    )


@cache
def kiosk_style() -> str:
    return "".join(
        line.strip() for line in (FOLDER / "kiosk.css").read_text(encoding="utf-8").splitlines()
    )


@cache
def kiosk_script() -> bytes:
    """What a kiosk does besides; as `script`."""
    return (FOLDER / "built" / "kiosk.js").read_bytes()


@cache
def kiosk_script_name() -> str:
    return f"kiosk-{hashlib.sha256(kiosk_script()).hexdigest()[:10]}.js"


@cache
def script() -> bytes:
    """Raise FileNotFoundError before `make setup` has made it."""
    return (FOLDER / "built" / "answer.js").read_bytes()


@cache
def script_name() -> str:
    """Changes with the content, so that phones may keep it for ever."""
    return f"answer-{_build()}.js"


def worker(*, wanted: bool) -> bytes:
    """Opens forms without network, if `wanted`; the names of its copies change with every build."""
    if not wanted:
        return NO_WORKER
    return (FOLDER / "built" / "worker.js").read_bytes().replace(b"BUILD", _build().encode())


@cache
def _build() -> str:
    return hashlib.sha256(script()).hexdigest()[:10]


@cache
def policy(more: str = "") -> str:
    """Content-Security-Policy of a page that holds the style and `more` of it."""
    digest = base64.b64encode(hashlib.sha256((style() + more).encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; script-src 'self'; img-src data:;"
        " connect-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    )
