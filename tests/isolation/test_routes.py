"""Walks every route of every service with a foreign tenant's token: nothing of others is shown.

Routes come from the applications themselves, so a new route without an entry here fails the test.
"""

from collections.abc import Callable
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.sql import SQL, Composed, Identifier
from suara_local.places import SERVICES
from suara_local.routes import Route, address
from suara_local.running import Running

Silent = Callable[[str, str], None]
OWNER, FOREIGN = "pemantau.w20", "pemantau.w11"
# Fields that name a thing: a fault of one of them says that it is not there.
NAMING = {"tenant", "unit", "point", "code", "survey", "receipts", "based_on", "period"}
# Routes that show nothing of any tenant, or only what the caller owns.
OWN_ONLY = {
    ("/", "GET"),
    ("/u", "GET"),
    # Leads to the own office.
    ("/tindak-lanjut", "GET"),
    # What may be imported.
    ("/organisasi/impor", "GET"),
    ("/kelola/impor", "GET"),
    ("/jawaban", "GET"),
    # Shows a form only for a point; a foreign one is tried in test_strangers.
    ("/jawaban/bantu/isi", "GET"),
    ("/session/hats", "GET"),
    ("/session/hats", "POST"),
    ("/api/v1/instruments", "GET"),
    ("/api/v1/instruments/<code>/versions", "GET"),
    ("/api/v1/formulas", "GET"),
    # Official versions are for all; own ones are hidden by policy, which forms tests by SQL.
    ("/kelola/kuesioner/versi/<form_version_id>", "GET"),
    ("/api/v1/instruments/versions/<form_version_id>/xlsform", "GET"),
    ("/api/v1/instruments/versions/<form_version_id>/json", "GET"),
    # Made for the one who asks and the tenant of the own hat.
    ("/api/v1/instruments/xlsform", "POST"),
    ("/kelola/kuesioner/impor", "POST"),
    ("/s/preview", "POST"),
    # One rule for the whole ministry: whoever holds the permission is of the ministry.
    ("/api/v1/retention", "PUT"),
    ("/jawaban/retensi", "POST"),
    ("/api/v1/schedules/<schedule_id>", "PUT"),
    ("/kelola/jadwal/<schedule_id>", "GET"),
    ("/kelola/jadwal/<schedule_id>", "POST"),
    # Opens what is below the own hat; the rows of others are compared at the end.
    ("/api/v1/surveys/openings", "POST"),
    ("/kelola/jadwal/buka", "POST"),
    # A file that waits for its check is its owner's; what it says of others is refused row by row.
    ("/organisasi/impor/orang", "POST"),
    ("/organisasi/impor/satker", "POST"),
    ("/kelola/impor/layanan", "POST"),
    ("/kelola/impor/penerima", "POST"),
    ("/kelola/impor/tautan-lama", "POST"),
    ("/api/v1/people/import", "POST"),
    ("/api/v1/tenants/import", "POST"),
    ("/api/v1/populations/import", "POST"),
    ("/api/v1/services/import", "POST"),
    ("/api/v1/historic/import", "POST"),
    ("/api/v1/collection-points/legacy-links", "POST"),
}

# Who may see the owner's thing where the administrator may not.
READERS = {
    "/api/v1/exports/": "statistisi",
    # The form is the own office's.
    "/u/W20-01/tindak-lanjut/baru": "operator.w20-01",
}

