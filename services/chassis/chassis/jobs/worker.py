"""How a worker runs: Celery's, with a health file as other background processes have one."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from celery import Celery, bootsteps, signals

from chassis.config import Settings
from chassis.health import tell
from chassis.jobs.broker import celery_app
from chassis.jobs.lease import Task


def run_worker(service: str, settings: Settings, tasks: Sequence[Task]) -> None:
    """Work until told to stop; a job at work is finished first."""
    app = celery_app(service, settings.valkey_url)
    for task in tasks:
        _add(app, task)
    if settings.health_file:
        app.steps["consumer"].add(_health(Path(settings.health_file)))
    # Logs are ours (`chassis.logging`).
    signals.setup_logging.connect(_keep_logging)
    worker = app.Worker(quiet=True, without_gossip=True, without_mingle=True)
    worker.start()
    sys.exit(worker.exitcode)


def _add(app: Celery, task: Task) -> None:
    def attempt(job_id: str) -> None:
        task.attempt(job_id)

    app.task(attempt, name=task.jobs.task)


def _health(file: Path) -> type[bootsteps.StartStopStep]:
    """Green while the loop that fetches messages runs: without Valkey it does not."""

    class Health(bootsteps.StartStopStep):  # type: ignore[misc]
        requires = {"celery.worker.consumer.tasks:Tasks"}
        timer: Any = None

        def start(self, parent: Any) -> None:
            self.timer = parent.timer.call_repeatedly(1.0, tell, (file, []))

        def stop(self, parent: Any) -> None:
            # A connection may be lost before it was started.
            if self.timer:
                self.timer.cancel()

        shutdown = stop

    return Health


def _keep_logging(**_: Any) -> None:
    pass
