"""Flags on honest units and on units with planted cheating: precision and recall, printed."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg
from chassis import clock
from responses_service.record.rules import BURST, IN_A_ROW
from responses_service.shared.issued import issue
from responses_service.shared.mode_limits import MANNERS
from suara_local.finishing import finish, score
from suara_local.practice.answers import send
from suara_local.practice.honest import Visitor, key_of, visitors
from suara_local.running import Running, eventually, post_answer

HONEST = ("W23-01", "W2-01", "W30-01")
CHEATING = "W10-02"
KIOSK_UNIT, FEW_AT_KIOSK = "W20-02", "W11-03"
MOST_MARKED = 0.01
# Whoever comes first has nobody to be compared with.
UNKNOWABLE = {"device": MANNERS["self"].one_device, "similar": IN_A_ROW, "burst": BURST}
Planted = dict[str, set[str]]


def form_of(suara: Running, unit: str) -> tuple[dict[str, Any], dict[str, Any]]:
    survey = suara.month_over(unit)
    answer = suara.public.get(f"/api/v1/forms/{survey['code']}").json()
    found = [each for each in answer["surveys"] if each["survey"] == survey["survey_id"]]
    return answer, found[0]


def crowd(suara: Running, unit: str, size: int) -> list[Visitor]:
    form, survey = form_of(suara, unit)
    key, now = key_of(suara.stack.secrets), clock.now()
    return list(visitors(form, survey, key, (size, size), now))


def flags_in(suara: Running, people: list[Visitor]) -> dict[str, set[str]]:
    """Once all of them are in the record."""
    ids = [one.body["response_id"] for one in people]
    query = "SELECT response_id, flags FROM records WHERE response_id = ANY (%s::uuid[])"

    def found() -> list[Any]:
        with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
            return connection.execute(query, [ids]).fetchall()

    eventually(lambda: len(found()), len(ids))
    return {str(response_id): set(flags) for response_id, flags in found()}


def cheats(suara: Running) -> Iterator[tuple[Visitor, set[str]]]:
    """Staff who fill in for people, on a working day; with what each way of cheating is."""
    form, survey = form_of(suara, CHEATING)
    key, keys = key_of(suara.stack.secrets), [i["key"] for i in survey["definition"]["items"]]
    chance = random.Random(7)
    day = datetime.fromisoformat(f"{survey['period']}-12").replace(tzinfo=UTC)
    day -= timedelta(days=max(0, day.weekday() - 4))

    def one(at: datetime, seconds: float, stars: list[int], device: str) -> Visitor:
        body = {
            "response_id": str(uuid.uuid4()),
            "code": form["code"],
            "language": "id",
            "survey": survey["survey"],
            "form_version": survey["form_version"],
            "answers": dict(zip(keys, stars, strict=True)),
            "issued": issue(key, at),
            "finished_at": (at + timedelta(seconds=seconds)).isoformat(),
        }
        return Visitor(body, device)

    def mixed() -> list[int]:
        return [chance.randint(3, 6) for _ in keys]

    def phone() -> str:
        return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=22))

    def at_hour(hour: float) -> datetime:
        return day + timedelta(hours=hour)

    # One clerk, one phone, six stars for all, ten seconds each, now and then through the morning.
    # The limit of a device is the intake's own and is tested elsewhere: five fit into it.
    own = phone()
    for number in range(5):
        yield (
            one(at_hour(3 + number / 4), 10, [6] * len(keys), own),
            {"fast", "straight", "device"},
        )
    # Sheets copied from one another: the same answers, each from another phone, read slowly.
    copied = [6, 5, 6, 4, 6, 5, 6, 6, 5, 6, 5, 6, 4]
    for number in range(13):
        yield one(at_hour(5 + number / 20), 120, copied, phone()), {"similar"}
    # A script: forty within a minute, hasty, every answer another.
    for number in range(40):
        at = at_hour(6) + timedelta(seconds=number)
        yield one(at, 5, mixed(), phone()), {"fast", "burst"}
    # At ten in the evening, one after the other.
    for number in range(12):
        yield one(at_hour(15 + number / 10), 100, mixed(), phone()), {"hours"}


def test_honest_units_are_left_alone_and_planted_cheating_is_found(suara: Running) -> None:
    honest = [one for unit in HONEST for one in crowd(suara, unit, 200)]
    planted = list(cheats(suara))
    beside = crowd(suara, CHEATING, 60)
    wanted = {one.body["response_id"]: flags for one, flags in planted}
    send(suara.public, honest)
    for one, flags in planted:
        send(suara.public, [one])
        if flags & {"device", "similar"}:
            # In their order: people come minutes apart, answers of one moment in any order.
            flags_in(suara, [one])
    send(suara.public, beside)
    marked = flags_in(suara, honest)
    share = sum(bool(flags) for flags in marked.values()) / len(marked)
    found = flags_in(suara, [one for one, _ in planted] + beside)
    print(f"\nhonest: {len(marked)} answers, {share:.2%} flagged")
    for name in ("fast", "straight", "similar", "device", "burst", "hours"):
        hit = {key for key, flags in found.items() if name in flags}
        truth = {key for key, flags in wanted.items() if name in flags}
        precision = len(hit & truth) / len(hit) if hit else 1.0
        recall = len(hit & truth) / (len(truth) - UNKNOWABLE.get(name, 0))
        print(f"{name}: planted {len(truth)}, precision {precision:.2f}, recall {recall:.2f}")
        assert precision >= 0.9, name
        assert recall >= 0.9, name
    assert share <= MOST_MARKED


def test_a_unit_that_lives_by_its_kiosk_is_named_and_one_that_has_one_is_not(
    suara: Running,
) -> None:
    """The share of a kiosk is no flag of an answer but a finding about a unit."""
    survey, people = suara.month_over(KIOSK_UNIT), crowd(suara, KIOSK_UNIT, 60)
    with kiosk_at(suara, survey) as kiosk:
        for one in people[:40]:
            post_answer(kiosk, one.body).raise_for_status()
    send(suara.public, people[40:])
    # A tablet is as honest as a phone while it is not most of what comes.
    some = crowd(suara, FEW_AT_KIOSK, 60)
    send(suara.public, some[20:])
    few = suara.month_over(FEW_AT_KIOSK)
    with kiosk_at(suara, few) as kiosk:
        for one in some[:20]:
            post_answer(kiosk, one.body).raise_for_status()
    assert findings(suara, survey) == {"kiosk_share"}
    assert findings(suara, few) == set()
    print("\nkiosk share: planted at 1 unit of 2, found at 1; the other has a third by kiosk")


@contextmanager
def kiosk_at(suara: Running, survey: dict[str, Any]) -> Iterator[httpx.Client]:
    """A client that is a kiosk of the survey's point."""
    body = {"point": survey["code"], "name": "Anjungan lobi"}
    key = suara.api("admin").post("/api/v1/kiosks", json=body).raise_for_status().json()["key"]
    eventually(lambda: suara.public.post("/s/anjungan", data={"key": key}).status_code, 303)
    with suara.client(cookies={"kiosk": key}) as kiosk:
        yield kiosk


def findings(suara: Running, survey: dict[str, Any]) -> set[str]:
    """Codes of those in the final result of the sixty answers, once they are counted."""
    eventually(lambda: score(suara, survey)["count"], 60)
    return {each["code"] for each in finish(suara, survey)["findings"]}
