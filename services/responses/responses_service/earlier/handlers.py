"""Import of earlier answers: the rules of the form, the way of every answer, one record.

All rows are checked before the first is sent. The ids come from the file, so a second import of it,
or one after a failure half-way, stores nothing twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from chassis import clock, tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.imports import Outcome
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import Invalid, invalid
from chassis.table_files import LAST_COLUMN, UnreadableError, lines_of
from chassis.tables import MOST_ROWS, RowFault, day, filled_rows
from contracts.codec import Event
from contracts.modes import IMPORT

from responses_service.earlier import rules
from responses_service.intake.handlers.taking import take
from responses_service.record.handlers import reading
from responses_service.shared.arrival import Arrival
from responses_service.shared.context import Context
from responses_service.shared.issued import issue
from responses_service.shared.projection import Form, Projection, Survey
from responses_service.shared.submission_rules import ANSWERS

ARRIVAL = Arrival(mode=IMPORT, belated=True)
# Events that the broker takes in well under the patience of the publisher.
BATCH = 100


@dataclass(frozen=True)
class Sheet:
    """A file as it is: headings, and cells with their row numbers; or what is wrong with it."""

    heading: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)

    @cached_property
    def digest(self) -> str:
        return rules.digest_of([self.heading, *(cells for _, cells in self.rows)])


@dataclass(frozen=True)
class Target:
    """The survey that the answers go to, and where they are said to have been given."""

    survey: Survey
    form: Form
    code: str
    zone: str

    @property
    def names(self) -> list[str]:
        return rules.targets_of(self.form.rules)


def read_sheet(data: bytes, names: Sequence[str]) -> Sheet:
    """Whatever the bytes are, rows or faults. `names` tell which separator a CSV file has."""
    try:
        filled = filled_rows(lines_of(data, set(names)))
        _, heading = next(filled, (0, []))
        rows = list(islice(filled, MOST_ROWS + 1))
    except UnreadableError as fault:
        return Sheet(faults=[RowFault(0, "", fault.problem, fault.values)])
    faults = [
        RowFault(0, name, "column_twice")
        for name in dict.fromkeys(heading)
        if name
        if heading.count(name) > 1
    ]
    if not heading:
        faults = [RowFault(0, "", "empty_file", {"known": ", ".join(names)})]
    elif len(heading) > LAST_COLUMN:
        faults = [RowFault(0, "", "too_many_columns", {"most": LAST_COLUMN})]
    elif len(rows) > MOST_ROWS:
        faults = [RowFault(0, "", "too_many_rows", {"most": MOST_ROWS})]
    elif not rows:
        faults = [RowFault(0, "", "no_rows")]
    return Sheet(heading, [] if faults else rows, faults)


def wish_in(given: Mapping[str, Any]) -> dict[str, str]:
    """What a form, or the query after it, says about the target."""
    return {name: str(given.get(name, "")).strip() for name in ("unit", "instrument", "period")}


def target_of(
    database: Database, projection: Projection, by: Principal, wish: Mapping[str, Any]
) -> Target:
    """`wish`: unit, instrument, period. Raise Invalid with the field."""
    code = wish.get("unit")
    with database.scope(by.scope) as connection:
        unit = tenants.by_code(connection, code) if isinstance(code, str) else None
    if unit is None:
        raise invalid("unit", "is no code of a unit in your scope")
    wanted, now = (wish.get("instrument"), wish.get("period")), clock.now()
    for survey in list(projection.by_tenant.get(unit["tenant_id"], {}).values()):
        if (survey.instrument, survey.period) == wanted and survey.opens_at <= now:
            form = projection.forms.get(survey.form_version_id)
            point = _point(projection, unit["tenant_id"])
            if form and point:
                return Target(survey, form, point, unit["time_zone"])
    raise invalid("period", "has no opened survey of this instrument at this unit")


def import_answers(
    database: Database,
    context: Context,
    by: Principal,
    sheet: Sheet,
    target: Target,
    mapping: Mapping[str, str],
    *,
    store: bool,
) -> Outcome:
    """`mapping`: target by column. With `store` and without faults, all rows; else nothing.

    Raise Unavailable when the queue does not answer: the same file again stores the rest.
    """
    faults = [*sheet.faults, *_mapping_faults(sheet, target, mapping)]
    if faults:
        return Outcome(faults=faults)
    checking = _Checking(context, sheet, target, mapping)
    events = checking.events()
    if checking.faults:
        return Outcome(faults=checking.faults)
    with database.scope(by.scope) as connection:
        held = reading.known(connection, target.survey.period, list(events))
    new = [each for key, each in events.items() if key not in held]
    if store and new:
        _send(context, new)
        told = {"rows": len(new), "sha256": sheet.digest, "period": target.survey.period}
        with database.scope(by.scope) as connection:
            subject = target.survey.survey_id
            entry = audit(by, "responses.answers.import", subject, target.survey.tenant_id, **told)
            add_events(connection, [entry])
    return Outcome(new=len(new), unchanged=len(held))


@dataclass
class _Checking:
    """One pass over all rows; every fault is kept."""

    context: Context
    sheet: Sheet
    target: Target
    mapping: Mapping[str, str]
    faults: list[RowFault] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def events(self) -> dict[str, list[Event]]:
        """What is to be sent, by response id; incomplete after a fault."""
        found: dict[str, list[Event]] = {}
        for number, cells in self.sheet.rows:
            row = dict(zip(self.sheet.heading, cells, strict=False))
            said = {name: row.get(column, "") for column, name in self.mapping.items() if name}
            body = self._body(number, said)
            if body is None:
                continue
            try:
                _, found[body["response_id"]] = take(self.context, body, ARRIVAL)
            except Invalid as problem:
                for each in problem.faults:
                    self._fault(number, said, each.field, each.message)
        return found

    def _body(self, number: int, said: Mapping[str, str]) -> dict[str, Any] | None:
        survey, form, text = self.target.survey, self.target.form.rules, said.get("date", "")
        served = day(text)
        if text and (served is None or not rules.is_inside(survey, self.target.zone, served)):
            problem = "outside_period" if served else "not_a_day"
            self._say(number, "date", problem, text, known=survey.period)
            return None
        named, service = said.get("service", ""), None
        if named:
            offered = self.context.projection.services_ever(survey.tenant_id)
            service = rules.service_named(offered, named)
            if service is None:
                known = ", ".join(str(each["name"]) for each in offered)
                self._say(number, "service", "choice", named, known=known)
        earlier_id = said.get("id", "")
        if earlier_id in self.seen:
            self._say(number, "id", "id_twice", earlier_id, known="")
        self.seen |= {earlier_id} - {""}
        at = rules.answered_at(survey, self.target.zone, served)
        return {
            "response_id": rules.id_of(self.sheet.digest, survey.survey_id, number, earlier_id),
            "code": self.target.code,
            "survey": survey.survey_id,
            "form_version": survey.form_version_id,
            "issued": issue(self.context.keys.issued, at),
            "finished_at": at.isoformat(),
            "language": said.get("language") or _language(form.languages),
            "served_on": served.isoformat() if served else None,
            "service": service,
            **rules.content_of(form, said),
        }

    def _fault(self, number: int, said: Mapping[str, str], name: str, message: str) -> None:
        """The words of the intake, as a fault of the cell that caused it."""
        if name == ANSWERS:
            known = ", ".join(sorted(self.target.form.rules.counting))
            self._say(number, "", "nothing_counts", "", known=known)
            return
        part, _, key = name.partition(".")
        place = {"answers": key, "profile": f"{rules.PROFILE}{key}", "served_on": "date"}
        target = place.get(part, part)
        value, known = said.get(target, ""), rules.allowed(self.target.form.rules, target)
        if not value:
            problem = "empty"
        elif "not asked" in message:
            problem = "not_asked"
        else:
            problem = "choice" if known else "answer"
        self._say(number, target, problem, value, known=known)

    def _say(self, number: int, target: str, problem: str, value: str, *, known: str) -> None:
        column = next((name for name, each in self.mapping.items() if each == target), target)
        values = {"value": value[: rules.SHOWN_FAULT], "known": known}
        self.faults.append(RowFault(number, column, problem, values))


def _mapping_faults(sheet: Sheet, target: Target, mapping: Mapping[str, str]) -> Iterator[RowFault]:
    names, given = target.names, [each for each in mapping.values() if each]
    known = ", ".join(names)
    for column, name in mapping.items():
        if column not in sheet.heading:
            yield RowFault(0, column, "no_such_column", {"known": ", ".join(sheet.heading)})
        elif name and name not in names:
            yield RowFault(0, column, "no_such_target", {"value": name, "known": known})
        elif name and given.count(name) > 1:
            yield RowFault(0, column, "target_twice", {"value": name})
    rules = target.form.rules
    for key, item in rules.items.items():
        if key in rules.required and not item.get("show_if") and key not in given:
            yield RowFault(0, key, "missing_column", {"known": known})


def _send(context: Context, events: Sequence[Sequence[Event]]) -> None:
    flat = [event for each in events for event in each]
    for start in range(0, len(flat), BATCH):
        context.publisher.publish(flat[start : start + BATCH])


def _point(projection: Projection, tenant_id: str) -> str | None:
    """A point of the unit, one in use first: an answer belongs to some point."""
    found = projection.points_of(tenant_id)
    found.sort(key=lambda point: (point["status"] != "active", point["code"]))
    return str(found[0]["code"]) if found else None


def _language(known: frozenset[str]) -> str:
    return "id" if "id" in known else min(known)