# Bodies that would be taken, were the thing in them, or in the address, the caller's own. Words
# with a dollar stand for what is foreign.
REASON = "Alasan yang cukup panjang untuk diterima"
UNIT, TENANT = {"unit": "$unit"}, {"tenant": "$tenant"}
POINT = {"point": "$point"}
MONTH = {"period": "2026-11"}
PLACE = {"name": "Loket", "place": "Lantai 1", "channel": "qr"}
BODIES: dict[str, dict[str, Any]] = {
    "POST /api/v1/people/<person_id>/grants": {"tenant": "$mine", "role": "counter_clerk"},
    "POST /api/v1/clients": {**TENANT, "name": "Sistem", "scope": "counts.read"},
    "POST /api/v1/people": {
        **TENANT,
        "username": "orang.asing",
        "name": "Orang Asing",
        "password": "a long enough password",
    },
    "POST /api/v1/collection-points": {**TENANT, **PLACE},
    "POST /api/v1/collection-points/<code>": PLACE,
    "POST /api/v1/collection-points/usual": TENANT,
    "POST /api/v1/collection-points/<code>/move": {"tenant": "$mine", "reason": REASON},
    "POST /api/v1/drafts": {**TENANT, "based_on": "$draft_id"},
    "POST /api/v1/populations": {**TENANT, **MONTH, "service": "Layanan", "recipients": 10},
    "POST /api/v1/posters": {**TENANT, "format": "card"},
    "POST /api/v1/services": {**TENANT, "name": "Layanan", "name_en": "Service"},
    "POST /api/v1/surveys": {**TENANT, **MONTH, "instrument": "SPKP-SPAK"},
    "POST /kelola/bulan": {**UNIT, **MONTH},
    "POST /kelola/konfirmasi": {**MONTH, "population": "$population_id"},
    "POST /kelola/kuesioner": {**TENANT, "based_on": "$draft_id"},
    "POST /kelola/kuesioner/rekaman": {**UNIT, "item": "x"},
    "POST /kelola/layanan": {**UNIT, "action": "add", "name": "Layanan", "name_en": "Service"},
    "POST /kelola/pegawai": {**UNIT, **MONTH, "recipients": "10"},
    "POST /kelola/poster": {**UNIT, "format": "card"},
    "POST /kelola/titik/baru": {**UNIT, "preset": "counter", "name": "Loket"},
    "POST /kelola/titik/lazim": UNIT,
    "POST /api/v1/answer-imports": {**UNIT, **MONTH, "instrument": "SPKP-SPAK"},
    "POST /api/v1/follow-ups": {
        **UNIT,
        "instrument": "SPKP-SPAK",
        "period": "2026-09",
        "statement": "pungli",
        "program": "Umumkan tarif resmi di loket",
        "owner": "Kepala",
        "due": "2027-03-31",
    },
    "POST /api/v1/exclusions": {
        "reason": "test_entry",
        "receipts": ["$receipt"],
        "justification": "Isian percobaan sebelum pembukaan loket.",
    },
    "POST /api/v1/exports": {"survey": "$survey_id", "format": "csv"},
    "POST /api/v1/kiosks": {**POINT, "name": "Tablet"},
    "POST /api/v1/paper/batches": {**UNIT, "count": 2, "instrument": "IKM"},
    "POST /api/v1/responses/assisted": {"code": "$point"},
    "POST /api/v1/visit-tokens": {**UNIT, "count": 1},
    "POST /jawaban/anjungan": {**POINT, "name": "Tablet"},
    "POST /jawaban/bantu/isi": {**POINT, "reason": "cannot_read", "declared": "yes"},
    "POST /jawaban/ekspor": {"survey": "$survey_id", "format": "csv"},
    "POST /jawaban/impor": {**UNIT, **MONTH, "instrument": "SPKP-SPAK"},
    "POST /jawaban/kertas/baru": {**UNIT, "count": "2", "instrument": "IKM"},
    "POST /jawaban/kertas/isi": {"sheet": "$sheet", "a.x": "4"},
    "POST /jawaban/kode": {**UNIT, "count": "1"},
    "POST /jawaban/pengecualian/baru": {
        "reason": "test_entry",
        "receipts": "$receipt",
        "justification": "Isian percobaan sebelum pembukaan loket.",
    },
}
TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND a.attname = 'tenant_id' AND has_any_column_privilege(%s, c.oid, 'INSERT, UPDATE')
ORDER BY 1
"""


def is_own(rule: str, method: str, foreign: dict[str, str]) -> bool:
    """The form for a file and its example are everybody's, too."""
    form = method == "GET" and rule.removesuffix("/contoh.csv") in foreign
    return form or (rule, method) in OWN_ONLY


