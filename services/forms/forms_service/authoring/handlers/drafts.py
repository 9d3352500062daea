"""Begin, change and drop a draft of a form version; for the API, the pages and imports."""

import uuid
from typing import Any

import orjson
from chassis import tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.fields import Fields
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import Conflict, NotFound, invalid
from chassis.second_person import hand
from contracts.form_shapes import FormVersion
from sqlalchemy import Connection, Row

from forms_service.authoring import store
from forms_service.authoring.rules import drafting
from forms_service.authoring.rules.limits import (
    DRAFTS_SHOWN,
    LARGEST_DRAFT,
    LONGEST_CODE,
    MISFITS_TOLD,
    STEPS_SHOWN,
)
from forms_service.authoring.rules.shape import misfits
from forms_service.shared.definitions.definition import content_hash
from forms_service.shared.definitions.unchecked import Definition
from forms_service.shared.offices import is_ministry
from forms_service.shared.tables import versions
from forms_service.shared.units import owner

State = dict[str, Any]
MOST_REVISIONS = 10**9
FIELDS = ("tenant", "instrument", "based_on", "definition", "note")


def create_draft(database: Database, by: Principal, body: dict[str, Any]) -> Row[Any]:
    """From `definition` (an import), else from the version `based_on`, else empty for `instrument`.

    `tenant` owns it: the ministry drafts what holds for all, a unit its own questions on top of an
    official version. Faults in the definition are no hindrance yet. Raise Invalid, NotFound.
    """
    fields = Fields(body, FIELDS)
    tenant_id = fields.id("tenant")
    based_on = fields.id("based_on") if body.get("based_on") else None
    code = fields.text("instrument") if body.get("instrument") else ""
    note = fields.text("note") if body.get("note") else ""
    fields.done()
    with database.scope(by.scope) as connection:
        tenant = owner(connection, tenant_id)
        base = _base(connection, tenant, based_on)
        given = body.get("definition")
        definition = begin(connection, tenant, base, code) if given is None else given
        definition = _with_head(connection, tenant, base, plain(definition))
        draft = store.add(
            connection,
            {
                "draft_id": str(uuid.uuid4()),
                "tenant_id": tenant_id,
                "instrument": definition["code"],
                "based_on": base and base["form_version_id"],
                "definition": definition,
                "hash": content_hash(definition),
                "author": by.subject,
                "author_name": by.name,
                "editors": [by.subject, hand(by)],
                "note": note,
            },
        )
        record(connection, by, draft, "create", note)
    return draft


def save_draft(
    database: Database, by: Principal, draft_id: str, revision: int, definition: Definition
) -> Row[Any]:
    """A new text of the whole definition; it takes back a review that was asked for or given.

    Raise NotFound, Invalid, Conflict when `revision` is not the one stored.
    """
    with database.scope(by.scope) as connection:
        draft = taken(connection, draft_id, revision)
        if draft.state in ("published", "dropped"):
            raise invalid("state", f"is {draft.state}: begin a new draft")
        tenant = tenant_of(connection, draft)
        base = _base(connection, tenant, draft.based_on)
        new = _with_head(connection, tenant, base, plain(definition))
        row: State = {"definition": new, "hash": content_hash(new), "instrument": new["code"]}
        row["editors"] = sorted({*draft.editors, by.subject, hand(by)})
        return step(connection, by, draft, "save", {**row, **NOT_REVIEWED})


NOT_REVIEWED = {
    "state": "draft",
    "reviewer": None,
    "reviewer_name": None,
    "reviewer_tenant": None,
    "reason": None,
}


def drop_draft(database: Database, by: Principal, draft_id: str, revision: int) -> Row[Any]:
    """It stays in the history, and nobody works on it any more. Raise NotFound, Conflict."""
    with database.scope(by.scope) as connection:
        draft = taken(connection, draft_id, revision)
        if draft.state in ("published", "dropped"):
            raise invalid("state", f"is {draft.state} already")
        return step(connection, by, draft, "drop", {**NOT_REVIEWED, "state": "dropped"})


def found(connection: Connection, draft_id: str) -> Row[Any]:
    """One draft to look at; raise NotFound outside the scope."""
    draft = store.one(connection, draft_id)
    if draft is None:
        raise NotFound
    return draft


def in_work(connection: Connection, *states: str) -> list[Row[Any]]:
    """Summaries of what is in one of `states`, the last changed first."""
    return store.in_work(connection, states, DRAFTS_SHOWN)


def history(connection: Connection, draft_id: str) -> list[Row[Any]]:
    """What happened to a draft, the newest first."""
    return store.events(connection, draft_id, STEPS_SHOWN)


