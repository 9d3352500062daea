"""The recorder: first of an id is stored and counted, a copy is dropped, another body conflicts.

Idempotent: after a crash between commit and publish the same batch comes again, finds its own
offsets in the ledger, stores nothing and publishes the same events.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chassis.consumer import Message, Outgoing
from chassis.events import new_event
from sqlalchemy import Connection

from responses_service.record.handlers.flagging import flag
from responses_service.record.store import ledger
from responses_service.shared import amendments
from responses_service.shared.respondent import respondent
from responses_service.shared.submission_rules import moment
from responses_service.tokens.handlers import redeem

RECORDED = "responses.recorded.v1"
Submission = dict[str, Any]


def record(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    """Store one batch of one partition; return the recorded events for the same partition."""
    rows = [_row(message) for message in messages]
    _amend(connection, rows)
    firsts: dict[str, Submission] = {}
    for row in rows:
        firsts.setdefault(row["response_id"], row)
    new = ledger.claim(connection, list(firsts.values()))
    if new:
        _keep(connection, [firsts[response_id] for response_id in firsts if response_id in new])
    others = [row["response_id"] for row in rows if not _is_first(row, new, firsts)]
    known = ledger.known(connection, others) if others else {}
    outgoing: list[Outgoing] = []
    conflicts: list[Submission] = []
    for row in rows:
        state = _state(row, new, firsts, known)
        if state == "conflict":
            conflicts.append(row)
        elif state != "duplicate" and not _is_first(row, new, firsts):
            first = known[row["response_id"]]
            row.update(token=first.token, flags=list(first.flags))
        if state != "duplicate":
            outgoing.append((_event(row, state), row["source_partition"]))
    if conflicts:
        ledger.keep_conflicts(connection, conflicts)
    return outgoing


def keep_contacts(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    rows = [{**message.event.payload, "tenant_id": message.event.tenant_id} for message in messages]
    changed = amendments.amended(connection, "contact", [row["contact_id"] for row in rows])
    left = [
        {**row, **(changed.get(row["contact_id"]) or {})}
        for row in rows
        if changed.get(row["contact_id"], row) is not None
    ]
    if left:
        ledger.keep_contacts(connection, left)
    return []


def _amend(connection: Connection, rows: list[Submission]) -> None:
    """After a restore the queue brings again what was erased or corrected since the backup."""
    wrote = [row["response_id"] for row in rows if row["text"]]
    changed = amendments.amended(connection, "text", wrote) if wrote else {}
    for row in rows:
        if row["text"]:
            row["text"] = changed.get(row["response_id"], row["text"])


def _keep(connection: Connection, rows: list[Submission]) -> None:
    """In the order of arrival: the first of two with one token is the valid one."""
    redeem(connection, rows)
    flag(connection, rows)
    ledger.keep(connection, rows)


def _row(message: Message) -> Submission:
    payload = message.event.payload
    return {
        **payload,
        "tenant_id": message.event.tenant_id,
        "state": "late" if payload.get("late") else "counted",
        "answered_at": _answered(payload),
        "token_hash": payload.get("token"),
        "token": "none",
        "flags": [],
        "source_partition": message.partition,
        "source_offset": message.offset,
    }


def _answered(payload: Submission) -> str:
    """What waited on a phone was answered when the phone says so. Submissions of an earlier edition
    may hold any text there."""
    told = moment(payload["finished_at"])
    return told.isoformat() if told else str(payload["received_at"])


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
            "flagged": bool(row["flags"]),
            "flags": row["flags"],
            "token": row["token"],
            "respondent": respondent(
                row["language"], datetime.fromisoformat(row["answered_at"]), row["profile"]
            ),
            "source": {"partition": row["source_partition"], "offset": row["source_offset"]},
        },
    )
