"""Passwords and client secrets: argon2, in the same time whether or not there is such a name."""

import base64
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from identity_service.domain.passwords import ALPHABET, GROUP, GROUPS

HASHER = PasswordHasher()
# For passwords made here: 77 random bits cannot be guessed, so slow hashing would add nothing but
# minutes to an import of a thousand people.
RANDOM_HASHER = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


def _of_nobody() -> str:
    """What a hash of HASHER looks like, put together and not computed: no password is known to
    match it, and a process that checks none pays for none."""
    salt, digest = (
        base64.b64encode(secrets.token_bytes(length)).decode().rstrip("=")
        for length in (HASHER.salt_len, HASHER.hash_len)
    )
    cost = f"m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"


# Verified when the name is unknown, so that the time taken tells nothing.
NOBODY = _of_nobody()


def matches(password_hash: str | None, password: str) -> bool:
    """Compare with the hash, or with nobody's when there is none."""
    if password_hash and _is_quick(password_hash):
        # A quick hash takes as long as a slow one, lest the time tell who never changed it.
        _verified(NOBODY, password)
    return _verified(password_hash or NOBODY, password) and password_hash is not None


def first_password() -> str:
    """Groups of signs with dashes between them."""
    signs = [secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP)]
    return "-".join("".join(signs[n : n + GROUP]) for n in range(0, GROUPS * GROUP, GROUP))


def _is_quick(password_hash: str) -> bool:
    try:
        return HASHER.check_needs_rehash(password_hash)
    except InvalidHashError:
        return False


def _verified(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (Argon2Error, ValueError):
        return False