def listed(connection: Connection, after: str, limit: int, state: str | None) -> list[Row[Any]]:
    """Summaries by id, the `limit` after `after`."""
    return store.listed(connection, after, limit, state)


def begin(
    connection: Connection, tenant: dict[str, Any], base: FormVersion | None, code: str
) -> Definition:
    """The definition a new draft starts with. Raise Invalid when there is nothing to start from."""
    if base is not None and is_ministry(tenant):
        return dict(base["definition"])
    if base is not None:
        held = versions.of_owner(connection, base["instrument"], tenant["tenant_id"])
        before = held[0]["definition"] if held else None
        return drafting.own_questions(base["definition"], base["form_version_id"], before)
    if not code:
        raise invalid("instrument", "is required when there is no version to start from")
    models = versions.official_versions(connection, drafting.MODEL)
    if not models:
        raise invalid("instrument", "cannot be begun before the official ones are seeded")
    return drafting.blank(models[0]["definition"], code)


def taken(connection: Connection, draft_id: str, revision: int) -> Row[Any]:
    """The draft, locked, with its tenant bound for writing; raise NotFound, Conflict."""
    tenants.write_as(connection, str(found(connection, draft_id).tenant_id))
    draft = store.one(connection, draft_id, lock=True)
    if draft is None:
        raise NotFound
    if draft.revision != revision:
        raise Conflict(f"Revision {draft.revision} is stored, and you named {revision} (If-Match)")
    return draft


def step(
    connection: Connection,
    by: Principal,
    draft: Row[Any],
    verb: str,
    row: dict[str, Any],
    note: str = "",
) -> Row[Any]:
    """Set the columns of `row` on a draft that is `taken`, and record what was done."""
    changed = store.change(connection, str(draft.draft_id), draft.revision, row)
    record(connection, by, changed, verb, note)
    return changed


def record(
    connection: Connection, by: Principal, draft: Row[Any], verb: str, note: str = ""
) -> None:
    """Into the history of the draft and the audit trail."""
    store.note_event(
        connection, draft, {"subject": by.subject, "name": by.name, "verb": verb}, note
    )
    entry = audit(
        by,
        f"forms.draft.{verb}",
        str(draft.draft_id),
        str(draft.tenant_id),
        instrument=draft.instrument,
        revision=draft.revision,
        hash=draft.hash,
    )
    add_events(connection, [entry])


def plain(definition: object) -> Definition:
    """What the database can keep; raise Invalid. Any other fault may stay in a draft."""
    if not isinstance(definition, dict):
        raise invalid("definition", "must be a JSON object")
    written = orjson.dumps(definition)
    if len(written) > LARGEST_DRAFT:
        raise invalid("definition", f"must be at most {LARGEST_DRAFT} bytes of JSON")
    if b"\\u0000" in written:
        raise invalid("definition", "must hold no NUL character")
    code = definition.get("code")
    if not isinstance(code, str) or not 0 < len(code) <= LONGEST_CODE or not code.isprintable():
        raise invalid(
            "definition", f"must have a `code` of 1 to {LONGEST_CODE} printable characters"
        )
    if found := misfits(definition):
        raise invalid("definition", "; ".join(found[:MISFITS_TOLD]))
    return definition


def next_number(connection: Connection, tenant: dict[str, Any], code: str) -> int:
    """Versions are numbered per instrument and owner."""
    held = versions.of_owner(connection, code, tenant["tenant_id"])
    return max((state["version"] for state in held), default=0) + 1


def _with_head(
    connection: Connection,
    tenant: dict[str, Any],
    base: FormVersion | None,
    definition: Definition,
) -> Definition:
    """Number and base are not for an author to choose."""
    number = next_number(connection, tenant, definition["code"])
    head: Definition = {"version": number}
    if not is_ministry(tenant) and base is not None:
        head["based_on"] = base["form_version_id"]
    return {**definition, **head}


def _base(
    connection: Connection, tenant: dict[str, Any], form_version_id: object
) -> FormVersion | None:
    """The version it begins with; own questions rest on the official version below them."""
    if form_version_id is None:
        return None
    found = versions.form_version(connection, str(form_version_id))
    if found is not None and found.get("own_of") and found["own_of"] == tenant["tenant_id"]:
        found = versions.form_version(connection, found["definition"]["based_on"])
    if found is None or found.get("own_of"):
        raise invalid("based_on", "is not a version to begin with: choose an official one")
    return found


def tenant_of(connection: Connection, draft: Row[Any]) -> dict[str, Any]:
    found = tenants.tenant(connection, str(draft.tenant_id))
    if found is None:
        raise NotFound
    return found
