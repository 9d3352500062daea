"""A person takes back free text and contact by receipt (UU 27/2022 articles 8 and 9).

The wish goes to a compacted topic, which no backup of the database can overtake; the background
erases by it, and the recorder drops what comes again from the queue. The answers stay: without
text and contact they tell of nobody, and the index does not move.
"""

from collections.abc import Sequence

from chassis.consumer import Message, Outgoing
from chassis.database import Database
from chassis.problems import NotFound, Unavailable
from contracts.codec import new_event
from sqlalchemy import Connection

from responses_service.domain.receipt import is_genuine, read
from responses_service.handlers.intake import Intake, contact_id_of
from responses_service.store import erasures, ledger

ERASURES = "responses.erasures.v1"


def ask(database: Database, intake: Intake, typed: str) -> None:
    """Raise NotFound for what is no receipt of ours, Unavailable while its answer is on its way or
    the broker is away; then nothing was erased."""
    receipt = read(typed)
    if not is_genuine(intake.keys.receipt, receipt):
        raise NotFound("This is no receipt of ours; check the letters and numbers")
    with database.unbound() as connection:
        found = ledger.owner_of(connection, receipt)
    if found is None:
        raise Unavailable("This answer is still on its way; try again in a moment")
    response_id, tenant_id = found
    subjects = {"text": response_id, "contact": contact_id_of(intake.keys.contact, response_id)}
    intake.publisher.publish(
        [
            new_event(ERASURES, tenant_id, {"subject_id": subject, "kind": kind})
            for kind, subject in subjects.items()
        ]
    )


def keep_erasures(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    """Consumer handler: idempotent, in any order with the recorder."""
    rows = [message.event.payload for message in messages]
    erasures.keep(connection, rows)
    erasures.erase_texts(connection, [r["subject_id"] for r in rows if r["kind"] == "text"])
    erasures.erase_contacts(connection, [r["subject_id"] for r in rows if r["kind"] == "contact"])
    return []
