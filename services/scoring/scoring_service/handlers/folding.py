"""Folds recorded responses into tallies, each exactly once, whatever is sent again."""

from collections.abc import Sequence
from typing import Any

from chassis.consumer import Message, NotYetError, Outgoing
from sqlalchemy import Connection

from scoring_service.domain.respondents import Counts, add
from scoring_service.domain.strata import Stratum, stratum_of
from scoring_service.domain.tallies import Layout, Tally, layout_of
from scoring_service.store import exclusions, marks, respondents, states, tallies

# Survey, partition, how it came, form version.
Key = tuple[str, int, Stratum, str]


def fold(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    """One batch of one partition. Source offsets only grow in it: what is not above the last
    stored one was folded before."""
    groups: dict[Key, Tally] = {}
    who: dict[int, dict[str, Counts]] = {}
    untold: dict[int, int] = {}
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
            key = (payload["survey_id"], part, stratum_of(payload), payload["form_version_id"])
            groups.setdefault(key, Tally.empty(layout)).add(layout, payload["answers"])
            if "respondent" in payload:
                add(who.setdefault(part, {}).setdefault(key[0], {}), payload["respondent"])
            else:
                untold[part] = offset
    if groups:
        tallies.add(connection, [_row(key, tally, tenants) for key, tally in groups.items()])
    for part, counts in who.items():
        respondents.add(connection, part, counts, tenants)
    for part, offset in untold.items():
        respondents.untold(connection, part, offset)
    for part, offset in last.items():
        tallies.keep_offset(connection, part, offset)
        marks.mark(connection, sorted({key[0] for key in groups if key[1] == part}), part)
    return []


def keep_exclusions(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    """Decisions of two persons; the next score of their surveys knows them."""
    rows = [{**message.event.payload, "tenant_id": message.event.tenant_id} for message in messages]
    exclusions.keep(connection, rows)
    marks.mark(connection, sorted({row["survey_id"] for row in rows}), marks.STATE_CHANGED)
    return []


def _layout(connection: Connection, known: dict[str, Layout], identifier: str) -> Layout:
    if identifier not in known:
        state = states.form_version(connection, identifier)
        if state is None:
            raise NotYetError(f"form version {identifier} has not arrived")
        known[identifier] = layout_of(state["definition"]["items"])
    return known[identifier]


def _row(key: Key, tally: Tally, tenants: dict[str, str]) -> dict[str, Any]:
    survey_id, part, stratum, form_version_id = key
    return {
        "survey_id": survey_id,
        "part": part,
        **stratum._asdict(),
        "form_version_id": form_version_id,
        "tenant_id": tenants[survey_id],
        **vars(tally),
    }
