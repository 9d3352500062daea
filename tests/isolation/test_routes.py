"""Walks every route of every service with a foreign tenant's token: nothing of others is shown.

Routes come from the applications themselves, so a new route without an entry here fails the test.
"""

import json
import subprocess
import sys
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.sql import SQL, Composed, Identifier
from suara_local.places import SERVICES
from suara_local.running import Running, eventually

OWNER, FOREIGN = "pemantau.w20", "pemantau.w11"
LIST_ROUTES = """
import importlib, json, sys
app = importlib.import_module(sys.argv[1]).create()
print("ROUTES " + json.dumps(sorted(
    [rule.rule, method, list(app.view_functions[rule.endpoint].policy)]
    for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
)), flush=True)
import os; os._exit(0)
"""
IMPORTS = (
    *("/organisasi/impor/satker", "/organisasi/impor/orang"),
    *("/kelola/impor/penerima", "/kelola/impor/layanan", "/kelola/impor/tautan-lama"),
)
# Routes that show nothing of any tenant, or only what the caller owns.
OWN_ONLY = {
    ("/", "GET"),
    ("/u", "GET"),
    # What may be imported, the form for a file, an example.
    *((f"{base}{part}", "GET") for base in IMPORTS for part in ("", "/contoh.csv")),
    ("/organisasi/impor", "GET"),
    ("/kelola/impor", "GET"),
    ("/jawaban", "GET"),
    ("/jawaban/impor", "GET"),
    # Shows a form only for a point; a foreign one is tried below.
    ("/jawaban/bantu/isi", "GET"),
    ("/session/hats", "GET"),
    ("/session/hats", "POST"),
    ("/session/sign-out", "POST"),
    ("/api/v1/instruments", "GET"),
    ("/api/v1/instruments/<code>/versions", "GET"),
    ("/api/v1/formulas", "GET"),
    # Official versions are for all; own ones are hidden by policy, which forms tests by SQL.
    ("/kelola/kuesioner/versi/<form_version_id>", "GET"),
    ("/api/v1/instruments/versions/<form_version_id>/xlsform", "GET"),
    ("/api/v1/instruments/versions/<form_version_id>/json", "GET"),
}

# Who may see the owner's thing where the administrator may not.
READERS = {"/api/v1/exports/": "statistisi"}
EARLIER = "/jawaban/impor"

# Bodies that would be taken, were the thing the caller's own.
BODIES = {"/api/v1/people/<person_id>/grants": {"role": "counter_clerk"}}


def routes(suara: Running, service: str) -> list[tuple[str, str, list[str]]]:
    """(rule, method, policy) of a service, asked from its own application."""
    done = subprocess.run(
        [sys.executable, "-c", LIST_ROUTES, f"{service}_service.web"],
        env=suara.stack.environment(service),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("ROUTES "))
    return [(rule, method, policy) for rule, method, policy in json.loads(line[7:])]


@pytest.fixture(scope="module")
def foreign(suara: Running) -> dict[str, str]:
    """Ids and codes that exist, all of the kanwil that `OWNER` watches."""
    survey = suara.survey("W20-01")
    tenant = survey["tenant"]
    with psycopg.connect(suara.stack.superuser_url("identity")) as connection:
        person = connection.execute(
            "SELECT person_id FROM people WHERE username = 'kepala.w20-01'"
        ).fetchone()
    assert person is not None
    return {
        **surveys_of(suara, tenant),
        "recording_id": recording_of(suara, tenant),
        "draft_id": draft_of(suara, tenant),
        "request_id": exclusion_of(suara, suara.survey("W20-03")),
        "batch_id": posters_of(suara, tenant),
        **paper_of(suara),
        "int:part": "1",
        **{base: uploaded(suara, base) for base in IMPORTS},
        EARLIER: earlier_answers(suara, survey),
        "export_id": export_of(suara, survey),
        "device_id": kiosk_of(suara, survey),
        "tenant_id": tenant,
        "tenant": tenant,
        "person_id": str(person[0]),
        "client_id": "demo-w20",
        "survey_id": survey["survey_id"],
        "point": survey["code"],
        "unit": "W20-01",
        "code": "W20-01",
        "identifier": "W20-01",
    }


