"""What every background process is put together from: consumers, the outbox, old uploads; all over
one database and one broker."""

from dataclasses import dataclass

from chassis import tenant_tree
from chassis.bell import WhenRung
from chassis.config import Settings
from chassis.consumer import Consumer, Handler
from chassis.database import Database
from chassis.imports import clear_uploads
from chassis.jobs.rows import Jobs
from chassis.outbox import Relay
from chassis.process import Every

# How often files that nobody waits for are looked for; how long they are kept says `imports`.
UPLOADS_SECONDS = 600


@dataclass(frozen=True)
class Background:
    """`database` is the worker's of `service`."""

    service: str
    settings: Settings
    database: Database

    def consumer(
        self, name: str, topic: str, handle: Handler, *, publishes: bool = False
    ) -> Consumer:
        return Consumer(
            name=name,
            topic=topic,
            handle=handle,
            database=self.database,
            bootstrap=self.settings.kafka_bootstrap,
            prefix=self.settings.kafka_topic_prefix,
            publishes=publishes,
        )

    def tenants(self) -> Consumer:
        """Keeps the tree that scopes rest on."""
        return self.consumer(f"{self.service}-tenants", tenant_tree.TOPIC, tenant_tree.keep_tenants)

    def relay(self) -> Relay:
        broker = self.settings.kafka_bootstrap, self.settings.kafka_topic_prefix
        return Relay(self.service, self.database, *broker)

    def jobs(self, jobs: Jobs) -> WhenRung:
        """Sends what waits to the worker of the service."""
        # Only who has jobs loads Celery.
        from chassis.jobs.broker import celery_app
        from chassis.jobs.sweep import Sweep

        app = celery_app(self.service, self.settings.valkey_url)
        sweep = Sweep(app, self.database, jobs)
        return WhenRung(jobs.task, self.database, jobs.table, lambda *_: sweep.turn())

    def uploads(self) -> Every:
        """Forgets files that nobody waits for any more."""
        return Every(f"{self.service}-uploads", UPLOADS_SECONDS, self._clear_uploads)

    def _clear_uploads(self) -> None:
        with self.database.unbound() as connection:
            clear_uploads(connection)
