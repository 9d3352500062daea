"""HTTP as tests and scripts ask it: a busy machine is slow, not wrong; and without TLS, for which
every new client would read the file of the world's authorities, as much work as ten requests."""

import ssl
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import httpx

# Seconds.
PATIENCE = 60
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
DEFAULTS: dict[str, Any] = {"timeout": PATIENCE, "verify": PLAIN}
TRIES = 20


def client(**options: Any) -> httpx.Client:
    return httpx.Client(**{**DEFAULTS, **options})


def insistent(**options: Any) -> httpx.Client:
    """A client that asks again what a busy machine puts off."""
    return client(transport=_Insistent(verify=PLAIN), **options)


def until_taken(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """What is said to a request that is sent again, when it is told to be, while it is put off:
    with 503 nothing was done."""
    for _ in range(TRIES):
        answer = ask()
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            return answer
        answer.close()
        time.sleep(float(answer.headers.get("Retry-After", 1)))
    return ask()


class _Insistent(httpx.HTTPTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        ask = super().handle_request
        return until_taken(lambda: ask(request))


def get(url: str, **options: Any) -> httpx.Response:
    return httpx.get(url, **{**DEFAULTS, **options})


def post(url: str, **options: Any) -> httpx.Response:
    return httpx.post(url, **{**DEFAULTS, **options})


def request(method: str, url: str, **options: Any) -> httpx.Response:
    return httpx.request(method, url, **{**DEFAULTS, **options})


def stream(method: str, url: str, **options: Any) -> AbstractContextManager[httpx.Response]:
    return httpx.stream(method, url, **{**DEFAULTS, **options})
