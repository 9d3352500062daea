"""The seed: the whole ministry opens, twice changes nothing, months can be closed."""

import uuid
from dataclasses import replace
from datetime import datetime

from chassis import clock, tenants
from chassis.kafka import make_producer, publish
from chassis.outbox import Relay
from chassis.topics import ensure_topics
from forms_service.shared.period import bounds, months_before, period_of
from suara_local import postgres
from suara_local.practice import ministry, months
from suara_local.practice.extent import SMALL, months_of, public_of, units_in
from suara_local.practice.months import DEMO_UNITS, PRACTICE_MONTHS
from suara_local.practice.past_months import past_begun, past_ended

SURVEYS, POINTS = "forms.surveys.v1", "forms.collection-points.v1"
OWN = [
    SURVEYS,
    POINTS,
    "forms.populations.v1",
    "forms.services.v1",
    "forms.form-versions.v1",
    "forms.formula-versions.v1",
    "forms.recordings.v1",
    "audit.entries.v1",
]


def test_every_unit_that_serves_the_public_gets_this_months_survey_and_one_point(seeded) -> None:
    tenants = [event.payload for event in seeded.events("identity.tenants.v1")]
    public = {each["tenant_id"]: each for each in tenants if each["kind"] in ("kanwil", "upt")}
    now = clock.now()
    months = {
        event.payload["tenant_id"]
        for event in seeded.events(SURVEYS)
        if event.payload["instrument"] == "SPKP-SPAK"
        # Other tests have offices of their own.
        and event.payload["tenant_id"] in public
        and event.payload["period"]
        == period_of("SPKP-SPAK", now, public[event.payload["tenant_id"]]["time_zone"])
        and event.payload["release_step"] == 5
    }
    points = {
        event.payload["point_id"]: event.payload["tenant_id"]
        for event in seeded.events(POINTS)
        if event.payload["name"] == "Loket pelayanan" and event.payload["tenant_id"] in public
    }
    assert len(public) > 850
    assert months == set(public)
    assert sorted(points.values()) == sorted(public)


def test_months_of_practice_end_as_they_should_once_their_answers_are_there(seeded) -> None:
    now = clock.now()
    this_month = months.this_month(now)
    with seeded.worker.unbound() as connection:
        zones = {key: each["time_zone"] for key, each in tenants.states(connection).items()}
        public = public_of(tenants.states(connection))
        begun = past_begun(connection, SMALL, public, now)
        past = months_of(SMALL, this_month)
        ended = [each for month in past for each in past_ended(connection, public, month)]
        again = [each for month in past for each in past_ended(connection, public, month)]
        # Other tests know what they opened.
        connection.rollback()
    held = [event.payload for event in begun if event.type == SURVEYS]
    units = units_in(SMALL, public, this_month, this_month)
    assert len(held) == SMALL.past * (len(units) - len(DEMO_UNITS))
    # Nobody answers there by a point, and no result is final while answers come.
    assert {each["status"] for each in held} == {"closed"}
    assert {datetime.fromisoformat(each["closes_at"]) for each in held} == {now}
    closed = {event.payload["survey_id"]: event.payload for event in ended}
    assert closed.keys() >= {each["survey_id"] for each in held}
    for each in closed.values():
        opens, closes = bounds(each["period"], zones[each["tenant_id"]])
        times = [datetime.fromisoformat(each[name]) for name in ("opens_at", "closes_at")]
        assert (each["status"], times) == ("closed", [opens, closes])
    assert again == []


def test_without_practice_units_make_their_own_points_and_numbers(seeded, infrastructure) -> None:
    """As compose starts: the official instruments and this month's surveys, nothing made up."""
    known = {event.payload["code"]: event for event in seeded.events("identity.tenants.v1")}
    prefix, databases = f"t{uuid.uuid4().hex[:8]}.", f"real_{uuid.uuid4().hex[:8]}_"
    ensure_topics(infrastructure.bootstrap, prefix)
    port, secrets = infrastructure.ports["postgres"], infrastructure.secrets
    postgres.prepare_databases(port, secrets, databases, ("forms",))
    environment = {
        name: value.replace("/forms_tests_forms", f"/{databases}forms")
        for name, value in seeded.environments["forms"].items()
    }
    producer = make_producer(infrastructure.bootstrap)
    units = [known[code] for code in ("KEMENKUMHAM", "W11", *DEMO_UNITS[:2])]
    publish(producer, prefix, [(each, None) for each in units])
    producer.close()
    real = replace(
        seeded, prefix=prefix, environments={"forms": environment | {"KAFKA_TOPIC_PREFIX": prefix}}
    )
    real.command("forms", "migrate")
    real.command("forms", "seed")
    made = {topic: real.events(topic) for topic in OWN}
    assert {event.payload["tenant_id"] for event in made[SURVEYS]} == {
        each.payload["tenant_id"] for each in units[1:]
    }
    assert made["forms.form-versions.v1"]
    assert made["forms.formula-versions.v1"]
    assert made[POINTS] + made["forms.populations.v1"] == []


