"""Background of reporting: keeps the read model, wakes open dashboards, serves the stream."""

from chassis import tenant_tree
from chassis.consumer import Consumer, Handler
from chassis.database import Database
from chassis.process import Loop

from reporting_service.config import ReportingSettings
from reporting_service.read_model.handlers import (
    keep_forms,
    keep_formulas,
    keep_scores,
    keep_surveys,
    keep_targets,
)


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
