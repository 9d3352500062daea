"""Builds every tally again from the record, while serving, and compares to the last digit."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import httpx
import orjson
from chassis.database import Database
from chassis.outbox import Relay, add_events
from contracts.codec import new_event

from scoring_service.config import ScoringSettings
from scoring_service.domain.methods import read_formula
from scoring_service.domain.tallies import Layout, Tally, layout_of
from scoring_service.handlers.scoring import SCORES, TARGETS, results, tally_of
from scoring_service.store import scores, states, tallies

Key = tuple[str, str]


def rebuild(settings: ScoringSettings) -> tuple[str, bool]:
    """A report in words, and whether everything is equal.

    Answers that the scorer has not folded yet are left out by their source place.
    """
    database = Database(settings.database_worker_url)
    with database.unbound() as connection:
        stored: dict[Key, list[Any]] = defaultdict(list)
        # One statement each, but one snapshot for both: tallies and places belong together.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        places = tallies.last_offsets(connection)
        for row in tallies.all_strata(connection):
            stored[str(row.survey_id), str(row.form_version_id)].append(row)
        layouts: dict[str, Layout] = {}
        rebuilt: dict[Key, Tally] = {}
        for line in _record(settings):
            source = line["source"]
            counted = line["state"] == "counted"
            if not counted or source["offset"] > places.get(source["partition"], -1):
                continue
            key = (line["survey_id"], line["form_version_id"])
            layout = layouts.get(key[1])
            if layout is None:
                layout = layouts[key[1]] = _layout(connection, key[1])
            rebuilt.setdefault(key, Tally.empty(layout)).add(layout, line["answers"])
        differences = [
            difference
            for key in sorted(stored.keys() | rebuilt.keys())
            for difference in _compare(connection, key, stored.get(key, []), rebuilt.get(key))
        ]
    responses = sum(tally.responses for tally in rebuilt.values())
    head = f"{len(rebuilt)} surveys, {responses} responses rebuilt; {len(differences)} differences"
    return "\n".join([head, *differences]), not differences


def republish(settings: ScoringSettings) -> int:
    """Every score and target once more, from the database."""
    database = Database(settings.database_worker_url)
    with database.unbound() as connection:
        for topic, table in ((SCORES, "scores"), (TARGETS, "targets")):
            rows = scores.everything(connection, table)
            add_events(connection, [new_event(topic, str(r.tenant_id), r.state) for r in rows])
    relay = Relay("scoring", database, settings.kafka_bootstrap, settings.kafka_topic_prefix)
    return relay.drain()


def _compare(connection: Any, key: Key, rows: list[Any], mine: Tally | None) -> list[str]:
    layout = _layout(connection, key[1])
    kept = Tally.empty(layout)
    for row in rows:
        kept.merge(tally_of(row))
    again = mine or Tally.empty(layout)
    if kept == again:
        return []
    said, found = _words(connection, key, kept), _words(connection, key, again)
    return [f"survey {key[0]}: tallies {said}, record {found}"]


def _words(connection: Any, key: Key, tally: Tally) -> str:
    """Count and indices, unrounded enough to see the difference."""
    survey = states.survey(connection, key[0])
    formula = survey and states.version(
        connection, "formula_versions", "formula_version_id", survey["formula_version_id"]
    )
    if not formula:
        return f"{tally.responses} responses"
    read = read_formula(formula["code"], formula["definition"])
    found = results(read, _layout(connection, key[1]), tally, None)
    values = ", ".join(f"{index['code']} {index['value']}" for index in found["indices"])
    return f"{tally.responses} responses ({values})"


def _layout(connection: Any, form_version: str) -> Layout:
    state = states.version(connection, "form_versions", "form_version_id", form_version)
    if state is None:
        raise LookupError(f"form version {form_version} is not known")
    return layout_of(state["definition"]["items"])


def _record(settings: ScoringSettings) -> Iterator[dict[str, Any]]:
    token = httpx.post(
        f"{settings.identity_url}/oauth/token",
        data={"grant_type": "client_credentials", "scope": "records.read"},
        auth=(settings.scoring_client_id, settings.scoring_client_secret),
        timeout=10,
    ).raise_for_status()
    headers = {"Authorization": f"Bearer {token.json()['access_token']}"}
    url = f"{settings.responses_url}/api/v1/records"
    with httpx.stream("GET", url, headers=headers, timeout=60) as answer:
        answer.raise_for_status()
        for line in answer.iter_lines():
            yield orjson.loads(line)