def posters_of(suara: Running, tenant: str) -> str:
    """A batch of the unit's posters, drawn by the background process."""
    admin = suara.api("admin")
    asked = admin.post("/api/v1/posters", json={"tenant": tenant, "format": "card"}).json()
    path = f"/api/v1/posters/{asked['batch_id']}"
    eventually(lambda: admin.get(path).json()["state"], "done", 60)
    return str(asked["batch_id"])


def paper_of(suara: Running) -> dict[str, str]:
    """A batch of sheets of an office, and its first one, which two persons typed differently."""
    wish = {"unit": "W20-01", "count": 2, "instrument": "IKM"}
    made = suara.api("operator.w20-01").post("/api/v1/paper/batches", json=wish).json()
    keys = suara.submission(suara.survey("W20-01", "IKM"))["answers"]
    for user, typed in ((OWNER, "4"), ("admin", "3")):
        form = {"sheet": made["sheets"][0], **{f"a.{key}": typed for key in keys}}
        assert suara.api(user).post("/jawaban/kertas/isi", data=form).status_code == 303
    return {"paper_batch_id": made["batch_id"], "sheet": made["sheets"][0]}


def uploaded(suara: Running, base: str) -> str:
    """The digest of a file that the owner has uploaded and not imported yet."""
    browser = suara.sign_in("admin")
    page = browser.get(base).text
    secret = page.split('name="csrf_token" value="')[1].split('"')[0]
    example = browser.get(f"{base}/contoh.csv").content
    sent = browser.post(base, files={"file": ("a.csv", example)}, data={"csrf_token": secret})
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"].rsplit("/", 1)[1])


def earlier_answers(suara: Running, survey: dict[str, Any]) -> str:
    """Digest and survey of a file of earlier answers that waits for its check."""
    browser = suara.sign_in("admin")
    secret = browser.get(EARLIER).text.split('name="csrf_token" value="')[1].split('"')[0]
    wish = {"unit": "W20-01", "instrument": "SPKP-SPAK", "period": survey["period"]}
    form = {**wish, "csrf_token": secret}
    sent = browser.post(EARLIER, files={"file": ("a.csv", b"pungli\n6\n")}, data=form)
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"].rsplit("/", 1)[1])


def kiosk_of(suara: Running, survey: dict[str, Any]) -> str:
    """A kiosk at the unit's point."""
    browser, path = suara.sign_in("admin"), "/jawaban/anjungan"
    secret = browser.get(path).text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"point": survey["code"], "name": "Tablet", "csrf_token": secret}
    assert browser.post(path, data=form).status_code == 200
    listed = browser.get(path, params={"unit": survey["tenant_code"]}).text
    return listed.split(f'action="{path}/')[1].split("/")[0]


def export_of(suara: Running, survey: dict[str, Any]) -> str:
    """A file of microdata of the unit, asked for by the statistician."""
    url = f"{suara.base_url}/api/v1/responses"
    sent = httpx.post(url, json=suara.submission(survey)).raise_for_status().json()
    eventually(lambda: suara.fate(sent["receipt"]), "counted", 30)
    reader = suara.api("statistisi")
    wish = {"survey": survey["survey_id"], "format": "csv"}
    made = reader.post("/api/v1/exports", json=wish).raise_for_status().json()
    path = f"/api/v1/exports/{made['export_id']}"
    eventually(lambda: reader.get(path).json()["state"], "done", 60)
    return str(made["export_id"])


