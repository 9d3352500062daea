"""Walks every route of every service with a foreign tenant's token: nothing of others is shown.

Routes come from the applications themselves, so a new route without an entry here fails the test.
"""

from collections.abc import Callable

import psycopg
import pytest
from psycopg.sql import SQL, Composed, Identifier
from suara_local.places import SERVICES
from suara_local.routes import address, routes_of
from suara_local.running import Running

Silent = Callable[[str, str], None]
OWNER, FOREIGN = "pemantau.w20", "pemantau.w11"
# Routes that show nothing of any tenant, or only what the caller owns.
OWN_ONLY = {
    ("/", "GET"),
    ("/u", "GET"),
    # What may be imported.
    ("/organisasi/impor", "GET"),
    ("/kelola/impor", "GET"),
    ("/jawaban", "GET"),
    # Shows a form only for a point; a foreign one is tried in test_strangers.
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

# Bodies that would be taken, were the thing the caller's own.
BODIES = {"/api/v1/people/<person_id>/grants": {"role": "counter_clerk"}}


def is_own(rule: str, method: str, foreign: dict[str, str]) -> bool:
    """The form for a file and its example are everybody's, too."""
    form = method == "GET" and rule.removesuffix("/contoh.csv") in foreign
    return form or (rule, method) in OWN_ONLY


@pytest.mark.parametrize("service", SERVICES)
def test_no_route_shows_or_changes_what_is_foreign(
    suara: Running, foreign: dict[str, str], assert_silent: Silent, service: str
) -> None:
    owner, stranger = suara.api("admin"), suara.api(FOREIGN)
    for route in routes_of(suara.stack, service):
        rule, method = route.rule, route.method
        if not route.policy or is_own(rule, method, foreign):
            continue
        path = address(rule, foreign)
        if "<" not in rule:
            if method == "GET":
                check_list(suara, path, foreign, assert_silent)
            continue
        body = {"tenant": suara.person(FOREIGN)["tenant"], **BODIES[rule]} if rule in BODIES else {}
        refused = stranger.request(method, path, json=body, headers={"Accept": "application/json"})
        assert refused.status_code in (403, 404), f"{method} {rule}: {refused.status_code}"
        assert_silent(refused.text, path)
        if method == "GET":
            reader = next((READERS[each] for each in READERS if rule.startswith(each)), "")
            allowed = (suara.api(reader) if reader else owner).get(path)
            assert allowed.status_code == 200, f"{rule}: {allowed.status_code}"


def check_list(suara: Running, path: str, foreign: dict[str, str], assert_silent: Silent) -> None:
    """A list holds the owner's things for the owner and none of them for a stranger."""
    query = {"tenant": foreign["tenant_id"], "parent": "W20"}
    if path.startswith(("/kelola", "/jawaban")):
        # A page repeats its own address in the links to other languages, so it takes no id.
        query = {"unit": foreign["unit"]}
    seen = suara.api(FOREIGN).get(path, params=query, headers={"Accept": "application/json"})
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
    suara: Running, foreign: dict[str, str], assert_silent: Silent
) -> None:
    """And without row-level security the list of a stranger shows the foreign row."""
    with psycopg.connect(suara.stack.superuser_url("forms"), autocommit=True) as admin:
        admin.execute("ALTER TABLE surveys DISABLE ROW LEVEL SECURITY")
        try:
            with pytest.raises(AssertionError, match="foreign"):
                check_list(suara, "/api/v1/surveys", foreign, assert_silent)
        finally:
            admin.execute("ALTER TABLE surveys ENABLE ROW LEVEL SECURITY")
    check_list(suara, "/api/v1/surveys", foreign, assert_silent)
