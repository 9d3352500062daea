"""A person sees, corrects and takes back free text and contact by receipt (UU 27/2022 articles 6
to 9).

The wish goes to a compacted topic, which no backup of the database can overtake; the background
acts on it, and the recorder heeds it when the queue brings the first text again. The answers stay:
without text and contact they tell of nobody, and the index does not move.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chassis import clock
from chassis.consumer import Message, Outgoing
from chassis.database import Database, Scope
from chassis.problems import FieldFault, Invalid, NotFound, Unavailable
from chassis.tenant_tree import is_practice
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from responses_service.exports.handlers.withdrawing import withdraw_texts
from responses_service.receipts.rules import amendment_faults, corrected
from responses_service.record.handlers import reading
from responses_service.retention.handlers import kept_until
from responses_service.shared import amendments
from responses_service.shared.context import Context
from responses_service.shared.receipt import is_genuine, read_receipt
from responses_service.shared.sealing import seal, unseal
from responses_service.shared.submission_rules import latest_day
from responses_service.shared.unlinkable import contact_id_of

State = dict[str, Any]


@dataclass(frozen=True)
class Fate:
    """What became of an answer: its state, the period that it counts for, and whether it was given
    for practice; while it is on its way these two are not known."""

    receipt: str
    state: str = "accepted"
    period: str | None = None
    practice: bool = False


@dataclass(frozen=True)
class Owner:
    """What a receipt proves: whose answer, where it lies. Not `first`: another one used its id."""

    response_id: str
    contact_id: str
    tenant_id: str
    period: str
    first: bool


@dataclass(frozen=True)
class Written:
    """What stands there now: the text box, long answers by item key, the contact; and the words
    that were agreed to, and the month (2028-12) from which the text is kept no longer."""

    form_version_id: str = ""
    consent: str = ""
    text_until: str = ""
    text: str = ""
    items: dict[str, str] = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)


def fate(database: Database, context: Context, typed: str) -> Fate:
    """Raise NotFound for what is no receipt of ours, Unavailable."""
    receipt = _genuine(context, typed)
    try:
        found = reading.fate(database, receipt)
    except DBAPIError as fault:
        raise Unavailable("Receipts cannot be looked up right now") from fault
    if found is None:
        return Fate(receipt)
    state, period, tenant_id = found
    return Fate(receipt, state, period, is_practice(context.projection.tenant(tenant_id) or {}))


def erase(database: Database, context: Context, typed: str) -> None:
    """Raise NotFound for what is no receipt of ours, Unavailable while its answer is on its way or
    the broker is away; then nothing was erased."""
    owner = _owner(database, context, typed)
    if owner.first:
        _publish(context, owner, {"text": None, "contact": None})


def written(database: Database, context: Context, typed: str) -> Written:
    """Raise as `erase`."""
    return _written(database, context, _owner(database, context, typed))


def correct(database: Database, context: Context, typed: str, body: State) -> Written:
    """`body` may have `text`, `items` and `contact`; what is left out stays, an empty text goes.
    Return what stands there then. Raise as `erase`, and Invalid with every fault: only what was
    written at the time can be corrected."""
    owner = _owner(database, context, typed)
    before = _written(database, context, owner)
    form = context.projection.forms.get(before.form_version_id)
    items = form.rules.items if form else {}
    faults = amendment_faults(items, vars(before), body, latest_day(clock.now()))
    if faults:
        raise Invalid(
            "Nothing was changed. Correct the fields and send it again.",
            faults=[FieldFault(name, message) for name, message in faults],
        )
    after = replace(before, **corrected(vars(before), body))
    boxes: dict[str, object] = {}
    if (after.text, after.items) != (before.text, before.items):
        left = {"suggestion": after.text or None, "items": after.items}
        boxes["text"] = left if any(left.values()) else None
    if after.contact != before.contact:
        boxes["contact"] = after.contact or None
    _publish(context, owner, boxes)
    return after


def keep_amendments(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    """Consumer handler: idempotent, in any order with the recorder; the last of a subject wins."""
    rows = [_row(message.event.payload) for message in messages]
    amendments.keep(connection, rows)
    texts = [row["subject_id"] for row in rows if row["kind"] == "text"]
    amendments.amend_texts(connection, texts)
    withdraw_texts(connection, texts)
    amendments.amend_contacts(connection, [r["subject_id"] for r in rows if r["kind"] == "contact"])
    return []


def _row(payload: State) -> State:
    box = payload["box"] or {"wrapped_key": None, "sealed": None}
    return {"subject_id": payload["subject_id"], "kind": payload["kind"], **box}


def _genuine(context: Context, typed: str) -> str:
    receipt = read_receipt(typed)
    if not is_genuine(context.keys.receipt, receipt):
        raise NotFound("This is no receipt of ours; check the letters and numbers")
    return receipt


def _owner(database: Database, context: Context, typed: str) -> Owner:
    receipt = _genuine(context, typed)
    with database.unbound() as connection:
        found = reading.owner_of(connection, receipt)
    if found is None:
        raise Unavailable("This answer is still on its way; try again in a moment")
    response_id = str(found.response_id)
    contact_id = contact_id_of(context.keys.contact, response_id)
    return Owner(response_id, contact_id, str(found.tenant_id), found.period, found.first)


def _written(database: Database, context: Context, owner: Owner) -> Written:
    """Nothing for a copy with other content: what it wrote was never used."""
    if not owner.first:
        return Written()
    # The receipt stands for its owner: of the whole tenant this one answer is read.
    with database.scope(Scope(owner.tenant_id)) as connection:
        row = amendments.written(connection, owner.period, owner.response_id)
        box = amendments.contact_of(connection, owner.contact_id)
        until = kept_until(connection, row.instrument, owner.period) if row else ""
    contact: Any = unseal(context.keys.contact, owner.tenant_id, box) if box else {}
    free: Any = {"suggestion": "", "items": {}}
    if row and row.sealed:
        free = unseal(context.keys.text, owner.tenant_id, {**row._mapping})
    return Written(
        form_version_id=str(row.form_version_id) if row else "",
        consent=(row and row.consent) or "",
        text_until=until,
        text=free["suggestion"] or "",
        items=free["items"],
        contact=contact,
    )


def _publish(context: Context, owner: Owner, plain: dict[str, object]) -> None:
    """`plain`: what is to stand there by kind; None erases."""
    subjects = {
        "text": (owner.response_id, context.keys.text),
        "contact": (owner.contact_id, context.keys.contact),
    }
    events = []
    for kind, content in plain.items():
        subject_id, key = subjects[kind]
        box = seal(key, owner.tenant_id, content) if content is not None else None
        events.append(amendments.amendment(owner.tenant_id, subject_id, kind, box))
    if events:
        context.publisher.publish(events)
