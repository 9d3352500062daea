"""Review of a draft by a second person: submit, approve, return."""

from collections.abc import Sequence
from typing import Any

from chassis import tenants
from chassis.database import Database
from chassis.principal import Principal
from chassis.problems import FieldFault, Forbidden, Invalid, invalid
from chassis.second_person import independent
from sqlalchemy import Connection, Row

from forms_service.authoring.handlers import drafts
from forms_service.authoring.handlers.checking import corrections_of, faults_of
from forms_service.authoring.handlers.drafts import NOT_REVIEWED, step, taken, tenant_of
from forms_service.authoring.review.rules import LONGEST_REASON, REASONS
from forms_service.authoring.rules.drafting import is_national
from forms_service.authoring.rules.limits import FAULTS_OF_A_REFUSAL
from forms_service.shared.definitions.definition import Fault
from forms_service.shared.offices import is_ministry


def submit(database: Database, by: Principal, draft_id: str, revision: int) -> Row[Any]:
    """Ask for a review; only without faults. Raise NotFound, Invalid, Conflict."""
    with database.scope(by.scope) as connection:
        draft = taken(connection, draft_id, revision)
        if draft.state not in ("draft", "returned"):
            raise invalid("state", f"is {draft.state}: only a draft is sent for review")
        refuse_faults(connection, draft)
        return step(connection, by, draft, "submit", {**NOT_REVIEWED, "state": "in_review"})


def approve(
    database: Database,
    by: Principal,
    draft_id: str,
    revision: int,
    *,
    same_meaning: bool = False,
) -> Row[Any]:
    """This very text may be published. `same_meaning` says that questions whose letters were
    corrected still ask the same. Raise NotFound, Forbidden, Invalid, Conflict."""
    return _decide(database, by, draft_id, revision, "approved", same_meaning)


def send_back(
    database: Database, by: Principal, draft_id: str, revision: int, body: dict[str, Any]
) -> Row[Any]:
    """Return it to its author with a `reason`. Raise NotFound, Forbidden, Invalid, Conflict."""
    return _decide(database, by, draft_id, revision, "returned", body.get("reason"))


def why_not_reviewer(connection: Connection, by: Principal, draft: Row[Any]) -> str:
    """Empty when `by` may review this draft, else the reason: `role`, `own` or `national`.

    Neither another hat of somebody who wrote it helps nor an account that one of them made.
    """
    if by.kind != "person" or not by.may("instruments.review"):
        return "role"
    if not all(independent(each, by) for each in draft.editors):
        return "own"
    home = tenants.tenant(connection, by.tenant_id)
    if is_national(draft.definition) and (home is None or not is_ministry(home)):
        return "national"
    return ""


def waiting(connection: Connection, by: Principal) -> list[tuple[Row[Any], str]]:
    """Summaries of what waits in the scope, each with why `by` may not review it, if so."""
    found = drafts.in_work(connection, "in_review")
    full = [drafts.found(connection, str(row.draft_id)) for row in found]
    return [
        (row, why_not_reviewer(connection, by, each)) for row, each in zip(found, full, strict=True)
    ]


def refuse_faults(connection: Connection, draft: Row[Any]) -> None:
    national = is_ministry(tenant_of(connection, draft))
    raise_faults(faults_of(connection, draft, national=national))


def raise_faults(found: Sequence[Fault]) -> None:
    if found:
        shown = [FieldFault(fault.path, fault.problem) for fault in found[:FAULTS_OF_A_REFUSAL]]
        raise Invalid(f"{len(found)} faults keep it from being published", faults=shown)


def _decide(
    database: Database, by: Principal, draft_id: str, revision: int, state: str, given: object
) -> Row[Any]:
    with database.scope(by.scope) as connection:
        draft = taken(connection, draft_id, revision)
        if why := why_not_reviewer(connection, by, draft):
            raise Forbidden(REASONS[why])
        if draft.state != "in_review":
            raise invalid("state", f"is {draft.state}: only what was sent for review is decided")
        if state == "returned":
            reason = _reason(given)
        else:
            refuse_faults(connection, draft)
            reason = _confirmed(corrections_of(connection, draft), given)
        row = {
            "state": state,
            "reviewer": by.subject,
            "reviewer_name": by.name,
            "reviewer_tenant": by.tenant_id,
            "reason": reason or None if state == "returned" else None,
            "decided_at": None,
        }
        verb = "approve" if state == "approved" else "return"
        return step(connection, by, draft, verb, row, reason)


def _confirmed(corrected: list[str], given: object) -> str:
    """The note of the history; raise Invalid when nobody said that the meaning is the same."""
    keys = ", ".join(corrected)
    if corrected and given is not True:
        raise invalid("same_meaning", f"must be true: the questions {keys} were corrected")
    return keys


def _reason(given: object) -> str:
    if (
        not isinstance(given, str)
        or not 0 < len(given.strip()) <= LONGEST_REASON
        or "\x00" in given
    ):
        raise invalid("reason", f"is required, as text of at most {LONGEST_REASON} characters")
    return given.strip()
