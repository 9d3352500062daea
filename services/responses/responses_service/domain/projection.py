"""All that answering needs, in memory: points, tenants, surveys, form versions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from responses_service.domain.rules import Rules, compile_rules

State = dict[str, Any]
KEYS = {
    "identity.tenants.v1": "tenant_id",
    "forms.form-versions.v1": "form_version_id",
    "forms.surveys.v1": "survey_id",
    "forms.collection-points.v1": "point_id",
}


@dataclass(frozen=True)
class Survey:
    """One survey, with its form ready to check answers."""

    survey_id: str
    tenant_id: str
    instrument: str
    period: str
    form_version_id: str
    opens_at: datetime
    closes_at: datetime
    is_open: bool


@dataclass(frozen=True)
class Form:
    form_version_id: str
    instrument: str
    definition: State
    rules: Rules
    hash: str


class Projection:
    """Takes states in any order and again; reads are lock-free (one writer, replaced values)."""

    def __init__(self) -> None:
        self.states: dict[str, dict[str, State]] = {topic: {} for topic in KEYS}
        self.forms: dict[str, Form] = {}
        self.surveys: dict[str, Survey] = {}
        self.by_tenant: dict[str, dict[str, Survey]] = {}
        self.points: dict[str, State] = {}
        self.aliases: dict[str, State] = {}
        self.changes = 0

    def apply(self, topic: str, state: State) -> None:
        key = state[KEYS[topic]]
        self.states[topic][key] = state
        self.changes += 1
        if topic == "forms.form-versions.v1":
            definition = state["definition"]
            rules = compile_rules(definition)
            self.forms[key] = Form(key, state["instrument"], definition, rules, state["hash"])
        elif topic == "forms.surveys.v1":
            survey = _survey(state)
            self.surveys[key] = survey
            self.by_tenant.setdefault(survey.tenant_id, {})[key] = survey
        elif topic == "forms.collection-points.v1":
            self.points[state["code"]] = state
            self.aliases.update(dict.fromkeys(state.get("aliases") or (), state))

    def point(self, code: str) -> State | None:
        """The point of a code, retired or not: what is printed hangs for years."""
        return self.points.get(code)

    def point_behind(self, alias: str) -> State | None:
        """The point that a path of an earlier system leads to: `ly/k7mq2x9a`."""
        found = self.aliases.get(alias.lower())
        point = self.points.get(found["code"]) if found else None
        return point if point and alias.lower() in point.get("aliases", ()) else None

    def tenant(self, tenant_id: str) -> State | None:
        return self.states["identity.tenants.v1"].get(tenant_id)

    def open_surveys(self, tenant_id: str, now: datetime) -> list[Survey]:
        """What is due at a tenant, the newest period first, SPKP-SPAK before the others."""
        found = [
            survey
            for survey in list(self.by_tenant.get(tenant_id, {}).values())
            if survey.is_open
            and survey.opens_at <= now < survey.closes_at
            and survey.form_version_id in self.forms
        ]
        found.sort(key=lambda survey: survey.period, reverse=True)
        return sorted(found, key=lambda survey: survey.instrument != "SPKP-SPAK")


def _survey(state: State) -> Survey:
    return Survey(
        survey_id=state["survey_id"],
        tenant_id=state["tenant_id"],
        instrument=state["instrument"],
        period=state["period"],
        form_version_id=state["form_version_id"],
        opens_at=datetime.fromisoformat(state["opens_at"]),
        closes_at=datetime.fromisoformat(state["closes_at"]),
        is_open=state["status"] == "open",
    )
