"""Three hundred phones behind one address are one office; one phone a hundred times is not."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import httpx
import psycopg
from chassis import clock
from suara_local.finishing import finish
from suara_local.practice.answers import send
from suara_local.practice.honest import Visitor, key_of, visitors
from suara_local.running import Running, eventually

UNIT = "W15-01"


def post(suara: Running, body: dict[str, Any], device: str, address: str) -> httpx.Response:
    headers = {"X-Forwarded-For": address, **({"Cookie": f"device={device}"} if device else {})}
    return suara.send(body, headers)


def bodies(suara: Running, unit: str, count: int) -> list[dict[str, Any]]:
    return copies(suara, suara.survey(unit), count)


def copies(
    suara: Running, survey: dict[str, Any], count: int, stars: int = 5
) -> list[dict[str, Any]]:
    body = suara.submission(survey, stars)
    return [{**body, "response_id": str(uuid.uuid4())} for _ in range(count)]


def device() -> str:
    return uuid.uuid4().hex[:22]


def flags(suara: Running, ids: list[str]) -> list[set[str]]:
    query = (
        "SELECT flags FROM records WHERE response_id = ANY (%s::uuid[])"
        " ORDER BY source_partition, source_offset"
    )
    with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
        return [set(row[0]) for row in connection.execute(query, [ids]).fetchall()]


def recorded(suara: Running, body: dict[str, Any]) -> int:
    return len(flags(suara, [body["response_id"]]))


def test_three_hundred_clients_behind_one_address_are_all_taken(suara: Running) -> None:
    sent = bodies(suara, UNIT, 300)
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda each: post(suara, each, device(), "203.0.113.9"), sent))
    assert {answer.status_code for answer in answers} == {202}
    ids = [each["response_id"] for each in sent]
    eventually(lambda: len(flags(suara, ids)), 300)


def test_one_device_a_hundred_times_is_slowed_down_and_marked(suara: Running) -> None:
    one, sent, answers = device(), bodies(suara, "W30-01", 100), list[httpx.Response]()
    for each in sent:
        answers.append(post(suara, each, one, "203.0.113.10"))
        if answers[-1].is_success:
            # Those of a moment are recorded in any order; here the first three are to be known.
            eventually(partial(recorded, suara, each), 1)
    taken = [body["response_id"] for body, a in zip(sent, answers, strict=True) if a.is_success]
    slowed = [answer for answer in answers if answer.status_code == 429]
    assert answers[0].status_code == 202
    assert len(taken) + len(slowed) == 100
    assert len(slowed) > 80
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in slowed)
    assert slowed[0].json()["type"] == "/problems/too-many"
    # The first three could be a family's; from the fourth on it is marked.
    assert sum("device" in each for each in flags(suara, taken)) == len(taken) - 3
    # Nothing is lost: what was slowed down is taken with the same id when it comes again.
    again = post(suara, sent[0], one, "203.0.113.10")
    assert again.json()["receipt"] == answers[0].json()["receipt"]


def test_dropping_the_cookie_and_changing_the_address_is_a_burst(suara: Running) -> None:
    """A script that praises among people who do not: the index without it is the people's."""
    survey = suara.month_over(UNIT)
    send(suara.public, displeased(suara, survey))
    sent = copies(suara, survey, 100, stars=6)
    answers = [post(suara, each, "", f"203.0.113.{n}") for n, each in enumerate(sent)]
    assert {answer.status_code for answer in answers} == {202}
    ids = [each["response_id"] for each in sent]
    eventually(lambda: len(flags(suara, ids)), 100)
    marked = sum("burst" in each for each in flags(suara, ids))
    assert marked >= 80

    made = finish(suara, survey)
    (without,) = [each for each in made["variants"] if each["name"] == "without_flagged"]
    every = {index["code"]: float(index["value"]) for index in made["indices"]}
    for index in without["indices"]:
        assert every[index["code"]] > float(index["value"]) + 0.1
    page = suara.browser("admin")
    assert "Tanpa" in page.get(f"/u/{UNIT}", params={"period": survey["period"]}).text


def displeased(suara: Running, survey: dict[str, Any]) -> list[Visitor]:
    """Forty people over the month, each from a phone of its own, who agree with nothing much."""
    answer = suara.public.get(f"/api/v1/forms/{survey['code']}").json()
    (form,) = [each for each in answer["surveys"] if each["survey"] == survey["survey_id"]]
    crowd = visitors(answer, form, key_of(suara.stack.secrets), (40, 40), clock.now())
    found = []
    for n, one in enumerate(crowd):
        stars = {key: 1 + (n + place) % 3 for place, key in enumerate(one.body["answers"])}
        body = {**one.body, "response_id": str(uuid.uuid4()), "answers": stars}
        found.append(replace(one, body=body))
    return found


def test_a_browser_without_script_is_told_to_wait_and_keeps_its_answers(suara: Running) -> None:
    """The same limit on the plain form: nothing typed is lost."""
    one, survey = device(), suara.survey("W30-01")
    sent = bodies(suara, "W30-01", 6)
    for body in sent:
        post(suara, body, one, "203.0.113.11")
    form = {
        **{name: sent[0][name] for name in ("code", "survey", "form_version", "issued")},
        "response_id": str(uuid.uuid4()),
        "language": "id",
        **{f"a.{key}": str(value) for key, value in sent[0]["answers"].items()},
    }
    headers = {"Cookie": f"device={one}", "Accept": "text/html"}
    page = suara.public.post(f"/s/{survey['code']}", data=form, headers=headers)
    assert page.status_code == 429
    kept = re.findall(r'name="a\.\w+" value="\d"[^>]* checked>', page.text)
    assert len(kept) == len(sent[0]["answers"])
    assert "Belum terkirim" in page.text
