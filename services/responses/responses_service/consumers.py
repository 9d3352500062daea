"""Background of responses: the recorder, contacts, the tenant tree, the outbox; what waits for the
worker is sent to it."""

from chassis import clock
from chassis.background import Background
from chassis.bell import WhenRung
from chassis.database import Database
from chassis.process import Every, Loop

from responses_service.config import ResponsesSettings
from responses_service.exclusions.handlers import BELL, work_off
from responses_service.exports.handlers.finals import SCORES, keep_finals
from responses_service.exports.handlers.queueing import EXPORTS, forget_old
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
    made = Background("responses", settings, database)
    return [
        made.consumer("recorder", SUBMITTED, record, publishes=True),
        made.consumer("contacts", CONTACTS, keep_contacts),
        made.consumer("amendments", AMENDMENTS, keep_amendments),
        made.consumer("consents", FORM_VERSIONS, keep_consents),
        made.consumer("paper-surveys", SURVEYS, keep_ends),
        made.consumer("final-rows", SCORES, keep_finals),
        made.tenants(),
        WhenRung("exclusions", database, BELL, lambda *_: _exclude(database)),
        made.uploads(),
        Every("retention", 600, lambda: run_when_due(database, clock.now())),
        Every("paper-images", 3600, lambda: _forget_images(database)),
        made.jobs(EXPORTS),
        Every("old-exports", 600, lambda: forget_old(database)),
        made.relay(),
    ]


def _exclude(database: Database) -> bool:
    work_off(database)
    return False


def _forget_images(database: Database) -> None:
    forget_ended(database)
