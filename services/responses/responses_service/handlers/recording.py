"""The recorder: first of an id is stored and counted, a copy is dropped, another body conflicts.

Idempotent: after a crash between commit and publish the same batch comes again, finds its own
offsets in the ledger, stores nothing and publishes the same events.
"""

from collections.abc import Sequence
from typing import Any

from chassis.consumer import Message, Outgoing
from contracts.codec import new_event
from sqlalchemy import Connection

from responses_service.store import ledger

RECORDED = "responses.recorded.v1"
Submission = dict[str, Any]


def record(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    """Store one batch of one partition; return the recorded events for the same partition."""
    rows = [_row(message) for message in messages]
    firsts: dict[str, Submission] = {}
    for row in rows:
        firsts.setdefault(row["response_id"], row)
    new = ledger.claim(connection, list(firsts.values()))
    if new:
        ledger.keep(connection, [firsts[response_id] for response_id in new])
    others = [row["response_id"] for row in rows if not _is_first(row, new, firsts)]
    known = ledger.known(connection, others) if others else {}
    outgoing: list[Outgoing] = []
    conflicts: list[Submission] = []
    for row in rows:
        state = _state(row, new, firsts, known)
        if state == "conflict":
            conflicts.append(row)
        if state != "duplicate":
            outgoing.append((_event(row, state), row["source_partition"]))
    if conflicts:
        ledger.keep_conflicts(connection, conflicts)
    return outgoing


def keep_contacts(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    rows = [{**message.event.payload, "tenant_id": message.event.tenant_id} for message in messages]
    ledger.keep_contacts(connection, rows)
    return []


def _row(message: Message) -> Submission:
    payload = message.event.payload
    return {
        **payload,
        "tenant_id": message.event.tenant_id,
        "state": "late" if payload.get("late") else "counted",
        "source_partition": message.partition,
        "source_offset": message.offset,
    }


def _is_first(row: Submission, new: set[str], firsts: dict[str, Submission]) -> bool:
    return row["response_id"] in new and firsts[row["response_id"]] is row


def _state(
    row: Submission, new: set[str], firsts: dict[str, Submission], known: dict[str, Any]
) -> str:
    if _is_first(row, new, firsts):
        return str(row["state"])
    first = known[row["response_id"]]
    place = (first.source_partition, first.source_offset)
    if place == (row["source_partition"], row["source_offset"]):
        return str(first.state)
    return "duplicate" if first.digest == row["digest"] else "conflict"


def _event(row: Submission, state: str) -> Any:
    return new_event(
        RECORDED,
        row["tenant_id"],
        {
            "response_id": row["response_id"],
            "survey_id": row["survey_id"],
            "instrument": row["instrument"],
            "period": row["period"],
            "form_version_id": row["form_version_id"],
            "state": state,
            "answers": row["answers"],
            "service": row["service"],
            "mode": row["mode"],
            "flagged": False,
            "source": {"partition": row["source_partition"], "offset": row["source_offset"]},
        },
    )
