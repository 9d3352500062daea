"""A follow-up as JSON."""

from typing import Any

from reporting_service.follow_ups.rules.life import Stored, is_judged
from reporting_service.follow_ups.rules.plan import judged_by, term

# Before every id; by what a list can be cut.
FIRST = "00000000-0000-0000-0000-000000000000"
FILTERS = ("state", "instrument", "period")


def report(row: Stored) -> dict[str, Any]:
    """`effect` is null where there is none to judge; else it waits for the periods named, until
    scoring judges it."""
    began, effect = row.opened_on, None
    if is_judged(row):
        effect = {"state": "waits", "periods": judged_by(row.period, began)}
    return {
        "follow_up_id": str(row.follow_up_id),
        "tenant_id": str(row.tenant_id),
        "instrument": row.instrument,
        "period": row.period,
        "statement": row.statement,
        "index": row.index_code,
        "words": row.words,
        "priority": row.priority,
        "program": row.program,
        "owner": row.owner,
        "due": row.due.isoformat(),
        "term": term(began, row.due) if began else None,
        "state": row.state,
        "opened_on": began and began.isoformat(),
        "revision": row.revision,
        "effect": effect,
    }
