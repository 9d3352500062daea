"""Background of forms: follows the tenant tree, closes what is over, sends the outbox."""

from chassis import tenant_tree
from chassis.consumer import Consumer
from chassis.database import Database
from chassis.outbox import Relay
from chassis.process import Every, Loop

from forms_service.config import FormsSettings
from forms_service.handlers.upkeep import close_due


def loops(settings: FormsSettings) -> list[Loop]:
    database = Database(settings.database_worker_url)
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
        Relay("forms", database, bootstrap, prefix),
        Every("forms-closer", 20, lambda: close_due(database)),
    ]
