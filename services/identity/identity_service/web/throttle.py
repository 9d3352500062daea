"""Slows down guessing of passwords; fails open, since a lost Valkey must not lock staff out."""

from chassis.logging import get_logger
from valkey import Valkey
from valkey.exceptions import ValkeyError

TRIES = 10
SECONDS = 300


class Throttle:
    """Counts failed sign-ins per username and address."""

    def __init__(self, url: str) -> None:
        self._valkey = Valkey.from_url(url, socket_timeout=1, socket_connect_timeout=1)

    def refuses(self, username: str, address: str) -> bool:
        try:
            count = self._valkey.get(_key(username, address))
        except ValkeyError as fault:
            get_logger().warning("throttle_open", fault=repr(fault))
            return False
        return int(count or 0) >= TRIES  # type: ignore[arg-type]

    def failed(self, username: str, address: str) -> None:
        try:
            pipe = self._valkey.pipeline()
            pipe.incr(_key(username, address))
            pipe.expire(_key(username, address), SECONDS)
            pipe.execute()  # type: ignore[no-untyped-call]
        except ValkeyError as fault:
            get_logger().warning("throttle_open", fault=repr(fault))


def _key(username: str, address: str) -> str:
    return f"sign-in:{username.strip().lower()[:100]}:{address}"
