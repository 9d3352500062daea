"""Folds recorded responses into tallies, each exactly once, whatever is sent again."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from chassis.consumer import Message, NotYetError, Outgoing
from sqlalchemy import Connection

from scoring_service.domain.tallies import Layout, Tally, layout_of
from scoring_service.store import marks, states, tallies

Stratum = tuple[str, int, str, str, bool, str]


def fold(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    """One batch of one partition. Source offsets only grow in it: what is not above the last
    stored one was folded before."""
    groups: dict[Stratum, Tally] = {}
    tenants: dict[str, str] = {}
    layouts: dict[str, Layout] = {}
    last: dict[int, int] = {}
    for message in messages:
        payload = message.event.payload
        part, offset = payload["source"]["partition"], payload["source"]["offset"]
        if part not in last:
            last[part] = tallies.last_offset(connection, part)
        if offset <= last[part]:
            continue
        last[part] = offset
        if payload["state"] == "counted":
            layout = _layout(connection, layouts, payload["form_version_id"])
            tenants[payload["survey_id"]] = message.event.tenant_id
            groups.setdefault(_stratum(part, payload), Tally.empty(layout)).add(
                layout, payload["answers"]
            )
    if groups:
        tallies.add(connection, [_row(key, tally, tenants) for key, tally in groups.items()])
    for part, offset in last.items():
        tallies.keep_offset(connection, part, offset)
        marks.mark(connection, sorted({key[0] for key in groups if key[1] == part}), part)
    return []


def _layout(connection: Connection, known: dict[str, Layout], identifier: str) -> Layout:
    if identifier not in known:
        state = states.version(connection, "form_versions", "form_version_id", identifier)
        if state is None:
            raise NotYetError(f"form version {identifier} has not arrived")
        known[identifier] = layout_of(state["definition"]["items"])
    return known[identifier]


def _stratum(part: int, payload: dict[str, Any]) -> Stratum:
    return (
        payload["survey_id"],
        part,
        payload["service"] or "",
        payload["mode"],
        payload["flagged"],
        payload["form_version_id"],
    )


def _row(key: Stratum, tally: Tally, tenants: dict[str, str]) -> dict[str, Any]:
    names = ("survey_id", "part", "service", "mode", "flagged", "form_version_id")
    return {**dict(zip(names, key, strict=True)), "tenant_id": tenants[key[0]], **asdict(tally)}