def surveys_of(suara: Running, tenant: str) -> dict[str, str]:
    """A population and a service of the tenant, the national schedule, and a finished opening."""
    opening = "00000000-0000-4000-8000-000000000001"
    with psycopg.connect(suara.stack.superuser_url("forms"), autocommit=True) as connection:
        population = connection.execute(
            "SELECT population_id FROM populations WHERE tenant_id = %s", [tenant]
        ).fetchone()
        schedule = connection.execute("SELECT schedule_id, tenant_id FROM schedules").fetchone()
        assert population
        assert schedule
        connection.execute(
            "INSERT INTO openings (opening_id, tenant_id, period, requested_by, state)"
            " VALUES (%s, %s, '2026-01', 'a test', 'done') ON CONFLICT DO NOTHING",
            [opening, schedule[1]],
        )
    services = suara.api("admin").get("/api/v1/services", params={"tenant": tenant})
    return {
        "population_id": str(population[0]),
        "schedule_id": str(schedule[0]),
        "service_id": services.json()["items"][0]["service_id"],
        "opening_id": opening,
    }


def exclusion_of(suara: Running, survey: dict[str, Any]) -> str:
    """A request to take an answer of an office of the same kanwil out."""
    url = f"{suara.base_url}/api/v1/responses"
    sent = httpx.post(url, json=suara.submission(survey)).raise_for_status().json()
    eventually(lambda: suara.fate(sent["receipt"]), "counted", 30)
    wish = {
        **{"reason": "test_entry", "receipts": [sent["receipt"]]},
        "justification": "Isian percobaan sebelum pembukaan loket.",
    }
    made = suara.api("admin").post("/api/v1/exclusions", json=wish)
    return str(made.json()["request_id"])


def recording_of(suara: Running, tenant: str) -> str:
    """One of the unit's own questions, read aloud."""
    made, digest = "00000000-0000-4000-8000-000000000002", "ab" * 32
    with psycopg.connect(suara.stack.superuser_url("forms"), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO recording_files (sha256, kind, sound) VALUES (%s, 'ogg', 'OggS')"
            " ON CONFLICT DO NOTHING",
            [digest],
        )
        connection.execute(
            "INSERT INTO recordings (recording_id, tenant_id, official, instrument, item,"
            " language, sha256, kind, size, status)"
            " VALUES (%s, %s, false, 'IKM', 'own', 'id', %s, 'ogg', 4, 'active')"
            " ON CONFLICT DO NOTHING",
            [made, tenant, digest],
        )
    return made


def draft_of(suara: Running, tenant: str) -> str:
    """A draft of own questions."""
    operator = suara.api("operator.w20-01")
    held = operator.get("/api/v1/instruments/IKM/versions").json()["items"]
    body = {"tenant": tenant, "based_on": held[0]["form_version_id"]}
    return str(operator.post("/api/v1/drafts", json=body).json()["draft_id"])


def address(rule: str, known: dict[str, str]) -> str:
    if "collection-points" in rule or "/titik/" in rule:
        known = {**known, "code": known["point"]}
    if base := next((each for each in IMPORTS if rule.startswith(each)), ""):
        known = {"digest": known[base]}
    if rule.startswith(f"{EARLIER}/"):
        known = {"digest": known[EARLIER]}
    for name, value in known.items():
        rule = rule.replace(f"<{name}>", value)
    assert "<" not in rule, f"{rule} needs an id in this test"
    return rule


@pytest.mark.parametrize("service", SERVICES)
def test_no_route_shows_or_changes_what_is_foreign(
    suara: Running, foreign: dict[str, str], service: str
) -> None:
    owner, stranger = suara.api("admin"), suara.api(FOREIGN)
    for rule, method, policy in routes(suara, service):
        if not policy or (rule, method) in OWN_ONLY:
            continue
        path = address(rule, foreign)
        if "<" not in rule:
            if method == "GET":
                check_list(suara, path, foreign)
            continue
        body = {"tenant": suara.person(FOREIGN)["tenant"], **BODIES[rule]} if rule in BODIES else {}
        refused = stranger.request(method, path, json=body, headers={"Accept": "application/json"})
        assert refused.status_code in (403, 404), f"{method} {rule}: {refused.status_code}"
        assert_silent(refused.text, foreign, path)
        if method == "GET":
            reader = next((READERS[each] for each in READERS if rule.startswith(each)), "")
            allowed = (suara.api(reader) if reader else owner).get(path)
            assert allowed.status_code == 200, f"{rule}: {allowed.status_code}"


