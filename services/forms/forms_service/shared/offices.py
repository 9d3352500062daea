"""What the kinds of tenants mean here; pure."""

from collections.abc import Mapping
from typing import Any

MINISTRY = "ministry"
# The unit answers for services to the public; a unit utama does so through its own lines.
PUBLIC_KINDS = ("kanwil", "upt")


def is_ministry(tenant: Mapping[str, Any]) -> bool:
    """Whether its drafts and recordings hold for all; those of others hold their own questions."""
    return tenant.get("kind") == MINISTRY


def serves_public(tenant: Mapping[str, Any]) -> bool:
    """Whether it is open and has visitors of its own."""
    return tenant["status"] == "active" and tenant["kind"] in PUBLIC_KINDS
