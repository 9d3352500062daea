"""Two persons type each sheet; what they agree on counts, what they differ on is settled first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chassis.audit import audit
from chassis.auth import Principal
from chassis.database import Database
from chassis.outbox import add_events
from chassis.problems import FieldFault, Invalid, NotFound, Unavailable
from chassis.second_person import hand
from sqlalchemy import Connection, Row

from responses_service.intake.handlers.taking import Intake
from responses_service.paper import rules as paper
from responses_service.paper import store
from responses_service.paper.handlers import desk_of
from responses_service.shared import tenants
from responses_service.shared.arrival import Arrival
from responses_service.shared.issued import issue
from responses_service.shared.projection import Form, State
from responses_service.shared.units import invalid


@dataclass(frozen=True)
class Sheet:
    """`items` are what stands on it."""

    row: Row[Any]
    form: Form
    items: list[paper.Item]

    @property
    def number(self) -> str:
        return paper.number_of(self.row.number, self.row.place)


@dataclass(frozen=True)
class Difference:
    """Of one item: the keys that the first and the second typed."""

    item: paper.Item
    first: str
    second: str


def to_type(database: Database, intake: Intake, by: Principal, typed: str) -> Sheet:
    """The sheet, if this person may type it now. Raise Invalid with one word for why not."""
    with database.scope(by.scope) as connection:
        sheet = _sheet(connection, intake, typed)
        _check(connection, sheet, by)
        return sheet


def enter(
    database: Database, intake: Intake, by: Principal, number: str, typed: Mapping[str, str]
) -> str:
    """`typed` or `differs`, or `counted` once it does, or `late`. Raise Invalid, Unavailable."""
    with database.scope(by.scope) as connection:
        sheet = _locked(connection, intake, number)
        turn = _check(connection, sheet, by)
        answers = _read(sheet.items, typed)
        # The rules of the form hold for the first typing, too: it is told while it is in hand.
        intake.take(_body(intake, sheet, answers), _arrival(intake, sheet))
        _add(connection, sheet, by, turn, answers)
        if turn == 1:
            return _set(connection, sheet, "typed")
        first = store.entries(connection, str(sheet.row.batch_id), sheet.row.place)[0].answers
        if paper.differing(sheet.items, first, answers):
            return _set(connection, sheet, "differs")
        return _count(connection, intake, sheet, answers)


def differences(
    database: Database, intake: Intake, by: Principal, number: str
) -> tuple[Sheet, list[Difference]]:
    """What is to be settled. Raise NotFound outside the scope, Invalid when there is nothing."""
    with database.scope(by.scope) as connection:
        sheet = _differing(connection, intake, by, number)
        return sheet, _differences(connection, sheet)


def settle(
    database: Database, intake: Intake, by: Principal, number: str, typed: Mapping[str, str]
) -> str:
    """Somebody with the sheet in hand says what stands there; then it counts."""
    with database.scope(by.scope) as connection:
        _differing(connection, intake, by, number)
        sheet = _locked(connection, intake, number)
        if sheet.row.state != "differs":
            raise invalid("sheet", str(sheet.row.state))
        open_items = [each.item for each in _differences(connection, sheet)]
        settled = _read(open_items, typed)
        first = store.entries(connection, str(sheet.row.batch_id), sheet.row.place)[0].answers
        asked = {item["key"] for item in open_items}
        agreed = {key: value for key, value in first.items() if key not in asked}
        _add(connection, sheet, by, 3, settled)
        told = {"place": sheet.row.place, "items": sorted(asked)}
        subject, tenant = str(sheet.row.batch_id), str(sheet.row.tenant_id)
        add_events(connection, [audit(by, "responses.paper.settle", subject, tenant, **told)])
        return _count(connection, intake, sheet, {**agreed, **settled})


def in_hand(
    connection: Connection, intake: Intake, by: Principal, number: str, *, writes: bool = False
) -> Sheet:
    """For whoever may type or settle the sheet now; with `writes` it is locked. Raise NotFound
    outside the scope, Invalid with one word for why not this person."""
    sheet = _found(connection, intake, number)
    if writes:
        sheet = _locked(connection, intake, number)
    if sheet.row.state == "differs":
        _check_settling(sheet, by)
    else:
        _check(connection, sheet, by)
    return sheet


def _sheet(connection: Connection, intake: Intake, typed: str) -> Sheet:
    if not intake.ready():
        raise Unavailable("Surveys are still loading")
    named = paper.read(typed)
    if named is None:
        raise invalid("sheet", "mistyped")
    row = store.sheet(connection, *named)
    form = intake.projection.forms.get(str(row.form_version_id)) if row else None
    if row is None or form is None:
        raise invalid("sheet", "unknown")
    return Sheet(row, form, paper.on_paper(form.definition["items"]))


def _locked(connection: Connection, intake: Intake, number: str) -> Sheet:
    """Bound for writing, and nobody else's until the end of the transaction."""
    row = _sheet(connection, intake, number).row
    tenants.write_as(connection, str(row.tenant_id))
    store.lock(connection, str(row.batch_id), row.place)
    return _sheet(connection, intake, number)