def check_list(suara: Running, path: str, foreign: dict[str, str]) -> None:
    """A list holds the owner's things for the owner and none of them for a stranger."""
    query = {"tenant": foreign["tenant_id"], "parent": "W20"}
    if path.startswith(("/kelola", "/jawaban")):
        # A page repeats its own address in the links to other languages, so it takes no id.
        query = {"unit": foreign["unit"]}
    seen = suara.api(FOREIGN).get(path, params=query, headers={"Accept": "application/json"})
    assert_silent(seen.text, foreign, path)
    assert suara.api("admin").get(path, params=query).status_code in (200, 403), path


def assert_silent(text: str, foreign: dict[str, str], path: str) -> None:
    for name in ("tenant_id", "person_id", "survey_id", "point"):
        assert foreign[name] not in text.replace(path, ""), f"{path} shows a foreign {name}"
    assert "Denpasar" not in text


def test_nobody_fills_in_at_a_foreign_point(suara: Running, foreign: dict[str, str]) -> None:
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
        assert_silent(refused.text, foreign, str(refused.url))
    kiosk = stranger.post("/jawaban/anjungan", data={"point": foreign["point"], "name": "x"})
    assert kiosk.status_code in (403, 404)
    operator = suara.api("operator.w11-01")
    kiosk = operator.post("/jawaban/anjungan", data={"point": foreign["point"], "name": "x"})
    assert kiosk.status_code == 404
    assert_silent(kiosk.text, foreign, "")
    assert operator.post(f"/jawaban/anjungan/{foreign['device_id']}/cabut").status_code == 404
    kiosks = "/api/v1/kiosks"
    for refused in (
        operator.post(kiosks, json={"point": foreign["point"], "name": "x"}),
        operator.post(f"{kiosks}/{foreign['device_id']}/revoke"),
        operator.get(kiosks, params={"unit": foreign["unit"]}),
    ):
        assert refused.status_code == 404, refused.url
        assert_silent(refused.text, foreign, str(refused.url))
    assert operator.get("/jawaban/anjungan", params={"unit": foreign["unit"]}).status_code == 404
    # In an address it shows the choice of the own unit, and no word of the other.
    own = stranger.get("/jawaban/bantu", params={"point": foreign["point"]})
    assert own.status_code == 200
    assert_silent(own.text, foreign, f"point={foreign['point']}")
    assert suara.api("admin").post(api, json=body).status_code == 202


def test_a_strangers_sheet_is_no_sheet(suara: Running, foreign: dict[str, str]) -> None:
    """Nor can a stranger type it, spoil it, or tell it from one that does not exist."""
    stranger, path = suara.api(FOREIGN), "/jawaban/kertas/isi"
    seen = stranger.get(path, params={"sheet": foreign["sheet"]})
    assert seen.status_code == 422
    assert "Tidak ada lembar" in seen.text
    sent = stranger.post(path, data={"sheet": foreign["sheet"], "a.x": "4"})
    assert sent.status_code == 422
    assert_silent(sent.text, foreign, path)
    listed = stranger.get("/api/v1/paper/batches").json()["items"]
    assert foreign["paper_batch_id"] not in {each["batch_id"] for each in listed}


def test_the_stream_is_closed_to_strangers(suara: Running) -> None:
    assert suara.api(FOREIGN).get("/live", params={"unit": "W20-01"}).status_code == 404
    assert suara.api("kepala.w11-01").get("/live", params={"unit": "W11-02"}).status_code == 404
    with suara.api(OWNER).stream("GET", "/live", params={"unit": "W20-01"}) as answer:
        assert answer.status_code == 200
    assert httpx.get(f"{suara.base_url}/live", params={"unit": "W20-01"}).status_code == 401


