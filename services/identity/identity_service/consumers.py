"""Background of identity: keeps the audit trail of all services and sends the outbox."""

from collections.abc import Sequence

from chassis.audit import TOPIC
from chassis.background import Background
from chassis.consumer import Message, Outgoing
from chassis.database import Database
from chassis.imports import clear_uploads
from chassis.process import Every, Loop
from sqlalchemy import Connection

from identity_service.config import IdentitySettings
from identity_service.store import audit, sessions

CLEARING_SECONDS = 30.0


def loops(settings: IdentitySettings) -> list[Loop]:
    database = Database(settings.database_worker_url)
    made = Background("identity", settings, database)

    def clear_away() -> None:
        with database.unbound() as connection:
            sessions.clear(connection)
            clear_uploads(connection)

    return [
        made.consumer("identity-audit", TOPIC, keep_entries),
        made.relay(),
        Every("clear-away", CLEARING_SECONDS, clear_away),
    ]


def keep_entries(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    audit.keep_entries(connection, [message.event for message in messages])
    return []
