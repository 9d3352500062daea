"""Background of responses: the recorder, contacts, the tenant tree, the outbox."""

from chassis import tenant_tree
from chassis.consumer import Consumer, Handler
from chassis.database import Database
from chassis.outbox import Relay
from chassis.process import Loop

from responses_service.config import ResponsesSettings
from responses_service.handlers.intake import CONTACTS, SUBMITTED
from responses_service.handlers.recording import keep_contacts, record


def loops(settings: ResponsesSettings) -> list[Loop]:
    database = Database(settings.database_worker_url)
    bootstrap, prefix = settings.kafka_bootstrap, settings.kafka_topic_prefix

    def consumer(name: str, topic: str, handle: Handler, *, publishes: bool = False) -> Consumer:
        return Consumer(
            name=name,
            topic=topic,
            handle=handle,
            database=database,
            bootstrap=bootstrap,
            prefix=prefix,
            publishes=publishes,
        )

    return [
        consumer("recorder", SUBMITTED, record, publishes=True),
        consumer("contacts", CONTACTS, keep_contacts),
        consumer("responses-tenants", tenant_tree.TOPIC, tenant_tree.keep_tenants),
        Relay("responses", database, bootstrap, prefix),
    ]
