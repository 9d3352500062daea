"""Background of scoring: follows states, folds answers, publishes scores."""

from collections.abc import Callable, Sequence
from typing import Any

from chassis.background import Background
from chassis.bell import WhenRung
from chassis.consumer import Message, Outgoing
from chassis.database import Database
from chassis.logging import get_logger
from chassis.process import Every, Loop
from chassis.tenant_tree import TOPIC
from sqlalchemy import Connection

from scoring_service.config import ScoringSettings
from scoring_service.domain.life import SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_SUMMARIES
from scoring_service.domain.methods import read_formula
from scoring_service.domain.recipients import periods_after
from scoring_service.domain.tallies import layout_of
from scoring_service.handlers.folding import fold, keep_exclusions
from scoring_service.handlers.scoring import mark_due, publish_marked
from scoring_service.handlers.summarising import keep_tenants, publish_summaries
from scoring_service.store import marks, standings, states, summaries

State = dict[str, Any]
POOL = 13


def loops(settings: ScoringSettings) -> list[Loop]:
    return loops_over(Database(settings.database_worker_url, pool_size=POOL), settings)


def loops_over(database: Database, settings: ScoringSettings) -> list[Loop]:
    made = Background("scoring", settings, database)
    key = settings.key()

    def publish(*_: object) -> bool:
        publish_marked(database, key)
        with database.unbound() as connection:
            return marks.are_left(connection)

    return [
        made.consumer("scoring-tenants", TOPIC, keep_tenants),
        made.consumer("scoring-forms", "forms.form-versions.v1", keep_forms),
        made.consumer("scoring-formulas", "forms.formula-versions.v1", keep_formulas),
        made.consumer("scoring-surveys", "forms.surveys.v1", keep_surveys),
        made.consumer("scoring-populations", "forms.populations.v1", keep_populations),
        made.consumer("scorer", "responses.recorded.v1", fold),
        made.consumer("scoring-exclusions", "responses.exclusions.v1", keep_exclusions),
        WhenRung("scores", database, marks.BELL, publish),
        Every("summaries", SECONDS_BETWEEN_SUMMARIES, lambda: publish_summaries(database)),
        Every("due-results", SECONDS_BETWEEN_LOOKS, lambda: mark_due(database)),
        made.relay(),
    ]


def keep_forms(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    found = _readable(messages, lambda state: layout_of(state["definition"]["items"]))
    return _keep_versions(connection, "form_versions", "form_version_id", found)


def keep_formulas(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    found = _readable(messages, lambda state: read_formula(state["code"], state["definition"]))
    return _keep_versions(connection, "formula_versions", "formula_version_id", found)


def _readable(messages: Sequence[Message], read: Callable[[State], object]) -> list[State]:
    """A faulty version is as good as unknown: it must stop its own surveys alone."""
    found = []
    for message in messages:
        state = message.event.payload
        try:
            read(state)
        except (KeyError, TypeError, ValueError) as fault:
            get_logger().error("version_faulty", event_id=message.event.event_id, fault=repr(fault))
        else:
            found.append(state)
    return found


def keep_surveys(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    marks.one_state_at_a_time(connection)
    found = [message.event.payload for message in messages]
    states.keep_surveys(connection, found)
    marks.mark(connection, [survey["survey_id"] for survey in found], marks.STATE_CHANGED)
    return []


def keep_populations(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    marks.one_state_at_a_time(connection)
    found = [message.event.payload for message in messages]
    before = states.population_states(connection, [state["population_id"] for state in found])
    states.keep_populations(connection, found)
    touched = {
        (state["tenant_id"], period) for state in found for period in periods_after(state["period"])
    }
    for tenant_id, period in sorted(touched):
        surveys = states.surveys_of(connection, tenant_id, period)
        marks.mark(connection, surveys, marks.STATE_CHANGED)
    # A month without service drops out of a standing, with a survey or not.
    standing = standings.newest_finals(connection, sorted({tenant for tenant, _ in touched}))
    marks.mark(connection, standing, marks.STATE_CHANGED)
    moved = [state for state in found if state != before.get(state["population_id"])]
    summaries.ask(connection, sorted({(each["tenant_id"], each["period"]) for each in moved}))
    return []


def _keep_versions(
    connection: Connection, table: str, key: str, found: list[State]
) -> list[Outgoing]:
    """A version may arrive after surveys that wait for it."""
    marks.one_state_at_a_time(connection)
    states.keep_versions(connection, table, key, found)
    marks.mark(connection, states.unscored(connection), marks.STATE_CHANGED)
    return []
