"""Summaries of several months and units: asked for by each final result and its corrections, by
numbers of recipients and by the tree; made together, since many results come at once."""

from collections.abc import Iterator, Sequence
from typing import Any

from chassis import clock, tenant_tree, tenants
from chassis.consumer import Message, Outgoing
from chassis.database import Database
from chassis.events import new_event
from chassis.outbox import add_events
from contracts.codec import Event
from contracts.enough import DETAILED_FROM
from contracts.shapes import Survey
from contracts.summary_shapes import Summaries
from sqlalchemy import Connection, Row

from scoring_service.domain.life import DAY_OF
from scoring_service.handlers.book import read_book
from scoring_service.handlers.method import Method, Methods
from scoring_service.handlers.small import small_differ
from scoring_service.store import finals, summaries

SUMMARIES = "scoring.summaries.v1"


def keep_final(known: Methods, survey: Survey) -> None:
    """What the final result of a survey is by now, if it has one; ask for summaries with it."""
    connection = known.connection
    row = finals.shown(connection, survey["survey_id"])
    state = _final(known.released(row), row) if row else None
    if state != finals.kept(connection, survey["survey_id"]):
        finals.keep(connection, survey, state)
        summaries.ask(connection, [(survey["tenant_id"], survey["period"])])


def keep_tenants(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    """As every service does; where somebody stands elsewhere, all is summed up again."""
    ids = [message.event.payload["tenant_id"] for message in messages]
    before = tenants.some(connection, ids)
    sent = tenant_tree.keep_tenants(connection, messages)
    after = tenants.some(connection, ids)
    if any(_stands(before.get(each)) != _stands(after.get(each)) for each in ids):
        summaries.ask_all(connection)
    return list(sent)


def mark_moves(connection: Connection) -> None:
    """As a day begins, or is found begun: parents are named long before they are so."""
    if summaries.somebody_moved(connection, clock.today(DAY_OF)):
        summaries.ask_all(connection)


def publish_summaries(database: Database) -> None:
    """All that were asked for; those that are as they were are not published again."""
    with database.unbound() as connection:
        if not summaries.become_summarist(connection):
            return
        for period, asked in summaries.take(connection).items():
            add_events(connection, list(_moved(connection, period, asked)))


def summaries_differ(database: Database) -> list[str]:
    """In words, which final results, sums of small ones and summaries that are kept are not what
    the releases, and then these, give; of one moment, without what is asked for anew."""
    with database.snapshot() as connection:
        return [
            *_finals_differ(connection),
            *small_differ(connection),
            *_summaries_differ(connection),
        ]


def _moved(connection: Connection, period: str, asked: set[str]) -> Iterator[Event]:
    book, before = read_book(connection, period), summaries.kept(connection, period)
    for tenant_id in sorted(asked & book.tenants.keys()):
        state, old = book.summaries(tenant_id), before.get(tenant_id)
        if state != old and (old or state["summaries"]):
            summaries.keep(connection, state)
            yield new_event(SUMMARIES, tenant_id, state)


def _final(method: Method, row: Row[Any]) -> dict[str, Any]:
    """Its official indices that are shown."""
    shown = {each["code"] for each in row.published["indices"] if each["value"] is not None}
    found = method.values_of(row.exact).items()
    values = {code: str(value) for code, value in found if code in shown}
    lack = None
    if row.published["n"] < DETAILED_FROM:
        lack = "few"
    elif values.keys() != method.official.weights.keys():
        lack = "no_index"
    return {
        "version": method.formula_version_id,
        "n": row.published["n"],
        "values": {} if lack else values,
        "lack": lack,
    }


def _stands(tenant: Any) -> Any:
    """All that decides in which office it is counted."""
    return tenant and [tenant.get(name) for name in ("parents", "kind", "status", "practice")]


def _finals_differ(connection: Connection) -> Iterator[str]:
    kept, known = finals.all_kept(connection), Methods(connection)
    again = {
        str(row.survey_id): _final(known.released(row), row) for row in finals.all_shown(connection)
    }
    for survey_id in sorted(kept.keys() | again.keys()):
        one, other = kept.get(survey_id), again.get(survey_id)
        if one != other:
            yield f"survey {survey_id}: final result {one}, release {other}"


def _summaries_differ(connection: Connection) -> Iterator[str]:
    settled = summaries.expected(connection) - summaries.pending(connection)
    for period in sorted({period for _, period in settled}):
        book, kept = read_book(connection, period), summaries.kept(connection, period)
        for tenant_id in sorted({tenant for tenant, of in settled if of == period}):
            one, other = _told(kept.get(tenant_id)), _told(book.summaries(tenant_id))
            if tenant_id in book.tenants and one != other:
                yield f"tenant {tenant_id}, {period}: summary {one}, final results {other}"


def _told(state: Summaries | None) -> Any:
    return state["summaries"] if state else []
