"""What only two at once would meet: both have looked, neither has written, then both write.

Every writer of a table waits for a lock that the test holds and readers do not need, so that the
meeting happens each time and not once in a thousand.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from suara_local.running import Running, eventually

# Of no other test.
UNIT = "W24-01"
TWO = 2
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND usename = %s"
    " AND wait_event_type = 'Lock'"
)
Send = Callable[[int], httpx.Response]


def at_once(suara: Running, service: str, table: str, send: Send) -> list[int]:
    """The statuses of two requests that both wait to write into `table`, in their order."""
    address = suara.stack.superuser_url(service)
    with psycopg.connect(address) as holding, psycopg.connect(address, autocommit=True) as looking:
        holding.execute(SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(Identifier(table)))

        def waiting() -> int:
            found = looking.execute(WAITING, [service, f"{service}_web"]).fetchone()
            return int(found[0]) if found else 0

        with ThreadPoolExecutor(TWO) as pool:
            sent = [pool.submit(send, number) for number in range(TWO)]
            try:
                eventually(waiting, TWO)
            finally:
                holding.rollback()
            return sorted(each.result().status_code for each in sent)


def kept(suara: Running, service: str, query: str, *values: str) -> int:
    with psycopg.connect(suara.stack.superuser_url(service)) as connection:
        found = connection.execute(query.encode(), values).fetchone()
    assert found is not None
    return int(found[0])


@pytest.fixture(scope="module")
def admin(suara: Running) -> httpx.Client:
    return suara.api("admin")


@pytest.fixture(scope="module")
def tenant(suara: Running) -> str:
    with psycopg.connect(suara.stack.superuser_url("forms")) as connection:
        query = "SELECT tenant_id::text FROM tenants WHERE code = %s"
        found = connection.execute(query, [UNIT]).fetchone()
    assert found is not None
    return str(found[0])


def test_one_survey_of_a_unit_instrument_and_month(
    suara: Running, admin: httpx.Client, tenant: str
) -> None:
    body = {"tenant": tenant, "instrument": "SPKP-SPAK", "period": "2031-01"}
    path = "/api/v1/surveys"
    assert at_once(suara, "forms", "surveys", lambda _: admin.post(path, json=body)) == [201, 422]
    query = "SELECT count(*) FROM surveys WHERE tenant_id = %s AND period = '2031-01'"
    assert kept(suara, "forms", query, tenant) == 1


def test_one_number_of_recipients_of_a_service_and_month(
    suara: Running, admin: httpx.Client, tenant: str
) -> None:
    listed = admin.get("/api/v1/services", params={"tenant": tenant}).json()["items"]
    body = {"tenant": tenant, "period": "2026-11", "service": listed[0]["key"]}

    def enter(number: int) -> httpx.Response:
        return admin.post("/api/v1/populations", json={**body, "recipients": 10 + number})

    statuses = at_once(suara, "forms", "populations", enter)
    assert statuses[0] in (200, 201)
    assert statuses[1] < 500
    query = (
        "SELECT count(*) FROM populations WHERE tenant_id = %s AND period = '2026-11'"
        " AND service = %s AND stage = 'monthly'"
    )
    assert kept(suara, "forms", query, tenant, listed[0]["key"]) <= 1


def test_one_person_of_a_name(suara: Running, admin: httpx.Client, tenant: str) -> None:
    body = {"tenant": tenant, "username": "dua.sekaligus", "name": "Dua Sekaligus"}
    body["password"] = "a long enough password"

    def add(_: int) -> httpx.Response:
        return admin.post("/api/v1/people", json=body)

    assert at_once(suara, "identity", "people", add) == [201, 422]
    query = "SELECT count(*) FROM people WHERE username = 'dua.sekaligus'"
    assert kept(suara, "identity", query) == 1


def test_one_request_to_close_a_survey_early(suara: Running) -> None:
    survey = suara.survey("W2-01")
    path = f"/api/v1/surveys/{survey['survey_id']}/early-closes"
    operator = suara.api("admin")
    body = {"reason": "Kantor pindah gedung bulan ini"}

    def ask(_: int) -> httpx.Response:
        return operator.post(path, json=body)

    assert at_once(suara, "forms", "early_closes", ask) == [201, 422]


def test_the_usual_points_of_a_unit_are_added_once(
    suara: Running, admin: httpx.Client, tenant: str
) -> None:
    query = "SELECT count(*) FROM collection_points WHERE tenant_id = %s AND status = 'active'"
    with psycopg.connect(suara.stack.superuser_url("forms"), autocommit=True) as connection:
        retire = "UPDATE collection_points SET status = 'retired' WHERE tenant_id = %s"
        connection.execute(retire, [tenant])
    path, body = "/api/v1/collection-points/usual", {"tenant": tenant}

    def add(_: int) -> httpx.Response:
        return admin.post(path, json=body)

    assert at_once(suara, "forms", "collection_points", add) == [201, 201]
    made = kept(suara, "forms", query, tenant)
    assert admin.post(path, json=body).json()["items"] == []
    presets = (
        "SELECT count(DISTINCT preset) FROM collection_points"
        " WHERE tenant_id = %s AND status = 'active'"
    )
    assert made == kept(suara, "forms", presets, tenant)
