"""What an administrator may do to somebody else's account; nobody changes their own."""

from collections.abc import Iterable

from chassis.principal import Principal
from chassis.problems import Forbidden, invalid
from sqlalchemy import Connection

from identity_service.domain.hats import Hat, may_end, may_give
from identity_service.domain.roles import kept_by_its_own
from identity_service.store import grants

OWN = "is your own account: somebody else changes it"
ABOVE = (
    "They hold a role above yours or outside your scope: whoever may give that role changes their"
    " account. A grant inside your scope can be ended by itself"
)


def refuse_own(by: Principal, person_id: str) -> None:
    if person_id == by.subject:
        raise Forbidden(f"This {OWN}")


def refuse_ending(by: Principal, hats: Iterable[Hat]) -> None:
    """Of one grant, or of all that a person holds; who could not end them adds nothing either."""
    if not all(may_end(by, hat) for hat in hats):
        raise Forbidden(ABOVE)


def refuse_giving(by: Principal, hats: Iterable[Hat]) -> None:
    """Back, with the account."""
    if not all(may_give(by, hat) for hat in hats):
        raise Forbidden(ABOVE)


def refuse_last(connection: Connection, person_id: str, hats: Iterable[Hat]) -> None:
    """Without its last holder nobody could give the role again."""
    for role in {hat.role for hat in hats if hat.kind == "ministry"} & kept_by_its_own():
        if not grants.others_hold(connection, role, person_id):
            message = f"is the last {role} of the ministry: appoint another one first"
            raise invalid("person", message)
