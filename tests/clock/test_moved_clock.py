"""The clock of a whole stack is moved while it runs: every service goes by it at once."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import psycopg
from chassis import clock
from contracts.enough import COARSE_FROM
from suara_local.finishing import score
from suara_local.moving import move_clock
from suara_local.practice.answers import send
from suara_local.practice.honest import key_of, visitors
from suara_local.running import Running, eventually

UNIT, HEAD, INSTRUMENT = "W11-01", "kepala.w11-01", "SPKP-SPAK"
HERE = ZoneInfo("Asia/Jakarta")
# A clock that jumps leaves a month's work to do at once: surveys of all offices close and open.
PATIENCE = 240
# One of each service that asks who is there.
ASKING = ("/api/v1/surveys", "/api/v1/tenants", "/api/v1/scores", "/api/v1/exclusions", "/u/W11-01")


def asked(suara: Running) -> dict[str, Any]:
    """By period, what the unit's point asks for now; with the code, as `submission` wants it."""
    code = suara.survey(UNIT)["code"]
    form = suara.public.get(f"/api/v1/forms/{code}").raise_for_status().json()
    return {
        each["period"]: {**each, "code": code, "survey_id": each["survey"]}
        for each in form["surveys"]
        if each["instrument"] == INSTRUMENT
    }


def this_month() -> str:
    return f"{clock.now().astimezone(HERE):%Y-%m}"


def has_begun(suara: Running) -> bool:
    """Whether scoring has seen that it is this day."""
    with psycopg.connect(suara.stack.superuser_url("scoring")) as connection:
        seen = connection.execute("SELECT day FROM release_days").fetchall()
    return (clock.now().astimezone(HERE).date(),) in seen


def test_a_month_closes_the_next_one_opens_and_who_comes_late_is_late(suara: Running) -> None:
    eventually(lambda: this_month() in asked(suara), wanted=True)
    month = asked(suara)[this_month()]
    closes, ends = (datetime.fromisoformat(month[name]) for name in ("closes_at", "ends_at"))
    path = f"/api/v1/surveys/{month['survey_id']}"
    assert suara.api("admin").get(path).json()["status"] == "open"
    in_time, late = suara.submission(month), suara.submission(month)
    suara.receipt_of(suara.submission(month))

    # Past what the seed keeps open as well.
    move_clock(to=closes + timedelta(days=3))
    eventually(lambda: suara.api("admin").get(path).json()["status"], "closed", PATIENCE)
    eventually(lambda: list(asked(suara)), [this_month()], PATIENCE)
    assert this_month() > month["period"]
    # Handed out before the close, and sent while late answers are still taken.
    suara.receipt_of(in_time)
    after = {**late, "issued": suara.submission(asked(suara)[this_month()])["issued"]}
    refused = suara.send(after)
    assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert refused.json()["errors"][0]["field"] == "survey"

    move_clock(to=ends + timedelta(minutes=1))
    receipt = suara.send(late).raise_for_status().json()["receipt"]
    eventually(lambda: suara.fate(receipt), "late")
    # The new month has begun for the answers, too.
    suara.receipt_of(suara.submission(asked(suara)[this_month()]))


def test_a_result_is_coarse_from_the_next_day_on_and_exact_once_it_is_final(suara: Running) -> None:
    eventually(lambda: this_month() in asked(suara), wanted=True)
    month = asked(suara)[this_month()]
    move_clock(to=datetime.fromisoformat(month["closes_at"]) - timedelta(days=3))
    # A picture moves as a day begins: who comes after that is in none of the day.
    eventually(lambda: has_begun(suara), True, PATIENCE)
    form = suara.public.get(f"/api/v1/forms/{month['code']}").raise_for_status().json()
    key, crowd = key_of(suara.stack.secrets), (2 * COARSE_FROM, 2 * COARSE_FROM)
    # Of the month's people those who have come by now.
    people = list(visitors(form, month, key, crowd, clock.now()))
    send(suara.public, people)
    eventually(lambda: score(suara, month)["count"] >= len(people), True, PATIENCE)
    assert score(suara, month)["released"] is None
    move_clock(by=timedelta(days=1))
    eventually(lambda: (score(suara, month)["released"] or {}).get("kind"), "coarse", PATIENCE)
    assert score(suara, month)["released"]["indicators"] == []
    final_at = datetime.fromisoformat(score(suara, month)["final_at"])
    move_clock(to=final_at - timedelta(minutes=1))
    eventually(lambda: score(suara, month)["stage"], "provisional", PATIENCE)
    move_clock(to=final_at + timedelta(minutes=2))
    eventually(lambda: score(suara, month)["stage"], "final", PATIENCE)
    assert score(suara, month)["released"]["indicators"] != []
    assert " 0 differences" in suara.stack.run("scoring", "rebuild").stdout


def test_tokens_of_another_time_are_refused_and_nobody_is_locked_out(suara: Running) -> None:
    for by in (timedelta(hours=1), timedelta(hours=-1)):
        held = suara.api(HEAD).headers["Authorization"]
        assert httpx.codes.UNAUTHORIZED not in answers(suara, held)
        move_clock(by=by)
        assert answers(suara, held) == {httpx.codes.UNAUTHORIZED}


def test_pages_say_that_the_clock_was_moved(suara: Running) -> None:
    move_clock(by=timedelta(seconds=1))
    page = suara.browser(HEAD).get(f"/u/{UNIT}").text
    assert f"jam Suara ini digeser ke {clock.now():%d/%m/%Y}" in page


def answers(suara: Running, token: str) -> set[int]:
    headers = {"Authorization": token, "Accept": "application/json"}
    return {suara.public.get(path, headers=headers).status_code for path in ASKING}
