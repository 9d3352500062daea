"""When what was answered for practice is counted, and its results can be seen."""

import psycopg
from chassis import clock

from suara_local.processes import wait_until
from suara_local.progress import live
from suara_local.settling import is_idle
from suara_local.stack import Stack

# Seconds, on a busy machine.
COUNTED, SHOWN = 1_800, 1_800
# Closed long enough ago, with answers that count, and not final yet.
WAITING = (
    "SELECT count(*) FROM scores WHERE state ->> 'status' = 'closed'"
    " AND state ->> 'stage' <> 'final' AND CAST(state ->> 'final_at' AS timestamptz) <= %s"
    " AND (state -> 'count')::int > (state -> 'excluded')::int"
)


def wait_counted(stack: Stack) -> None:
    wait_until(lambda: is_idle(stack), COUNTED, "the count of practice answers")


def begin_day(stack: Stack) -> None:
    """Have today begin now that there are answers: coarse pictures move once a day, and the people
    of practice came on earlier days, whose pictures nobody made."""
    with psycopg.connect(stack.superuser_url("scoring"), autocommit=True) as scoring:
        scoring.execute("DELETE FROM release_days")


def wait_shown(stack: Stack) -> None:
    wait_until(lambda: _is_shown(stack), SHOWN, "results of practice")


def _is_shown(stack: Stack) -> bool:
    """The day has begun, and nothing waits for the clock."""
    with psycopg.connect(stack.superuser_url("scoring")) as scoring:
        begun = scoring.execute("SELECT count(*) FROM release_days").fetchone()
        waiting = scoring.execute(WAITING, [clock.now()]).fetchone()
        left = scoring.execute("SELECT count(*) FROM pending_scores").fetchone()
    live(f"results to come: {waiting[0] if waiting else 0:,}")
    return (begun, waiting, left) == ((1,), (0,), (0,))
