"""Two persons type each sheet; what they agree on counts, what they differ on is settled first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from chassis import clock, tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import FieldFault, Invalid, NotFound, Unavailable, invalid
from chassis.second_person import hand, independent
from contracts.form_shapes import Item
from contracts.modes import PAPER
from sqlalchemy import Connection, Row

from responses_service.intake.handlers.taking import submit, take
from responses_service.paper import rules
from responses_service.paper.entry import store
from responses_service.shared.arrival import Arrival
from responses_service.shared.context import Context
from responses_service.shared.issued import issue
from responses_service.shared.projection import Form, State


@dataclass(frozen=True)
class Sheet:
    """`items` are what stands on it."""

    row: Row[Any]
    form: Form
    items: list[Item]

    @property
    def number(self) -> str:
        return rules.number_of(self.row.number, self.row.place)


@dataclass(frozen=True)
class Difference:
    """Of one item: the keys that the first and the second typed."""

    item: Item
    first: str
    second: str


def desk_of(by: Principal) -> rules.Desk:
    """Who works with a sheet."""
    return rules.Desk(partial(independent, second=by), by.tenant_id, by.division)


def forget_answers(connection: Connection, batch_id: str, places: Collection[int]) -> None:
    """What was typed from these sheets; who typed and when stays."""
    store.forget_answers(connection, batch_id, places)


def to_type(database: Database, context: Context, by: Principal, typed: str) -> Sheet:
    """The sheet, if this person may type it now. Raise Invalid with one word for why not."""
    with database.scope(by.scope) as connection:
        sheet = _sheet(connection, context, typed)
        _check(connection, sheet, by)
        return sheet


def enter(
    database: Database, context: Context, by: Principal, number: str, typed: Mapping[str, str]
) -> str:
    """`typed` or `differs`, or `counted` once it does, or `late`. Raise Invalid, Unavailable."""
    with database.scope(by.scope) as connection:
        sheet = _locked(connection, context, number)
        turn = _check(connection, sheet, by)
        answers = _answers_of(sheet.items, typed)
        # The rules of the form hold for the first typing, too: it is told while it is in hand.
        take(context, _body(context, sheet, answers), _arrival(context, sheet))
        _add(connection, sheet, by, turn, answers)
        if turn == 1:
            return _set(connection, sheet, "typed")
        first = store.entries(connection, str(sheet.row.batch_id), sheet.row.place)[0].answers
        if rules.differing(sheet.items, first, answers):
            return _set(connection, sheet, "differs")
        return _count(connection, context, sheet, answers)


def differences(
    database: Database, context: Context, by: Principal, number: str
) -> tuple[Sheet, list[Difference]]:
    """What is to be settled. Raise NotFound outside the scope, Invalid when there is nothing."""
    with database.scope(by.scope) as connection:
        sheet = _differing(connection, context, by, number)
        return sheet, _differences(connection, sheet)


def settle(
    database: Database, context: Context, by: Principal, number: str, typed: Mapping[str, str]
) -> str:
    """Somebody with the sheet in hand says what stands there; then it counts."""
    with database.scope(by.scope) as connection:
        _differing(connection, context, by, number)
        sheet = _locked(connection, context, number)
        if sheet.row.state != "differs":
            raise invalid("sheet", str(sheet.row.state))
        open_items = [each.item for each in _differences(connection, sheet)]
        settled = _answers_of(open_items, typed)
        first = store.entries(connection, str(sheet.row.batch_id), sheet.row.place)[0].answers
        asked = {item["key"] for item in open_items}
        agreed = {key: value for key, value in first.items() if key not in asked}
        _add(connection, sheet, by, 3, settled)
        told = {"place": sheet.row.place, "items": sorted(asked)}
        subject, tenant = str(sheet.row.batch_id), str(sheet.row.tenant_id)
        add_events(connection, [audit(by, "responses.paper.settle", subject, tenant, **told)])
        return _count(connection, context, sheet, {**agreed, **settled})


def in_hand(
    connection: Connection, context: Context, by: Principal, number: str, *, writes: bool = False
) -> Sheet:
    """For whoever may type or settle the sheet now; with `writes` it is locked. Raise NotFound
    outside the scope, Invalid with one word for why not this person."""
    sheet = _found(connection, context, number)
    if writes:
        sheet = _locked(connection, context, number)
    if sheet.row.state == "differs":
        _check_settling(sheet, by)
    else:
        _check(connection, sheet, by)
    return sheet


def _sheet(connection: Connection, context: Context, typed: str) -> Sheet:
    if not context.ready():
        raise Unavailable("Surveys are still loading")
    named = rules.read_number(typed)
    if named is None:
        raise invalid("sheet", "mistyped")
    row = store.sheet(connection, *named)
    form = context.projection.forms.get(str(row.form_version_id)) if row else None
    if row is None or form is None:
        raise invalid("sheet", "unknown")
    return Sheet(row, form, rules.on_paper(form.definition["items"]))


def _locked(connection: Connection, context: Context, number: str) -> Sheet:
    """Bound for writing, and nobody else's until the end of the transaction."""
    row = _sheet(connection, context, number).row
    tenants.write_as(connection, str(row.tenant_id))
    store.lock(connection, str(row.batch_id), row.place)
    return _sheet(connection, context, number)


