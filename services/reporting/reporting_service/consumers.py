"""Background of reporting: keeps the read model, sends the outbox, serves the stream."""

from chassis.background import Background
from chassis.database import Database
from chassis.process import Loop

from reporting_service.config import ReportingSettings
from reporting_service.historic.handlers import keep_historic
from reporting_service.read_model.handlers import (
    keep_forms,
    keep_formulas,
    keep_scores,
    keep_services,
    keep_standings,
    keep_summaries,
    keep_surveys,
    keep_targets,
)
from reporting_service.stream.api import Stream


def loops(settings: ReportingSettings) -> list[Loop]:
    database = Database(settings.database_worker_url, pool_size=9)
    made = Background("reporting", settings, database)
    return [
        made.tenants(),
        made.consumer("reporting-forms", "forms.form-versions.v1", keep_forms),
        made.consumer("reporting-formulas", "forms.formula-versions.v1", keep_formulas),
        made.consumer("reporting-surveys", "forms.surveys.v1", keep_surveys),
        made.consumer("reporting-targets", "scoring.targets.v1", keep_targets),
        made.consumer("reporting-scores", "scoring.scores.v1", keep_scores),
        made.consumer("reporting-standings", "scoring.standings.v1", keep_standings),
        made.consumer("reporting-services", "forms.services.v1", keep_services),
        made.consumer("reporting-summaries", "scoring.summaries.v1", keep_summaries),
        made.consumer("reporting-historic", "scoring.historic.v1", keep_historic),
        made.relay(),
        Stream(settings),
    ]
