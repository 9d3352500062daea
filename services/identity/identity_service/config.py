"""Settings of the identity service."""

from dataclasses import dataclass

from chassis.config import Settings


@dataclass(frozen=True, kw_only=True)
class IdentitySettings(Settings):
    """`identity_signing_key` is a PEM (P-256); the sign-in role looks people up in all tenants."""

    identity_signing_key: str
    database_signin_url: str
    demo_file: str = ""
    demo_password: str = ""
    scoring_client_id: str = ""
    scoring_client_secret: str = ""
