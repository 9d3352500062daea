"""Background of forms: follows the tenant tree, opens what is due, closes what is over, sends the
outbox."""

from chassis import clock
from chassis.background import Background
from chassis.bell import WhenRung
from chassis.database import Database
from chassis.process import Every, Loop

from forms_service.banners.handlers.forgetting import forget as forget_checks
from forms_service.config import FormsSettings
from forms_service.populations.month.handlers import keep_targets
from forms_service.posters.batches import handlers as poster_batches
from forms_service.posters.handlers.making import printing_day
from forms_service.schedule.opening.handlers import opening
from forms_service.surveys.handlers import close_due
from forms_service.visits.handlers import visits


def loops(settings: FormsSettings) -> list[Loop]:
    database = Database(settings.database_worker_url)
    web = Database(settings.database_web_url, pool_size=1)
    made = Background("forms", settings, database)
    return [
        made.tenants(),
        made.consumer("forms-targets", "scoring.targets.v1", keep_targets),
        made.consumer("forms-visits", visits.VISITS, visits.fold),
        made.relay(),
        Every("forms-closer", 20, lambda: close_due(database)),
        Every("forms-opener", 20, lambda: _open_due(database)),
        WhenRung(
            "forms-openings",
            database,
            opening.BELL,
            lambda *_: opening.work_off(database, clock.now()),
        ),
        WhenRung(
            "forms-posters",
            database,
            poster_batches.BELL,
            lambda *_: _draw_posters(web, database, settings),
        ),
        Every("forms-silence", 120, lambda: visits.watch(database, clock.now())),
        made.uploads(),
        Every("forms-visits-kept", 3600, lambda: visits.forget(database, clock.now())),
        Every("forms-checks-kept", 3600, lambda: forget_checks(database, clock.now())),
    ]


def _draw_posters(web: Database, worker: Database, settings: FormsSettings) -> bool:
    return poster_batches.work_off(web, worker, settings, printing_day())


def _open_due(database: Database) -> None:
    opening.open_due(database, clock.now())
