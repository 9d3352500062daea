"""What SQL as the role of the web process cannot do: publish unreviewed, approve one's own."""

import json
import uuid
from typing import Any

import pytest
from chassis.database import Scope
from forms_service.shared.definitions.definition import content_hash
from forms_service.shared.definitions.seed_files import read_definition
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

DRAFT = (
    "INSERT INTO drafts (draft_id, tenant_id, instrument, definition, hash, state, author,"
    " author_name, editors, reviewer, reviewer_tenant) VALUES (:draft_id, :tenant, 'TEST',"
    " CAST(:definition AS jsonb), :hash, :state, 'a', 'A', ARRAY['a', 'b'], :reviewer, :tenant)"
)
VERSION = (
    "INSERT INTO form_versions (form_version_id, instrument, version, hash, state)"
    " VALUES (:id, 'TEST', :version, :hash, CAST(:state AS jsonb))"
)


def definition(**more: Any) -> dict[str, Any]:
    return {**read_definition("ikm"), "code": "TEST", "version": 1, **more}


class Desk:
    """One transaction of the web role, bound to a tenant, as its handlers bind it."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self.connection, self.tenant = connection, tenant
        self.run("SELECT set_config('app.tenant_id', :tenant, true)")

    def run(self, statement: str, **values: Any) -> None:
        self.connection.execute(text(statement), {"tenant": self.tenant, **values})

    def draft(self, content: dict[str, Any], state: str = "draft", reviewer: Any = None) -> str:
        key = str(uuid.uuid4())
        row = {"definition": json.dumps(content), "hash": content_hash(content)}
        self.run(DRAFT, draft_id=key, state=state, reviewer=reviewer, **row)
        return key

    def change(self, key: str, sets: str, **values: Any) -> None:
        statement = f"UPDATE drafts SET {sets}, revision = revision + 1 WHERE draft_id = :key"  # noqa: S608
        self.run(statement, key=key, **values)

    def approve(self, key: str, reviewer: str = "c") -> None:
        self.change(key, "state = 'in_review'")
        self.change(
            key,
            "state = 'approved', reviewer = :who, reviewer_tenant = :tenant",
            who=reviewer,
        )

    def publish(self, content: dict[str, Any], own_of: str | None = None, version: int = 1) -> None:
        state = {"owner_tenant_id": self.tenant, "own_of": own_of, "definition": content}
        self.run(
            VERSION,
            id=str(uuid.uuid4()),
            version=version,
            hash=content_hash(content),
            state=json.dumps(state),
        )


@pytest.fixture
def tenants(seeded: Any) -> dict[str, str]:
    seeded.tenant_of("KEMENKUMHAM")
    return seeded.tenants


@pytest.fixture
def desk(seeded: Any, tenants: dict[str, str]) -> Any:
    """At the ministry; nothing stays."""
    with seeded.web.scope(Scope(tenants["KEMENKUMHAM"])) as connection:
        yield Desk(connection, tenants["KEMENKUMHAM"])
        connection.rollback()


def test_an_approved_draft_is_published_word_for_word(desk: Desk) -> None:
    desk.approve(desk.draft(definition()))
    desk.publish(definition())


@pytest.mark.parametrize("published", [definition(minutes=9), definition(version=2)])
def test_nothing_but_the_approved_words(desk: Desk, published: dict[str, Any]) -> None:
    desk.approve(desk.draft(definition()))
    with pytest.raises(DBAPIError, match="row-level security"):
        desk.publish(published, version=published["version"])


def test_nothing_without_approval(desk: Desk) -> None:
    desk.change(desk.draft(definition()), "state = 'in_review'")
    with pytest.raises(DBAPIError, match="row-level security"):
        desk.publish(definition())


def test_not_under_another_number(desk: Desk) -> None:
    desk.approve(desk.draft(definition()))
    with pytest.raises(DBAPIError, match="row-level security"):
        desk.publish(definition(), version=2)


@pytest.mark.parametrize("reviewer", ["a", "b"])
def test_author_and_editors_do_not_approve(desk: Desk, reviewer: str) -> None:
    key = desk.draft(definition())
    with pytest.raises(DBAPIError, match="second_person"):
        desk.approve(key, reviewer)


@pytest.mark.parametrize(
    ("sets", "message"),
    [
        ("state = 'approved', reviewer = 'c'", "cannot go from draft to approved"),
        ("state = 'published', reviewer = 'c'", "cannot go from draft to published"),
        ("author = 'z'", "author and editors"),
        ("editors = ARRAY['a']", "author and editors"),
        ("tenant_id = gen_random_uuid()", "author and editors"),
        ("revision = revision", "multiple assignments"),
    ],
)
def test_no_way_around_the_steps(desk: Desk, sets: str, message: str) -> None:
    key = desk.draft(definition())
    with pytest.raises(DBAPIError, match=message):
        desk.change(key, sets)


def test_an_approved_text_does_not_change_under_its_approval(desk: Desk) -> None:
    key = desk.draft(definition())
    desk.approve(key)
    with pytest.raises(DBAPIError, match="needs a new review"):
        desk.change(key, "definition = definition || '{\"minutes\": 9}'")


def test_a_draft_does_not_begin_approved(desk: Desk) -> None:
    with pytest.raises(DBAPIError, match="begins as a draft"):
        desk.draft(definition(), "approved", "c")


def test_a_unit_publishes_nothing_for_all_and_replaces_nothing_alone(seeded, tenants) -> None:
    unit, content = tenants["W11-01"], definition()
    replacing = definition(items=[{**content["items"][3], "replaces": "u4"}])
    with seeded.web.scope(Scope(unit)) as connection:
        desk = Desk(connection, unit)
        desk.approve(desk.draft(content))
        with pytest.raises(DBAPIError, match="row-level security"), connection.begin_nested():
            desk.publish(content)
        desk.publish(content, own_of=unit)
        key = desk.draft(replacing)
        with pytest.raises(DBAPIError, match="national approval"):
            desk.approve(key)
        connection.rollback()


@pytest.mark.parametrize(
    "change", ["UPDATE draft_events SET note = ''", "DELETE FROM draft_events"]
)
def test_history_only_grows(desk: Desk, change: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        desk.run(change)


def test_own_versions_are_shown_in_their_scope_alone(seeded, tenants) -> None:
    unit = tenants["W11-01"]
    with seeded.web.scope(Scope(unit)) as connection:
        desk = Desk(connection, unit)
        desk.approve(desk.draft(definition()))
        desk.publish(definition(), own_of=unit)
        for scope, seen in ((unit, 1), (tenants["W11"], 1), (tenants["W20"], 0)):
            connection.execute(text("SELECT set_config('app.scope', :id, true)"), {"id": scope})
            query = text("SELECT count(*) FROM form_versions WHERE instrument = 'TEST'")
            assert connection.scalar(query) == seen, scope
        connection.rollback()
