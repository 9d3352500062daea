"""Background of responses: the recorder, contacts, the tenant tree, the outbox."""

from datetime import UTC, datetime

from chassis import tenant_tree
from chassis.consumer import Consumer, Handler
from chassis.database import Database
from chassis.imports import clear_uploads
from chassis.outbox import Relay
from chassis.process import Every, Loop

from responses_service.config import ResponsesSettings
from responses_service.exclusions.handlers import work_off
from responses_service.exports.background import Exporter
from responses_service.intake.handlers.taking import CONTACTS, SUBMITTED
from responses_service.paper.entry.images.handlers.forgetting import (
    SURVEYS,
    forget_ended,
    keep_ends,
)
from responses_service.receipts.handlers import keep_amendments
from responses_service.record.handlers.consents import FORM_VERSIONS, keep_consents
from responses_service.record.handlers.recording import keep_contacts, record
from responses_service.retention.handlers import run_when_due
from responses_service.shared.amendments import AMENDMENTS


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
        consumer("amendments", AMENDMENTS, keep_amendments),
        consumer("consents", FORM_VERSIONS, keep_consents),
        consumer("paper-surveys", SURVEYS, keep_ends),
        consumer("responses-tenants", tenant_tree.TOPIC, tenant_tree.keep_tenants),
        Every("exclusions", 0.5, lambda: _exclude(database)),
        Every("responses-uploads", 600, lambda: _clear_uploads(database)),
        Every("retention", 600, lambda: run_when_due(database, datetime.now(UTC))),
        Every("paper-images", 3600, lambda: _forget_images(database)),
        Exporter(database),
        Relay("responses", database, bootstrap, prefix),
    ]


def _exclude(database: Database) -> None:
    work_off(database)


def _clear_uploads(database: Database) -> None:
    with database.unbound() as connection:
        clear_uploads(connection)


def _forget_images(database: Database) -> None:
    forget_ended(database)
