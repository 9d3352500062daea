"""All that answering needs, in memory: points, tenants, surveys, form versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from contracts.form_shapes import FormDefinition, FormVersion

from responses_service.shared.consent import consent_digests
from responses_service.shared.pace import shortest_seconds
from responses_service.shared.results import slim
from responses_service.shared.submission_rules import Rules, compile_rules

State = dict[str, Any]
KEYS = {
    "identity.tenants.v1": "tenant_id",
    "forms.form-versions.v1": "form_version_id",
    "forms.surveys.v1": "survey_id",
    "forms.collection-points.v1": "point_id",
    "forms.services.v1": "tenant_id",
    "responses.devices.v1": "device_id",
    "forms.recordings.v1": "recording_id",
    "scoring.scores.v1": "survey_id",
}
# Of a survey of which scoring has told nothing.
NOTHING: State = {"released": None, "final_at": None}


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
    late_days: int = 7

    @property
    def ends_at(self) -> datetime:
        """Until then an answer counts that was under way at the close."""
        return self.closes_at + timedelta(days=self.late_days)


@dataclass(frozen=True)
class Form:
    form_version_id: str
    instrument: str
    definition: FormDefinition
    rules: Rules
    hash: str
    shortest: Mapping[str, float]
    consents: Mapping[str, str]


class Projection:
    """Takes states in any order and again; reads are lock-free (one writer, replaced values)."""

    def __init__(self) -> None:
        self.states: dict[str, dict[str, State]] = {topic: {} for topic in KEYS}
        self.forms: dict[str, Form] = {}
        self.surveys: dict[str, Survey] = {}
        self.by_tenant: dict[str, dict[str, Survey]] = {}
        self.points: dict[str, State] = {}
        self.aliases: dict[str, State] = {}
        self.kiosks: dict[str, State] = {}
        self.recordings: dict[tuple[str, str, str, str], State] = {}
        self.changes = 0

    def apply(self, topic: str, state: State) -> None:
        key = state[KEYS[topic]]
        if topic == "scoring.scores.v1":
            self._keep_result(key, slim(state))
            return
        self.states[topic][key] = state
        self.changes += 1
        if topic == "forms.form-versions.v1":
            self.forms[key] = _form(cast(FormVersion, state))
        elif topic == "forms.surveys.v1":
            survey = _survey(state)
            self.surveys[key] = survey
            self.by_tenant.setdefault(survey.tenant_id, {})[key] = survey
        elif topic == "forms.collection-points.v1":
            self.points[state["code"]] = state
            self.aliases.update(dict.fromkeys(state.get("aliases") or (), state))
        elif topic == "responses.devices.v1":
            self.kiosks[state["key_hash"]] = state
        elif topic == "forms.recordings.v1":
            owner = "" if state["official"] else state["tenant_id"]
            self.recordings[owner, state["instrument"], state["item"], state["language"]] = state

    def point(self, code: str) -> State | None:
        """The point of a code, retired or not: what is printed hangs for years."""
        return self.points.get(code)

    def point_behind(self, alias: str) -> State | None:
        """The point that a path of an earlier system leads to: `ly/k7mq2x9a`."""
        found = self.aliases.get(alias.lower())
        point = self.points.get(found["code"]) if found else None
        return point if point and alias.lower() in point.get("aliases", ()) else None

    def services(self, tenant_id: str) -> list[State]:
        """Active kinds of service (key, name, name_en) of a unit, in their order; empty while they
        are not known."""
        return [each for each in self.services_ever(tenant_id) if each["active"]]

    def services_ever(self, tenant_id: str) -> list[State]:
        """With those that the unit has given up: an answer may have waited on a phone."""
        state = self.states["forms.services.v1"].get(tenant_id)
        return state["services"] if state else []

    def instruments(self) -> list[str]:
        """Of all known forms."""
        return sorted({each.instrument for each in list(self.forms.values())})

    def points_of(self, tenant_id: str) -> list[State]:
        """The points of a unit, retired ones too."""
        return [each for each in list(self.points.values()) if each["tenant_id"] == tenant_id]

    def active_points(self, tenant_id: str) -> list[State]:
        """Those in use, by their names."""
        active = [each for each in self.points_of(tenant_id) if each["status"] == "active"]
        return sorted(active, key=lambda each: str(each["name"]))

    def recording(self, owner: str, instrument: str, item: str, language: str) -> State | None:
        """A statement read aloud; `owner`: tenant of its own items, empty for official ones."""
        found = self.recordings.get((owner, instrument, item, language))
        return found if found and found["status"] == "active" else None

    def last_result(self, survey_id: str) -> State | None:
        """The final one of the newest survey before this one, of its unit and instrument."""
        survey, kept = self.surveys[survey_id], self.states["scoring.scores.v1"]
        before = [
            each
            for each in list(self.by_tenant.get(survey.tenant_id, {}).values())
            if each.instrument == survey.instrument
            and each.period < survey.period
            and kept.get(each.survey_id, NOTHING)["released"]
        ]
        newest = max(before, key=lambda each: each.period, default=None)
        return kept[newest.survey_id] if newest else None

    def final_at(self, survey_id: str) -> datetime | None:
        """The moment before which its result is not final; None while scoring has not told it."""
        told = self.states["scoring.scores.v1"].get(survey_id, NOTHING)["final_at"]
        return datetime.fromisoformat(told) if told else None

    def _keep_result(self, survey_id: str, state: State) -> None:
        """Counts and coarse pictures change with every few answers; what is kept does not."""
        kept = self.states["scoring.scores.v1"]
        if kept.get(survey_id) != state:
            kept[survey_id] = state
            self.changes += 1

    def kiosk(self, key_hash: str) -> State | None:
        """The active kiosk with this key."""
        found = self.kiosks.get(key_hash)
        return found if found and found["status"] == "active" else None

    def tenant(self, tenant_id: str) -> State | None:
        return self.states["identity.tenants.v1"].get(tenant_id)

    def open_surveys(self, tenant_id: str, now: datetime) -> list[Survey]:
        """What is due at a tenant, the newest period first, SPKP-SPAK before the others."""
        found = [
            survey
            for survey in list(self.by_tenant.get(tenant_id, {}).values())
            if survey.is_open
            and survey.opens_at <= now < survey.closes_at
            and self.is_public(survey)
        ]
        found.sort(key=lambda survey: survey.period, reverse=True)
        return sorted(found, key=lambda survey: survey.instrument != "SPKP-SPAK")

    def survey_of_day(self, survey: Survey, day: date) -> Survey | None:
        """The survey that was open on the day of the service, by the unit's calendar, and asks the
        same: who was served on 31 May belongs to May on 1 June. None where there was none."""
        tenant = self.tenant(survey.tenant_id)
        zone = ZoneInfo(tenant["time_zone"] if tenant else "UTC")
        asks = (survey.instrument, survey.form_version_id)
        for each in (survey, *list(self.by_tenant[survey.tenant_id].values())):
            if (each.instrument, each.form_version_id) == asks and _has_day(each, day, zone):
                return each
        return None

    def is_public(self, survey: Survey) -> bool:
        """Whether its form is known and for the public: employees answer at no public point."""
        form = self.forms.get(survey.form_version_id)
        return form is not None and form.definition.get("audience", "public") == "public"


def _has_day(survey: Survey, day: date, zone: ZoneInfo) -> bool:
    last = survey.closes_at.astimezone(zone) - timedelta(microseconds=1)
    return survey.opens_at.astimezone(zone).date() <= day <= last.date()


def _form(state: FormVersion) -> Form:
    definition = state["definition"]
    return Form(
        form_version_id=state["form_version_id"],
        instrument=state["instrument"],
        definition=definition,
        rules=compile_rules(definition),
        hash=state["hash"],
        shortest=shortest_seconds(definition),
        consents=consent_digests(definition),
    )


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
        late_days=state.get("late_days", Survey.late_days),
    )
