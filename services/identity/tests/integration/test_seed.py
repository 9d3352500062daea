"""The seed through its command: complete, published, and quiet when nothing changed."""

from collections import Counter

from identity_service.domain.organisation import tenant_id
from identity_service.domain.roles import PERMISSIONS
from identity_testing import SEEDED
from sqlalchemy import text
from suara_local.practice import people

TOPICS = ("identity.tenants.v1", "audit.entries.v1")


def test_every_tenant_is_published_with_its_absolute_state(identity) -> None:
    published = {event.payload["tenant_id"]: event.payload for event in identity.events(TOPICS[0])}
    assert {state["code"] for state in published.values()} >= SEEDED
    with identity.database("WORKER") as database, database.unbound() as connection:
        stored = connection.execute(text("SELECT state FROM tenants")).scalars().all()
    assert published == {state["tenant_id"]: state for state in stored}


def test_the_facts_name_every_role_and_their_units(identity) -> None:
    facts = identity.facts
    assert {person["role"] for person in facts["people"]} == set(PERMISSIONS)
    heads = [row for row in facts["people"] if row["role"] == "head_of_unit"]
    assert tenant_id("W11-01") in {row["tenant"] for row in heads}
    assert all(row["tenant_name"] and row["password"] for row in facts["people"])
    assert {row["client_id"] for row in facts["clients"]} == {"demo-partner", "demo-w20"}


def of_the_seed(identity) -> tuple[int, int]:
    """How often its tenants were told, and what the trail says of it; not what other tests did."""
    tenants, entries = ([event.payload for event in identity.events(topic)] for topic in TOPICS)
    return (
        sum(each["code"] in SEEDED for each in tenants),
        sum(each["actor"] == "identity-seed" for each in entries),
    )


def test_a_second_seed_publishes_nothing_and_keeps_passwords(identity) -> None:
    before = of_the_seed(identity)
    assert min(before) > 0
    hashes = text("SELECT username, password_hash FROM people ORDER BY username")
    with identity.database("SIGNIN") as database:
        with database.unbound() as connection:
            kept = connection.execute(hashes).all()
        identity.command("seed")
        password = identity.facts["people"][0]["password"]
        assert people.begin(identity.environment, password) == identity.facts
        with database.unbound() as connection:
            assert connection.execute(hashes).all() == kept
    with identity.database("WORKER") as database, database.unbound() as connection:
        assert connection.scalar(text("SELECT count(*) FROM outbox")) == 0
    assert of_the_seed(identity) == before


def test_republish_sends_every_tenant_again(identity) -> None:
    before = [event.payload for event in identity.events(TOPICS[0])]
    identity.command("republish")
    after = [event.payload for event in identity.events(TOPICS[0])]
    again = Counter(each["code"] for each in after) - Counter(each["code"] for each in before)
    assert again == Counter({each["code"] for each in before})
    newest = [{each["code"]: each for each in states} for states in (before, after)]
    assert newest[0] == newest[1]
