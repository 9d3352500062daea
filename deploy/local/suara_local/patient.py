"""HTTP as tests and scripts ask it: a busy machine is slow, not wrong; and without TLS, for which
every new client would read the file of the world's authorities, as much work as ten requests."""

import ssl
from contextlib import AbstractContextManager
from typing import Any

import httpx

# Seconds.
PATIENCE = 60
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
DEFAULTS: dict[str, Any] = {"timeout": PATIENCE, "verify": PLAIN}


def client(**options: Any) -> httpx.Client:
    return httpx.Client(**{**DEFAULTS, **options})


def get(url: str, **options: Any) -> httpx.Response:
    return httpx.get(url, **{**DEFAULTS, **options})


def post(url: str, **options: Any) -> httpx.Response:
    return httpx.post(url, **{**DEFAULTS, **options})


def request(method: str, url: str, **options: Any) -> httpx.Response:
    return httpx.request(method, url, **{**DEFAULTS, **options})


def stream(method: str, url: str, **options: Any) -> AbstractContextManager[httpx.Response]:
    return httpx.stream(method, url, **{**DEFAULTS, **options})
