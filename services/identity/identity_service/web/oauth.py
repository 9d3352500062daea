"""OAuth 2 client credentials (RFC 6749, 4.4) by Authlib; keys and metadata for other systems."""

from typing import Any, cast

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, InvalidScopeError
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from chassis.auth import public
from chassis.database import Database
from chassis.web import json_response
from flask import Blueprint, Flask, Response

from identity_service.domain.sign_in_times import ACCESS_SECONDS
from identity_service.handlers.passwords import matches
from identity_service.handlers.tokens import Issuer, Subject
from identity_service.store import sessions

METHODS = ["client_secret_basic", "client_secret_post"]


class ApiClient(ClientMixin):  # type: ignore[misc]
    """One row of `clients`, as Authlib asks about it.

    Without a row it is a client that nobody knows: every secret is wrong, and takes as long to be.
    """

    def __init__(self, row: Any, client_id: str) -> None:
        self.row, self._client_id = row, client_id

    def get_client_id(self) -> str:
        return self._client_id

    def get_allowed_scope(self, scope: str) -> str:
        allowed = set(self.row.scope.split())
        return " ".join(name for name in scope.split() if name in allowed)

    def check_client_secret(self, client_secret: str) -> bool:
        return matches(self.row.secret_hash if self.row else None, client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in METHODS

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "client_credentials"


class OnlyGrant(ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def validate_requested_scope(self) -> None:
        """A word outside of the client's scope is refused, not dropped in silence."""
        asked = set((self.request.payload.scope or "").split())
        if not asked <= set(self.request.client.row.scope.split()):
            raise InvalidScopeError


def _install(server: AuthorizationServer, app: Flask, database: Database, issuer: Issuer) -> None:
    """Tie Authlib's server to our clients and tokens."""

    def find(client_id: str) -> ApiClient:
        with database.unbound() as connection:
            row = sessions.client(connection, client_id) if client_id.isprintable() else None
        return ApiClient(row, client_id)

    def make(client: ApiClient, **known: Any) -> dict[str, Any]:
        # No scope asked for means all that the client has.
        scope = known.get("scope") or client.row.scope
        who = Subject(
            client.row.client_id,
            client.row.client_id,
            "client",
            client.row.name,
            "client",
            str(client.row.tenant_id),
            scope.split(),
        )
        token = issuer.token(who)
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": ACCESS_SECONDS,
            "scope": scope,
        }

    server.init_app(app, query_client=find, save_token=lambda token, incoming: None)
    server.register_token_generator("default", make)
    server.register_grant(OnlyGrant)


def blueprint(database: Database, issuer: Issuer, base_url: str) -> Blueprint:
    routes = Blueprint("oauth", __name__)
    server = AuthorizationServer()
    routes.record(lambda state: _install(server, cast(Flask, state.app), database, issuer))

    @routes.post("/oauth/token")
    @public
    def token() -> Response:
        answer: Response = server.create_token_response()
        return answer

    @routes.get("/.well-known/jwks.json")
    @public
    def keys() -> Response:
        return json_response(issuer.jwks())

    @routes.get("/.well-known/openid-configuration")
    @public
    def metadata() -> Response:
        return json_response(
            {
                "issuer": base_url,
                "token_endpoint": f"{base_url}/oauth/token",
                "jwks_uri": f"{base_url}/.well-known/jwks.json",
                "grant_types_supported": ["client_credentials"],
                "token_endpoint_auth_methods_supported": METHODS,
                "response_types_supported": ["none"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256"],
            }
        )

    return routes
