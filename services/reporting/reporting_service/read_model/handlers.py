"""Each consumer's work: states are absolute, so a repeated or late event does no harm."""

from collections.abc import Sequence

from chassis.consumer import Message, Outgoing
from sqlalchemy import Connection

from reporting_service.read_model import store
from reporting_service.shared.news import tell


def keep_forms(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    rows = [(each.event.payload["form_version_id"], each.event.payload) for each in messages]
    store.keep_versions(connection, "form_versions", rows)
    return []


def keep_formulas(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    rows = [(each.event.payload["formula_version_id"], each.event.payload) for each in messages]
    store.keep_versions(connection, "formula_versions", rows)
    return []


def keep_surveys(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    return _keep(connection, "surveys", messages)


def keep_targets(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    return _keep(connection, "targets", messages)


def keep_scores(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    kept = _keep(connection, "scores", messages)
    shown = [message.event.payload["survey_id"] for message in messages]
    if changed := store.new_releases(connection, shown):
        store.keep_releases(connection, changed)
    return kept


def keep_standings(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    store.keep_standings(connection, [message.event.payload for message in messages])
    store.keep_changed_standings(connection)
    tell(connection, (message.event.tenant_id for message in messages))
    return []


def keep_services(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    store.keep_services(connection, [message.event.payload for message in messages])
    tell(connection, (message.event.tenant_id for message in messages))
    return []


def keep_summaries(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    store.keep_summaries(connection, [message.event.payload for message in messages])
    tell(connection, (message.event.tenant_id for message in messages))
    return []


def _keep(connection: Connection, table: str, messages: Sequence[Message]) -> list[Outgoing]:
    rows = [(message.event.tenant_id, message.event.payload) for message in messages]
    store.keep(connection, table, rows)
    tell(connection, (tenant_id for tenant_id, _ in rows))
    return []
