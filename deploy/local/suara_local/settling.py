"""When everything that was sent is worked off by everybody, whatever it set off included."""

import psycopg

from suara_local.places import SERVICES
from suara_local.processes import wait_until
from suara_local.progress import step
from suara_local.stack import Stack
from suara_local.topic_ends import Ends, topic_ends

# A survey's first score takes 20 ms, and there are almost 1,800.
SECONDS = 1800.0
# What a service has still to do beside reading its topics.
WAITING = {
    **dict.fromkeys(("identity", "forms", "responses"), "SELECT count(*) FROM outbox"),
    "scoring": "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM pending_scores)"
    " + (SELECT count(*) FROM pending_summaries)",
    # The end of the longest way: surveys are scored, and the scores are to be seen.
    "reporting": "SELECT (NOT EXISTS (SELECT FROM scores))::int",
}


def settle(stack: Stack) -> None:
    """Start the services of a stack that is set up and return once they are idle; raise
    TimeoutError."""
    with step("services"):
        stack.start_services()
        stack.wait_healthy()
    with step("first scores of every survey"):
        wait_until(lambda: is_idle(stack), SECONDS, "an idle platform")


def is_idle(stack: Stack) -> bool:
    """Whether nothing is on its way between the services."""
    ends = topic_ends(stack.bootstrap)
    return (
        all(_is_done(stack, each, ends) for each in SERVICES)
        and topic_ends(stack.bootstrap) == ends
    )


def _is_done(stack: Stack, service: str, ends: Ends) -> bool:
    with psycopg.connect(stack.superuser_url(service)) as connection:
        waiting = connection.execute(WAITING[service].encode()).fetchone()
        places = connection.execute("SELECT topic, part, next_offset FROM consumer_positions")
        behind = any(ends.get((topic, part), 0) > place for topic, part, place in places)
    return waiting == (0,) and not behind
