"""Rights on people: every pair of roles, in every place to each other, and every deed.

Generated from the table of roles. What is expected is said here in plain words:

- giving needs `people.write`, a role that may do nothing the own role may not, and a tenant in
  scope; bringing back needs that for what comes back with the account;
- giving to somebody who holds a role already, whatever is given, needs what ending that role needs;
- ending and revoking need the same, only that the ministry's administrator ends every role;
- nobody does any of it to themselves;
- nobody confirms what they asked for, nor what an account asked that they changed, nor what
  somebody asked who changed theirs, nor what an account asked that somebody changed who changed
  theirs too, unless that is the ministry's administrator.
"""

from itertools import pairwise
from typing import Any

import httpx
import pytest
from chassis.database import Database
from chassis.second_person import hand, independent
from identity_service.domain.organisation import tenant_id
from identity_service.domain.roles import PERMISSIONS
from identity_testing import account, principal_of

HOME = "W11-03"
# For an actor in this place: where the other's hat is, and whether that is in the actor's scope.
PLACES = {
    "W11": {
        "below": ("W11-03", True),
        "in the same office": ("W11", True),
        "beside": ("W20", False),
        "above": ("KEMENKUMHAM", False),
    },
    "KEMENKUMHAM": {"below": ("W11-03", True), "in the same office": ("KEMENKUMHAM", True)},
}
PAIRS = [(place, actor) for place in PLACES for actor in PERMISSIONS]
DEEDS = ("grant", "add", "end", "revoke", "restore")
# What somebody holds who is granted a role, and what is added to a role that somebody holds: it
# holds no more than any who give, and at a unit joins with nothing.
LEAST = "external_reviewer"
REFUSED = {403, 404, 422}


def covers(actor: str, role: str) -> bool:
    return all(each in PERMISSIONS[actor] for each in PERMISSIONS[role])


def allowed(deed: str, actor: str, role: str, in_scope: bool) -> bool:
    if "people.write" not in PERMISSIONS[actor] or not in_scope:
        return False
    if deed in ("add", "end", "revoke") and actor == "national_administrator":
        return True
    return covers(actor, role)


def do(client: httpx.Client, deed: str, one: dict[str, Any], role: str, place: str) -> int:
    path = f"/people/{one['person_id']}"
    if deed in ("grant", "add"):
        given, where = (role, place) if deed == "grant" else (LEAST, HOME)
        body = {"tenant": tenant_id(where), "role": given}
        return client.post(f"{path}/grants", json=body).status_code
    if deed == "end":
        return client.post(f"{path}/grants/{one['grants'][0]['grant_id']}/end").status_code
    return client.post(f"{path}/{deed}").status_code


@pytest.mark.parametrize(("place", "actor"), PAIRS)
def test_nobody_acts_above_the_own_role_or_outside_the_own_scope(
    identity: Any, place: str, actor: str
) -> None:
    me = identity.made(place, (actor, place))
    others = {
        (deed, role, relation): account(
            HOME,
            (LEAST, HOME) if deed == "grant" else (role, where),
            status="revoked" if deed == "restore" else "active",
        )
        for deed in DEEDS
        for role in PERMISSIONS
        for relation, (where, _) in PLACES[place].items()
    }
    identity.store(*others.values())
    with identity.api(identity.token_of(me)) as client:
        for (deed, role, relation), other in others.items():
            where, in_scope = PLACES[place][relation]
            wanted = allowed(deed, actor, role, in_scope)
            found = do(client, deed, other, role, where)
            told = (actor, place, deed, role, relation, found)
            assert found in ({200, 201} if wanted else REFUSED), told
    with identity.database("SIGNIN") as signin:
        confirm(signin, actor, me, others, place)


def confirm(signin: Database, actor: str, me: dict[str, Any], others: Any, place: str) -> None:
    """Of two persons who asked and confirms, either way round, after the deeds above."""
    mine = principal_of(signin, me["person_id"])
    assert not independent(hand(mine), mine)
    in_hand = []
    for (deed, role, relation), other in others.items():
        touched = allowed(deed, actor, role, PLACES[place][relation][1])
        if touched and deed in ("end", "revoke"):
            continue  # They hold no hat to ask or confirm under.
        if not touched and deed == "restore":
            continue
        theirs = principal_of(signin, other["person_id"])
        assert independent(hand(theirs), mine) is not touched, (deed, role, relation)
        assert independent(hand(mine), theirs) is not touched, (deed, role, relation)
        in_hand += [theirs] if touched else []
    ministry = (place, actor) == ("KEMENKUMHAM", "national_administrator")
    for one, other in pairwise(in_hand):
        assert independent(hand(one), other) is ministry, (one.role, other.role)


@pytest.mark.parametrize(("place", "actor"), PAIRS)
def test_nobody_does_any_of_it_to_themselves(identity: Any, place: str, actor: str) -> None:
    me = identity.made(place, (actor, place))
    with identity.api(identity.token_of(me)) as client:
        for role in PERMISSIONS:
            assert do(client, "grant", me, role, HOME) in REFUSED
        for deed in DEEDS[1:]:
            assert do(client, deed, me, actor, place) in REFUSED
    (held,) = identity.held(me)
    assert held.ended_at is None