def _check(connection: Connection, sheet: Sheet, by: Principal) -> int:
    """Whose turn it is: 1 or 2."""
    done = store.entries(connection, str(sheet.row.batch_id), sheet.row.place)
    typists = [each.typed_by for each in done]
    if word := paper.typing_fault(sheet.row._asdict(), typists, desk_of(by)):
        raise invalid("sheet", word)
    return len(done) + 1


def _differing(connection: Connection, intake: Intake, by: Principal, number: str) -> Sheet:
    sheet = _found(connection, intake, number)
    _check_settling(sheet, by)
    return sheet


def _found(connection: Connection, intake: Intake, number: str) -> Sheet:
    try:
        return _sheet(connection, intake, number)
    except Invalid:
        raise NotFound from None


def _check_settling(sheet: Sheet, by: Principal) -> None:
    if word := paper.issuing_fault(sheet.row._asdict(), desk_of(by)):
        raise invalid("sheet", word)
    if sheet.row.state != "differs":
        raise invalid("sheet", str(sheet.row.state))


def _differences(connection: Connection, sheet: Sheet) -> list[Difference]:
    first, second = (
        each.answers
        for each in store.entries(connection, str(sheet.row.batch_id), sheet.row.place)[:2]
    )
    return [
        Difference(
            item,
            paper.key_for(item, first.get(item["key"])),
            paper.key_for(item, second.get(item["key"])),
        )
        for item in paper.differing(sheet.items, first, second)
    ]


def _read(items: list[paper.Item], typed: Mapping[str, str]) -> State:
    answers, faults = paper.answers_of(items, typed)
    if faults:
        raise Invalid(faults=[FieldFault(*fault) for fault in faults])
    return answers


def _add(connection: Connection, sheet: Sheet, by: Principal, turn: int, answers: State) -> None:
    row = {
        "batch_id": sheet.row.batch_id,
        "place": sheet.row.place,
        "tenant_id": sheet.row.tenant_id,
        "turn": turn,
        "typed_by": hand(by),
        "typist": by.name,
    }
    store.add_entry(connection, row, answers)


def _set(connection: Connection, sheet: Sheet, state: str) -> str:
    store.set_state(connection, str(sheet.row.batch_id), sheet.row.place, state)
    return state


def _count(connection: Connection, intake: Intake, sheet: Sheet, answers: State) -> str:
    """Published before this transaction ends: should it fail, the same sheet is sent again under
    the same id, and the first of them counts."""
    arrival = _arrival(intake, sheet)
    intake.submit(_body(intake, sheet, answers), arrival)
    store.forget_answers(connection, str(sheet.row.batch_id), [sheet.row.place])
    return _set(connection, sheet, "counted" if arrival.belated else "late")


def _body(intake: Intake, sheet: Sheet, answers: State) -> State:
    """Says nothing of when and by whom it was typed, so that a second sending is the same."""
    if not answers:
        raise invalid("answers", "are all empty")
    row = sheet.row
    return {
        "response_id": paper.response_id(intake.keys.receipt, str(row.batch_id), row.place),
        "code": row.point,
        "survey": str(row.survey_id),
        "form_version": str(row.form_version_id),
        "issued": issue(intake.keys.issued, row.issued_at),
        "language": row.language,
        "answers": answers,
    }


def _arrival(intake: Intake, sheet: Sheet) -> Arrival:
    """A sheet handed out in time counts for as long as an answer on a phone does, also when the
    survey was closed early; after that it is kept as late."""
    survey = intake.projection.surveys.get(str(sheet.row.survey_id))
    belated = survey is not None and datetime.now(UTC) < survey.ends_at
    return Arrival(mode="paper", belated=belated)
