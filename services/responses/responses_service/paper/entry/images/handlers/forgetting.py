"""Images of sheets are kept until the seal of their survey and no longer."""

from collections.abc import Collection, Sequence

from chassis import clock
from chassis.audit import service_audit
from chassis.consumer import Message, Outgoing
from chassis.database import Database
from chassis.outbox import add_events
from sqlalchemy import Connection

from responses_service.paper.entry.images import store
from responses_service.paper.entry.images.rules.limits import KEPT

SURVEYS = "forms.surveys.v1"


def keep_ends(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    """Consumer handler, idempotent: an early close moves the end, and the images go earlier."""
    payloads = [message.event.payload for message in messages]
    rows = [{name: each[name] for name in ("survey_id", "closes_at")} for each in payloads]
    if rows:
        store.keep_ends(connection, rows)
    return []


def forget_images(connection: Connection, survey_ids: Collection[str]) -> int:
    """Of how many sheets; the audit trail says so by survey."""
    gone = store.forget(connection, survey_ids)
    action = "responses.paper-images.forget"
    add_events(
        connection,
        [
            service_audit("responses", action, each.survey_id, each.tenant_id, sheets=each.sheets)
            for each in gone
        ],
    )
    return sum(each.sheets for each in gone)


def forget_ended(database: Database) -> int:
    """For the timer: of how many sheets whose surveys ended long enough ago."""
    with database.unbound() as connection:
        ended = store.ended(connection, clock.now() - KEPT)
        return forget_images(connection, ended)
