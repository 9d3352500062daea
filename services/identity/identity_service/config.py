"""Settings of the identity service."""

from dataclasses import dataclass, field

from chassis.config import Settings


@dataclass(frozen=True, kw_only=True)
class IdentitySettings(Settings):
    """`identity_signing_key` is a PEM (P-256); the sign-in role looks people up in all tenants."""

    # Required here: `field()` takes back the default of the base class.
    valkey_url: str = field()
    identity_signing_key: str
    database_signin_url: str
    scoring_client_id: str = ""
    scoring_client_secret: str = ""
