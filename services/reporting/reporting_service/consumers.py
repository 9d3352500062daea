"""Background of reporting: keeps the read model, wakes open dashboards, serves the stream."""

from collections.abc import Sequence

from chassis import tenant_tree
from chassis.consumer import Consumer, Handler, Message, Outgoing
from chassis.database import Database
from chassis.process import Loop
from sqlalchemy import Connection

from reporting_service.config import ReportingSettings
from reporting_service.read_model import store as writing


def loops(settings: ReportingSettings, *more: Loop) -> list[Loop]:
    database = Database(settings.database_worker_url, pool_size=8)
    bootstrap, prefix = settings.kafka_bootstrap, settings.kafka_topic_prefix

    def consumer(name: str, topic: str, handle: Handler) -> Consumer:
        return Consumer(
            name=name,
            topic=topic,
            handle=handle,
            database=database,
            bootstrap=bootstrap,
            prefix=prefix,
        )

    return [
        consumer("reporting-tenants", tenant_tree.TOPIC, tenant_tree.keep_tenants),
        consumer("reporting-forms", "forms.form-versions.v1", keep_forms),
        consumer("reporting-formulas", "forms.formula-versions.v1", keep_formulas),
        consumer("reporting-surveys", "forms.surveys.v1", keep_surveys),
        consumer("reporting-targets", "scoring.targets.v1", keep_targets),
        consumer("reporting-scores", "scoring.scores.v1", keep_scores),
        *more,
    ]


def keep_forms(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    rows = [(each.event.payload["form_version_id"], each.event.payload) for each in messages]
    writing.keep_versions(connection, "form_versions", rows)
    return []


def keep_formulas(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    rows = [(each.event.payload["formula_version_id"], each.event.payload) for each in messages]
    writing.keep_versions(connection, "formula_versions", rows)
    return []


def keep_surveys(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    return _keep(connection, "surveys", messages)


def keep_targets(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    return _keep(connection, "targets", messages)


def keep_scores(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    return _keep(connection, "scores", messages)


def _keep(connection: Connection, table: str, messages: Sequence[Message]) -> list[Outgoing]:
    rows = [(message.event.tenant_id, message.event.payload) for message in messages]
    writing.keep(connection, table, rows)
    writing.tell(connection, (tenant_id for tenant_id, _ in rows))
    return []
