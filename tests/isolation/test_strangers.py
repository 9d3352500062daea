"""What a stranger tries at a thing he knows of, and what one's own hat leaves out."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from suara_local import patient
from suara_local.running import Running

Silent = Callable[[str, str], None]
OWNER, FOREIGN = "pemantau.w20", "pemantau.w11"


def test_nobody_fills_in_at_a_foreign_point(
    suara: Running, foreign: dict[str, str], assert_silent: Silent
) -> None:
    said = {"reason": "cannot_read", "declared": True}
    body = {**suara.submission(suara.survey("W20-01")), **said}
    stranger, api = suara.api(FOREIGN), "/api/v1/responses/assisted"
    form = {"point": foreign["point"], **said, "declared": "yes"}
    for refused in (
        stranger.post(api, json=body),
        stranger.post(api, json={**body, "code": "7KQ4MRX"}),
        stranger.get("/jawaban/bantu/isi", params=form),
        stranger.post("/jawaban/bantu/isi", data=form),
        stranger.get("/jawaban/bantu", params={"unit": foreign["unit"]}),
    ):
        assert refused.status_code == 404, refused.url
        assert_silent(refused.text, str(refused.url))
    kiosk = stranger.post("/jawaban/anjungan", data={"point": foreign["point"], "name": "x"})
    assert kiosk.status_code in (403, 404)
    operator = suara.api("operator.w11-01")
    kiosk = operator.post("/jawaban/anjungan", data={"point": foreign["point"], "name": "x"})
    assert kiosk.status_code == 404
    assert_silent(kiosk.text, "")
    assert operator.post(f"/jawaban/anjungan/{foreign['device_id']}/cabut").status_code == 404
    kiosks = "/api/v1/kiosks"
    for refused in (
        operator.post(kiosks, json={"point": foreign["point"], "name": "x"}),
        operator.post(f"{kiosks}/{foreign['device_id']}/revoke"),
        operator.get(kiosks, params={"unit": foreign["unit"]}),
    ):
        assert refused.status_code == 404, refused.url
        assert_silent(refused.text, str(refused.url))
    assert operator.get("/jawaban/anjungan", params={"unit": foreign["unit"]}).status_code == 404
    # In an address it shows the choice of the own unit, and no word of the other.
    own = stranger.get("/jawaban/bantu", params={"point": foreign["point"]})
    assert own.status_code == 200
    assert_silent(own.text, f"point={foreign['point']}")
    assert suara.api("admin").post(api, json=body).status_code == 202


def test_a_strangers_sheet_is_no_sheet(
    suara: Running, foreign: dict[str, str], assert_silent: Silent
) -> None:
    """Nor can a stranger type it, spoil it, or tell it from one that does not exist."""
    stranger, path = suara.api(FOREIGN), "/jawaban/kertas/isi"
    seen = stranger.get(path, params={"sheet": foreign["sheet"]})
    assert seen.status_code == 422
    assert "Tidak ada lembar" in seen.text
    sent = stranger.post(path, data={"sheet": foreign["sheet"], "a.x": "4"})
    assert sent.status_code == 422
    assert_silent(sent.text, path)
    listed = stranger.get("/api/v1/paper/batches").json()["items"]
    assert foreign["paper_batch_id"] not in {each["batch_id"] for each in listed}


def test_the_stream_is_closed_to_strangers(suara: Running) -> None:
    assert suara.api(FOREIGN).get("/live", params={"unit": "W20-01"}).status_code == 404
    assert suara.api("kepala.w11-01").get("/live", params={"unit": "W11-02"}).status_code == 404
    with suara.api(OWNER).stream("GET", "/live", params={"unit": "W20-01"}) as answer:
        assert answer.status_code == 200
    assert patient.get(f"{suara.base_url}/live", params={"unit": "W20-01"}).status_code == 401


@pytest.mark.parametrize("path", ["/u/W20-01", "/u/W20-01/hasil/live", "/u/W20"])
def test_pages_and_fragments(suara: Running, path: str) -> None:
    assert suara.browser(OWNER).get(path).status_code == 200
    assert suara.browser(FOREIGN).get(path).status_code == 404


def test_a_clerk_sees_the_count_and_no_figure(suara: Running) -> None:
    page = suara.browser("loket.w11-01").get("/u/W11-01")
    assert page.status_code == 200
    assert "data-index" not in page.text
    assert "IPAK" not in page.text
    assert suara.api("loket.w11-01").get("/api/v1/scores").status_code == 403


def test_a_line_cut_by_unit_type_sees_its_own_units_everywhere(suara: Running) -> None:
    found = suara.api("ditjen.pas").get("/api/v1/tenants", params={"limit": 100}).json()["items"]
    assert {"lapas", "rutan"} <= {tenant["unit_type"] for tenant in found}
    assert "kanim" not in {tenant["unit_type"] for tenant in found}


def sql(url: str, setting: str, value: str, query: str) -> list[Any]:
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        connection.execute("SELECT set_config(%s, %s, true)", [setting, value])
        connection.execute("SELECT set_config('app.unit_types', '', true)")
        return connection.execute(query).fetchall()


def test_direct_sql_as_the_services_role_shows_the_scope_alone(
    suara: Running, foreign: dict[str, str]
) -> None:
    url = suara.stack.environment("forms")["DATABASE_WEB_URL"]
    query = "SELECT tenant_id::text FROM surveys"
    theirs = sql(url, "app.scope", suara.person(FOREIGN)["tenant"], query)
    owners = sql(url, "app.scope", suara.person(OWNER)["tenant"], query)
    assert (foreign["tenant_id"],) in owners
    assert theirs
    assert (foreign["tenant_id"],) not in theirs
    with (
        psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection,
        pytest.raises(psycopg.Error, match="unrecognized configuration parameter"),
    ):
        connection.execute("SELECT * FROM surveys")
