"""Ids that are the same wherever and whenever they are made."""

import uuid

NAMESPACE = uuid.UUID("6b8f5c2e-3d0e-4c6a-9a39-5a0e7c1d2f10")


def seed_id(kind: str, key: str) -> str:
    """The id of what `key` names among its kind, such as a service of a unit."""
    return str(uuid.uuid5(NAMESPACE, f"{kind}:{key}"))