def _check(connection: Connection, sheet: Sheet, by: Principal) -> int:
    """Whose turn it is: 1 or 2."""
    done = store.entries(connection, str(sheet.row.batch_id), sheet.row.place)
    typists = [each.typed_by for each in done]
    if word := rules.typing_fault(sheet.row._asdict(), typists, desk_of(by)):
        raise invalid("sheet", word)
    return len(done) + 1


def _differing(connection: Connection, context: Context, by: Principal, number: str) -> Sheet:
    sheet = _found(connection, context, number)
    _check_settling(sheet, by)
    return sheet


def _found(connection: Connection, context: Context, number: str) -> Sheet:
    try:
        return _sheet(connection, context, number)
    except Invalid:
        raise NotFound from None


def _check_settling(sheet: Sheet, by: Principal) -> None:
    if word := rules.issuing_fault(sheet.row._asdict(), desk_of(by)):
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
            rules.key_for(item, first.get(item["key"])),
            rules.key_for(item, second.get(item["key"])),
        )
        for item in rules.differing(sheet.items, first, second)
    ]


def _answers_of(items: list[Item], typed: Mapping[str, str]) -> State:
    answers, faults = rules.answers_of(items, typed)
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


def _count(connection: Connection, context: Context, sheet: Sheet, answers: State) -> str:
    """Published before this transaction ends: should it fail, the same sheet is sent again under
    the same id, and the first of them counts."""
    arrival = _arrival(context, sheet)
    submit(context, _body(context, sheet, answers), arrival)
    store.forget_answers(connection, str(sheet.row.batch_id), [sheet.row.place])
    return _set(connection, sheet, "counted" if arrival.belated else "late")


def _body(context: Context, sheet: Sheet, answers: State) -> State:
    """Says nothing of when and by whom it was typed, so that a second sending is the same."""
    row = sheet.row
    return {
        "response_id": rules.response_id(context.keys.receipt, str(row.batch_id), row.place),
        "code": row.point,
        "survey": str(row.survey_id),
        "form_version": str(row.form_version_id),
        "issued": issue(context.keys.issued, row.issued_at),
        "language": row.language,
        "answers": answers,
    }


def _arrival(context: Context, sheet: Sheet) -> Arrival:
    """A sheet handed out in time counts for as long as an answer on a phone does, also when the
    survey was closed early; after that it is kept as late."""
    survey = context.projection.surveys.get(str(sheet.row.survey_id))
    belated = survey is not None and clock.now() < survey.ends_at
    return Arrival(mode=PAPER, belated=belated)
