"""Visit tokens from the unit's own system to the score, on the running stack."""

import csv
import io
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import psycopg
from suara_local.running import Running, eventually

UNIT, CLERK, OTHER = "W23-01", "admin", "W15-01"


def draw(suara: Running, count: int, unit: str = UNIT, of: str = "SPKP-SPAK") -> list[str]:
    body = {"unit": unit, "count": count, "instrument": of}
    answer = suara.api(CLERK).post("/api/v1/visit-tokens", json=body)
    assert answer.status_code == 201, answer.text
    return list(answer.json()["tokens"])


def send(suara: Running, body: dict[str, Any]) -> None:
    suara.send(body).raise_for_status()


def states(suara: Running, ids: list[str]) -> list[str]:
    query = "SELECT token FROM records WHERE response_id = ANY (%s::uuid[]) ORDER BY token"
    with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
        return [row[0] for row in connection.execute(query, [ids]).fetchall()]


def test_one_token_in_64_requests_at_once_counts_once(suara: Running) -> None:
    token = draw(suara, 1)[0]
    body = suara.submission(suara.survey(UNIT))
    bodies = [{**body, "response_id": str(uuid.uuid4()), "token": token} for _ in range(64)]
    start = Barrier(64)

    def at_once(one: dict[str, Any]) -> None:
        start.wait()
        send(suara, one)

    with ThreadPoolExecutor(64) as pool:
        list(pool.map(at_once, bodies))
    ids = [each["response_id"] for each in bodies]
    eventually(lambda: states(suara, ids), ["spent"] * 63 + ["valid"])


def test_a_token_of_another_unit_or_survey_is_kept_as_foreign_and_counted_apart(
    suara: Running,
) -> None:
    own, other = draw(suara, 1)[0], draw(suara, 1, OTHER)[0]
    survey = suara.survey(UNIT)
    bodies = [suara.submission(survey) for _ in range(4)]
    bodies[3]["token"] = draw(suara, 1, of="IKM")[0]
    # As somebody types it from the slip.
    bodies[0]["token"] = own.lower().replace("-", " ")
    bodies[1]["token"] = other
    for body in bodies:
        send(suara, body)
    ids = [each["response_id"] for each in bodies]
    eventually(lambda: states(suara, ids), ["foreign", "foreign", "none", "valid"])


def test_tokens_come_as_csv_and_only_their_hashes_are_stored(suara: Running) -> None:
    answer = suara.api("loket.w11-01").post(
        "/api/v1/visit-tokens", json={"count": 3}, headers={"Accept": "text/csv"}
    )
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len({row["token"] for row in rows}) == 3
    assert {row["unit"] for row in rows} == {"W11-01"}
    with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
        kept = connection.execute("SELECT string_agg(t::text, ' ') FROM visit_tokens t").fetchone()
    assert kept
    assert not any(row["token"].replace("-", "") in kept[0].upper() for row in rows)


def test_who_may_draw_and_what_is_refused(suara: Running) -> None:
    head, clerk = suara.api("kepala.w11-01"), suara.api("loket.w11-01")
    assert head.post("/api/v1/visit-tokens", json={"count": 1}).status_code == 403
    foreign = clerk.post("/api/v1/visit-tokens", json={"count": 1, "unit": UNIT})
    assert foreign.status_code == 404
    for body, field in (
        ({"count": 0}, "count"),
        ({"count": 501}, "count"),
        ({"count": True}, "count"),
        ({"count": 1, "instrument": "NONE"}, "instrument"),
        ({"count": 1, "service": "x" * 121}, "service"),
    ):
        refused = clerk.post("/api/v1/visit-tokens", json=body)
        assert refused.status_code == 422
        assert [each["field"] for each in refused.json()["errors"]] == [field]
