"""Passwords and client secrets: argon2, in the same time whether or not there is such a name."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error

HASHER = PasswordHasher()
# Verified when the name is unknown, so that the time taken tells nothing.
NOBODY = HASHER.hash(secrets.token_urlsafe(16))


def matches(password_hash: str | None, password: str) -> bool:
    """Compare with the hash, or with nobody's when there is none."""
    try:
        return HASHER.verify(password_hash or NOBODY, password) and password_hash is not None
    except (Argon2Error, ValueError):
        return False
