"""Secrets of a local stack: made once, kept in the home with mode 600, handed on by environment."""

import base64
import json
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from suara_local.places import SERVICES

KEYS = (
    "RECEIPT_KEY",
    "TEXT_MASTER_KEY",
    "CONTACT_MASTER_KEY",
    "ISSUED_KEY",
    "POINT_KEY",
    "RELEASE_KEY",
)


def database_roles() -> list[str]:
    roles = [f"{service}_{kind}" for service in SERVICES for kind in ("owner", "web", "worker")]
    return [*roles, "identity_signin"]


def load_secrets(home: Path) -> dict[str, str]:
    """Read the home's secrets, adding what is missing; the file is never world-readable."""
    path = home / "secrets.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    wanted = {**_fresh(), **known}
    if wanted != known:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(wanted, file, indent=1)
    return wanted


def _password() -> str:
    """With every sign that means something in an address: whatever a ministry chooses works."""
    return f"@:/?#%+&{secrets.token_urlsafe(18)}"


def _fresh() -> dict[str, str]:
    made = {f"PG_{role.upper()}": _password() for role in (*database_roles(), "superuser")}
    made["VALKEY_PASSWORD"] = _password()
    made["DEMO_PASSWORD"] = f"Suara-{secrets.token_hex(4)}"
    made["SCORING_CLIENT_SECRET"] = secrets.token_urlsafe(24)
    made.update({name: base64.b64encode(secrets.token_bytes(32)).decode() for name in KEYS})
    made["IDENTITY_SIGNING_KEY"] = (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )
    return made
