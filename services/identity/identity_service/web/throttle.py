"""Slows down guessing of passwords; fails open, since a lost Valkey must not lock staff out."""

from chassis.logging import get_logger
from valkey import Valkey
from valkey.exceptions import ValkeyError

from identity_service.domain.passwords import SECONDS, TRIES, TRIES_PER_ADDRESS


class Throttle:
    """Counts sign-ins per username and address, and per address; success forgets the former."""

    def __init__(self, url: str) -> None:
        self._valkey = Valkey.from_url(url, socket_timeout=1, socket_connect_timeout=1)

    def admits(self, username: str, address: str) -> bool:
        """Count this try, before the password is looked at, so that parallel guesses count too."""
        limits = {_pair(username, address): TRIES, f"sign-in:{address}": TRIES_PER_ADDRESS}
        try:
            pipe = self._valkey.pipeline()
            for key in limits:
                pipe.incr(key)
                # The window starts with the first try and is not prolonged by more of them.
                pipe.expire(key, SECONDS, nx=True)
            counts = pipe.execute()[::2]  # type: ignore[no-untyped-call]
        except ValkeyError as fault:
            get_logger().warning("throttle_open", fault=repr(fault))
            return True
        return all(count <= limit for count, limit in zip(counts, limits.values(), strict=True))

    def forget(self, username: str, address: str) -> None:
        """After a success: the person has shown to be no guesser."""
        try:
            pipe = self._valkey.pipeline()
            pipe.delete(_pair(username, address))
            pipe.decr(f"sign-in:{address}")
            pipe.execute()  # type: ignore[no-untyped-call]
        except ValkeyError as fault:
            get_logger().warning("throttle_open", fault=repr(fault))


def _pair(username: str, address: str) -> str:
    return f"sign-in:{address}:{username[:100]}"
