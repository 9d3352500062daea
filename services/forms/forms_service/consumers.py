"""Background of forms: follows the tenant tree, opens what is due, closes what is over, sends the
outbox."""

from datetime import UTC, datetime

from chassis import tenant_tree
from chassis.consumer import Consumer
from chassis.database import Database
from chassis.imports import clear_uploads
from chassis.outbox import Relay
from chassis.process import Every, Loop

from forms_service.config import FormsSettings
from forms_service.populations.month.handlers import keep_targets
from forms_service.posters.batches import handlers as poster_batches
from forms_service.posters.handlers.making import printing_day
from forms_service.schedule.opening.handlers.opening import open_due, work_off
from forms_service.surveys.handlers import close_due
from forms_service.visits.handlers import visits


def loops(settings: FormsSettings) -> list[Loop]:
    database = Database(settings.database_worker_url)
    web = Database(settings.database_web_url, pool_size=1)
    bootstrap, prefix = settings.kafka_bootstrap, settings.kafka_topic_prefix
    return [
        Consumer(
            name="forms-tenants",
            topic=tenant_tree.TOPIC,
            handle=tenant_tree.keep_tenants,
            database=database,
            bootstrap=bootstrap,
            prefix=prefix,
        ),
        Consumer(
            name="forms-targets",
            topic="scoring.targets.v1",
            handle=keep_targets,
            database=database,
            bootstrap=bootstrap,
            prefix=prefix,
        ),
        Consumer(
            name="forms-visits",
            topic=visits.VISITS,
            handle=visits.fold,
            database=database,
            bootstrap=bootstrap,
            prefix=prefix,
        ),
        Relay("forms", database, bootstrap, prefix),
        Every("forms-closer", 20, lambda: close_due(database)),
        Every("forms-opener", 20, lambda: _open_due(database)),
        Every("forms-openings", 1, lambda: work_off(database, datetime.now(UTC))),
        Every("forms-posters", 1, lambda: _draw_posters(web, database, settings)),
        Every("forms-silence", 120, lambda: visits.watch(database, datetime.now(UTC))),
        Every("forms-uploads", 600, lambda: _clear_uploads(database)),
        Every("forms-visits-kept", 3600, lambda: visits.forget(database, datetime.now(UTC))),
    ]


def _draw_posters(web: Database, worker: Database, settings: FormsSettings) -> None:
    poster_batches.work_off(web, worker, settings, printing_day())


def _clear_uploads(database: Database) -> None:
    with database.unbound() as connection:
        clear_uploads(connection)


def _open_due(database: Database) -> None:
    open_due(database, datetime.now(UTC))