@pytest.mark.parametrize("path", ["/u/W20-01", "/u/W20-01/hasil/live", "/u/W20"])
def test_pages_and_fragments(suara: Running, path: str) -> None:
    assert suara.sign_in(OWNER).get(path).status_code == 200
    assert suara.sign_in(FOREIGN).get(path).status_code == 404


def test_a_clerk_sees_the_count_and_no_figure(suara: Running) -> None:
    page = suara.sign_in("loket.w11-01").get("/u/W11-01")
    assert page.status_code == 200
    assert "data-index" not in page.text
    assert "IPAK" not in page.text
    assert suara.api("loket.w11-01").get("/api/v1/scores").status_code == 403


def test_a_line_cut_by_unit_type_sees_its_own_units_everywhere(suara: Running) -> None:
    found = suara.api("ditjen.pas").get("/api/v1/tenants", params={"limit": 100}).json()["items"]
    assert {"lapas", "rutan"} <= {tenant["unit_type"] for tenant in found}
    assert "kanim" not in {tenant["unit_type"] for tenant in found}


def test_a_revoked_session_dies_everywhere(suara: Running) -> None:
    from suara_local.running import eventually

    client = suara.sign_in("auditor")
    bearer = {"Authorization": f"Bearer {client.cookies['access']}"}
    url = f"{suara.base_url}/api/v1/scores"
    assert httpx.get(url, headers=bearer).status_code == 200
    page = client.get("/u/KEMENKUMHAM").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    assert client.post("/session/sign-out", data={"csrf_token": token}).status_code == 303
    eventually(lambda: httpx.get(url, headers=bearer).status_code, 401, 2)


def sql(url: str, setting: str, value: str, query: str) -> list[Any]:
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        connection.execute("SELECT set_config(%s, %s, true)", [setting, value])
        connection.execute("SELECT set_config('app.unit_types', '', true)")
        return connection.execute(query).fetchall()  # type: ignore[arg-type]


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


def test_dropping_one_policy_is_noticed(suara: Running, foreign: dict[str, str]) -> None:
    """The walk above would fail: without its policy the owner is refused what is the owner's."""
    path = f"/api/v1/surveys/{foreign['survey_id']}"
    assert suara.api(OWNER).get(path).status_code == 200
    with psycopg.connect(suara.stack.superuser_url("forms"), autocommit=True) as admin:
        dropped = admin.execute(
            "SELECT policyname, cmd, permissive, qual, with_check FROM pg_policies"
            " WHERE tablename = 'surveys' AND 'forms_web' = ANY (roles)"
            " AND cmd IN ('ALL', 'SELECT')"
        ).fetchall()
        assert dropped
        for name, *_ in dropped:
            admin.execute(sql_text("DROP POLICY {} ON surveys", name))
        try:
            assert suara.api(OWNER).get(path).status_code == 404
        finally:
            for name, command, permissive, rows, check in dropped:
                tail = f" WITH CHECK ({check})" if check else ""
                admin.execute(
                    sql_text(
                        f"CREATE POLICY {{}} ON surveys AS {permissive} FOR {command}"
                        f" TO forms_web USING ({rows}){tail}",
                        name,
                    )
                )
    assert suara.api(OWNER).get(path).status_code == 200


def sql_text(template: str, name: str) -> Composed:
    return SQL(template).format(Identifier(name))  # type: ignore[arg-type]


def test_a_table_left_open_is_noticed(suara: Running, foreign: dict[str, str]) -> None:
    """And without row-level security the list of a stranger shows the foreign row."""
    with psycopg.connect(suara.stack.superuser_url("forms"), autocommit=True) as admin:
        admin.execute("ALTER TABLE surveys DISABLE ROW LEVEL SECURITY")
        try:
            with pytest.raises(AssertionError, match="foreign"):
                check_list(suara, "/api/v1/surveys", foreign)
        finally:
            admin.execute("ALTER TABLE surveys ENABLE ROW LEVEL SECURITY")
    check_list(suara, "/api/v1/surveys", foreign)
