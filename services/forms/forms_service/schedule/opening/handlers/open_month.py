"""`open-month`: opens a period for all tenants from a terminal, and says how far it is."""

import sys
import time
from contextlib import closing

from chassis import clock
from chassis.database import Database

from forms_service.config import FormsSettings
from forms_service.schedule.opening.handlers.opening import Progress, open_period
from forms_service.shared.commands import CommandError, drain
from forms_service.shared.period import CAPITAL, current


def open_month(settings: FormsSettings, period: str | None = None) -> int:
    """The present month unless another period is named; may be repeated, opens what is missing.

    Return the number of events sent; raise CommandError for what is no period.
    """
    now, began = clock.now(), time.monotonic()
    wanted = period or current("month", now, CAPITAL)
    with closing(Database(settings.database_worker_url)) as worker:
        try:
            progress = open_period(
                worker, wanted, now, lambda _, so_far: _say_progress(wanted, so_far)
            )
        except ValueError as fault:
            raise CommandError(f"--period {fault}") from fault
        for each in progress.skipped:
            why = ": ".join([each["why"], *filter(None, ["; ".join(each.get("problems", []))])])
            _say(f"  {each['code']} {each['instrument']}: not opened, {why}")
        sent = drain(settings, worker)
    _say(f"{wanted}: done in {time.monotonic() - began:.1f} s, {sent} events sent")
    return sent


def _say_progress(period: str, progress: Progress) -> None:
    _say(
        f"{period}: {progress.done} of {progress.total} units, {progress.opened} surveys opened,"
        f" {progress.existing} there already, {len(progress.skipped)} not opened"
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
