"""OAuth 2 client credentials, as another system uses them."""

import httpx
import pytest
from suara_local import patient
from suara_local.processes import wait_until


def ask(
    identity, client_id: str, secret: str, method: str = "client_secret_basic", **more: str
) -> httpx.Response:
    fields = {"grant_type": "client_credentials", **more}
    if method == "client_secret_post":
        fields |= {"client_id": client_id, "client_secret": secret}
    basic = (client_id, secret) if method == "client_secret_basic" else None
    return patient.post(f"{identity.url}/oauth/token", data=fields, auth=basic)


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_a_client_gets_a_token_of_its_scope_and_tenant(identity, method) -> None:
    known = identity.client("demo-w20")
    token = ask(identity, known["client_id"], known["client_secret"], method).json()
    claims = identity.claims(token["access_token"])
    assert (claims["kind"], claims["sub"]) == ("client", "demo-w20")
    assert claims["tenant"] == known["tenant"] == identity.tenant("pemantau.w20")
    assert claims["permissions"] == sorted(known["scope"].split())
    assert token["expires_in"] == claims["exp"] - claims["iat"] == 300


def test_the_client_of_the_rebuild_reads_records_and_nothing_else(identity) -> None:
    answer = ask(identity, "scoring-rebuild", "of the rebuild")
    claims = identity.claims(answer.json()["access_token"])
    assert claims["permissions"] == ["records.read"]
    assert claims["tenant"] == identity.tenant("admin")
    assert answer.headers["cache-control"] == "no-store"


def test_a_narrower_scope_is_given_and_a_wider_one_refused(identity) -> None:
    secret = identity.client("demo-partner")["client_secret"]
    narrow = ask(identity, "demo-partner", secret, scope="tenants.read")
    assert identity.claims(narrow.json()["access_token"])["permissions"] == ["tenants.read"]
    wide = ask(identity, "demo-partner", secret, scope="tenants.read records.read")
    assert (wide.status_code, wide.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize("client_id", ["demo-partner", "nobody", "a\x00b"])
def test_a_wrong_secret_and_an_unknown_client_read_the_same(identity, client_id) -> None:
    answer = ask(identity, client_id, "wrong")
    assert answer.status_code == 401
    assert answer.json() == ask(identity, "somebody else", "wrong").json()
    assert answer.json()["error"] == "invalid_client"


def test_other_grants_are_not_served(identity) -> None:
    secret = identity.client("demo-partner")["client_secret"]
    answer = ask(identity, "demo-partner", secret, grant_type="password", username="admin")
    assert answer.json()["error"] == "unsupported_grant_type"


def test_metadata_names_the_endpoints_and_keys_are_public_halves(identity) -> None:
    metadata = patient.get(f"{identity.url}/.well-known/openid-configuration").json()
    assert metadata["issuer"] == identity.environment["SUARA_BASE_URL"]
    assert metadata["token_endpoint"].endswith("/oauth/token")
    (key,) = patient.get(f"{identity.url}/.well-known/jwks.json").json()["keys"]
    assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("EC", "P-256", "ES256", "sig")
    assert "d" not in key


def test_a_revoked_client_gets_no_token_and_its_old_ones_die(identity, api) -> None:
    admin = api("admin")
    body = {"tenant": identity.tenant("admin"), "name": "Short-lived", "scope": "tenants.read"}
    made = admin.post("/clients", json=body).json()
    token = ask(identity, made["client_id"], made["client_secret"]).json()["access_token"]
    with identity.api(token) as client:
        assert client.get("/tenants").status_code == 200
        assert admin.post(f"/clients/{made['client_id']}/revoke").status_code == 200
        wait_until(lambda: client.get("/tenants").status_code == 401, 60, "the revocation")
    again = ask(identity, made["client_id"], made["client_secret"])
    assert (again.status_code, again.json()["error"]) == (401, "invalid_client")


def test_a_client_has_no_hats(identity) -> None:
    known = identity.client("demo-w20")
    token = ask(identity, "demo-w20", known["client_secret"]).json()["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert patient.get(f"{identity.url}/session/hats", headers=bearer).status_code == 404
