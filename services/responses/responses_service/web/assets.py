"""The style stands in the page under its hash; the script is one small file that may be cached."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

FOLDER = files("responses_service") / "assets"


@cache
def style() -> str:
    return "".join(
        line.strip() for line in (FOLDER / "answer.css").read_text(encoding="utf-8").splitlines()
    )


@cache
def script() -> bytes:
    return (FOLDER / "answer.js").read_bytes()


@cache
def script_name() -> str:
    """Changes with the content, so that phones may keep it for ever."""
    return f"answer-{hashlib.sha256(script()).hexdigest()[:10]}.js"


@cache
def policy() -> str:
    """Content-Security-Policy of the answering pages."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; script-src 'self'; img-src data:;"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
