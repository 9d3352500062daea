"""What the worker of responses does: it writes files of answers."""

from functools import partial

from chassis.database import Database
from chassis.jobs.lease import Task

from responses_service.config import ResponsesSettings
from responses_service.exports.handlers.queueing import EXPORTS
from responses_service.exports.handlers.writing import write_export


def tasks(settings: ResponsesSettings) -> list[Task]:
    # One connection for signs of life, one for the rest.
    database = Database(settings.database_worker_url, pool_size=2)
    web = Database(settings.database_web_url, pool_size=1)
    return [Task(EXPORTS, database, partial(write_export, web, settings))]