@pytest.mark.parametrize("service", SERVICES)
def test_no_route_shows_or_changes_what_is_foreign(
    suara: Running,
    routes: dict[str, list[Route]],
    stranger: httpx.Client,
    foreign: dict[str, str],
    assert_silent: Silent,
    service: str,
) -> None:
    before, shown = stored(suara, service, foreign["tenant_id"]), []
    for route in routes[service]:
        if not route.policy or is_own(route.rule, route.method, foreign):
            continue
        path = address(route.rule, foreign)
        if "<" not in route.rule and route.method == "GET":
            check_list(suara, stranger, path, foreign, assert_silent)
            continue
        refused = send(suara, stranger, route, path, foreign)
        if not is_refused(refused):
            shown.append(f"{route.method} {route.rule}: {refused.status_code} {refused.text[:200]}")
        assert_silent(refused.text, path)
        if route.method == "GET":
            reader = next((READERS[each] for each in READERS if path.startswith(each)), "admin")
            allowed = suara.api(reader).get(path)
            assert allowed.status_code == 200, f"{route.rule}: {allowed.status_code}"
    assert shown == []
    assert stored(suara, service, foreign["tenant_id"]) == before


def send(
    suara: Running, stranger: httpx.Client, route: Route, path: str, foreign: dict[str, str]
) -> httpx.Response:
    known = f"{route.method} {route.rule}"
    assert "<" in route.rule or known in BODIES, f"{known} needs a body that names a foreign thing"
    mine = {"mine": suara.person(FOREIGN)["tenant"]}
    body = filled(BODIES.get(known, {}), {**foreign, **mine})
    headers = {"Accept": "application/json", **body.pop("headers", {})}
    form = {"json": body} if path.startswith("/api/") else {"data": body}
    return stranger.request(
        route.method, path, headers=headers, **(form if route.method != "GET" else {})
    )


def filled(body: Any, known: dict[str, str]) -> Any:
    if isinstance(body, dict):
        return {name: filled(value, known) for name, value in body.items()}
    if isinstance(body, list):
        return [filled(value, known) for value in body]
    return known[body[1:]] if isinstance(body, str) and body.startswith("$") else body


def is_refused(answer: httpx.Response) -> bool:
    """As not allowed, as not there, or for the very field that names what is not there; a page
    says that in words, and what it says and leaves alone is looked at by the caller."""
    if answer.status_code == 422:
        page = "json" not in answer.headers["Content-Type"]
        return page or {each["field"] for each in answer.json()["errors"]} <= NAMING
    return answer.status_code in (403, 404)


def stored(suara: Running, service: str, tenant: str) -> dict[str, str]:
    """What the database holds of a tenant in every table that the web process may write."""
    with psycopg.connect(suara.stack.superuser_url(service)) as connection:
        tables = [name for (name,) in connection.execute(TABLES, [f"{service}_web"])]
        rows = SQL(
            "SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {} t"
            " WHERE tenant_id = %s"
        )
        return {
            name: connection.execute(rows.format(Identifier(name)), [tenant]).fetchone()[0]
            for name in tables
        }


def check_list(
    suara: Running,
    stranger: httpx.Client,
    path: str,
    foreign: dict[str, str],
    assert_silent: Silent,
) -> None:
    """A list holds the owner's things for the owner and none of them for a stranger."""
    query = {"tenant": foreign["tenant_id"], "parent": "W20"}
    if path.startswith(("/kelola", "/jawaban")):
        # A page repeats its own address in the links to other languages, so it takes no id.
        query = {"unit": foreign["unit"]}
    seen = stranger.get(path, params=query, headers={"Accept": "application/json"})
    assert_silent(seen.text, path)
    assert suara.api("admin").get(path, params=query).status_code in (200, 403), path


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
    return SQL(template).format(Identifier(name))


def test_a_table_left_open_is_noticed(
    suara: Running, stranger: httpx.Client, foreign: dict[str, str], assert_silent: Silent
) -> None:
    """And without row-level security the list of a stranger shows the foreign row."""
    with psycopg.connect(suara.stack.superuser_url("forms"), autocommit=True) as admin:
        admin.execute("ALTER TABLE surveys DISABLE ROW LEVEL SECURITY")
        try:
            with pytest.raises(AssertionError, match="foreign"):
                check_list(suara, stranger, "/api/v1/surveys", foreign, assert_silent)
        finally:
            admin.execute("ALTER TABLE surveys ENABLE ROW LEVEL SECURITY")
    check_list(suara, stranger, "/api/v1/surveys", foreign, assert_silent)
