"""What lies in the databases and topics themselves, whatever the APIs show of it."""

from collections import Counter
from collections.abc import Mapping

import psycopg
from psycopg.sql import SQL, Identifier

from suara_local.places import SERVICES
from suara_local.stack import Stack
from suara_local.topic_ends import topic_ends

# Emptied by time or by their own readers, not by an upgrade; positions follow their consumers.
PASSING = {"outbox", "sessions", "uploads", "export_files", "poster_files", "pending_scores"}
NO_DATA = {"alembic_version", "consumer_positions"}
# Whose rows lie in another table by now, each as one of its rows.
MOVED = {
    "scoring.detailed_releases": "scoring.releases",
    "scoring.released_positions": "scoring.releases",
}
TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1
"""


def rows(stack: Stack) -> dict[str, int]:
    """Rows by `service.table`."""
    found: dict[str, int] = {}
    for service in SERVICES:
        with psycopg.connect(stack.superuser_url(service)) as connection:
            for (table,) in connection.execute(TABLES).fetchall():
                if table in PASSING | NO_DATA:
                    continue
                count = connection.execute(SQL("SELECT count(*) FROM {}").format(Identifier(table)))
                row = count.fetchone()
                found[f"{service}.{table}"] = int(row[0]) if row else 0
    return found


def moved(before: Mapping[str, int]) -> dict[str, int]:
    """The same rows by the tables in which they have to be found."""
    found = Counter[str]()
    for table, count in before.items():
        found[MOVED.get(table, table)] += count
    return dict(found)


def events(stack: Stack) -> dict[str, int]:
    """The end of every topic's every partition: events that were ever written there."""
    return {
        f"{topic}/{part}": end
        for (topic, part), end in topic_ends(stack.bootstrap).items()
        if not topic.startswith("__")
    }