def test_a_second_seed_publishes_nothing(seeded) -> None:
    # What other tests have added to the ministry begins like the rest, the first time.
    again(seeded)
    before = told(seeded)
    again(seeded)
    assert told(seeded) == before


def again(seeded) -> None:
    seeded.command("forms", "seed")
    ministry.begin(seeded.environments["forms"])


def told(seeded) -> int:
    """How many events there are, with what other tests have left in the outbox."""
    Relay("forms", seeded.worker, seeded.bootstrap, seeded.prefix).drain()
    return seeded.written(*OWN)


def test_the_facts_start_with_the_main_units_current_month(seeded) -> None:
    facts = seeded.surveys
    month = period_of("SPKP-SPAK", clock.now(), "Asia/Jakarta")
    first = facts[0]
    assert (first["tenant_code"], first["instrument"]) == (DEMO_UNITS[0], "SPKP-SPAK")
    assert first["period"] == month
    assert {row["tenant_code"] for row in facts} == set(DEMO_UNITS)
    assert set(months_before(month, PRACTICE_MONTHS)) < {row["period"] for row in facts}
    semester = period_of("IKM", clock.now(), "Asia/Jakarta")
    instruments = [row["instrument"] for row in facts if row["period"] == semester]
    assert instruments == ["IKM"] * len(DEMO_UNITS)


def test_practice_months_take_answers_until_they_are_closed_at_their_true_end(seeded) -> None:
    now = clock.now()
    month = period_of("SPKP-SPAK", now, "Asia/Jakarta")
    past = months_before(month, PRACTICE_MONTHS)
    keys = {row["survey_id"] for row in seeded.surveys if row["period"] in past}
    assert len(keys) == PRACTICE_MONTHS * len(DEMO_UNITS)
    seeded.command("forms", "close", "--before", month)
    newest = {event.payload["survey_id"]: event.payload for event in seeded.events(SURVEYS)}
    zones = {
        event.payload["tenant_id"]: event.payload["time_zone"]
        for event in seeded.events("identity.tenants.v1")
    }
    for key in keys:
        closed = newest[key]
        end = bounds(closed["period"], zones[closed["tenant_id"]])[1]
        assert closed["status"] == "closed"
        assert datetime.fromisoformat(closed["closes_at"]) == end
    still_open = {key for key, state in newest.items() if state["status"] == "open"}
    assert not keys & still_open
    assert {newest[key]["period"] for key in still_open} >= {month}


def test_republish_sends_every_state_again_unchanged(seeded) -> None:
    states = [topic for topic in OWN if topic != "audit.entries.v1"]
    read_aloud(seeded)
    sent = seeded.events(*states)
    before = _newest(sent)
    seeded.command("forms", "republish")
    after = seeded.events(*states)
    assert _newest(after) == before
    assert len(after) >= len(sent) + len(before)


def read_aloud(seeded) -> None:
    """One official statement, told already."""
    form, sound = {"item": "SPKP-SPAK:pungli", "language": "id"}, ("a.ogg", b"OggS" + bytes(96))
    with seeded.api("admin") as api:
        page = str(api.base_url).replace("/api/v1", "/kelola/kuesioner/rekaman").rstrip("/")
        assert api.post(page, data=form, files={"file": sound}).status_code == 303
    Relay("forms", seeded.worker, seeded.bootstrap, seeded.prefix).drain()
    assert seeded.events("forms.recordings.v1")


def _newest(events) -> dict[str, object]:
    key = {
        SURVEYS: "survey_id",
        POINTS: "point_id",
        "forms.populations.v1": "population_id",
        "forms.services.v1": "tenant_id",
        "forms.form-versions.v1": "form_version_id",
        "forms.formula-versions.v1": "formula_version_id",
        "forms.recordings.v1": "recording_id",
    }
    return {(event.type, event.payload[key[event.type]]): event.payload for event in events}
