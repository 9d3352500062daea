"""Background of identity: keeps the audit trail of all services and sends the outbox."""

from collections.abc import Sequence

from chassis.audit import TOPIC
from chassis.consumer import Consumer, Message, Outgoing
from chassis.database import Database
from chassis.outbox import Relay
from chassis.process import Loop
from sqlalchemy import Connection

from identity_service.config import IdentitySettings
from identity_service.store import tenants


def loops(settings: IdentitySettings) -> list[Loop]:
    database = Database(settings.database_worker_url)
    bootstrap, prefix = settings.kafka_bootstrap, settings.kafka_topic_prefix
    return [
        Consumer(
            name="identity-audit",
            topic=TOPIC,
            handle=keep_entries,
            database=database,
            bootstrap=bootstrap,
            prefix=prefix,
        ),
        Relay("identity", database, bootstrap, prefix),
    ]


def keep_entries(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    tenants.keep_entries(connection, [message.event for message in messages])
    return []
