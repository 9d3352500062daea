"""Which hat somebody may give and take, and which two do not meet in one person."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from identity_service.domain.hats import Hat, joins, may_end, may_give
from identity_service.domain.roles import PERMISSIONS, kept_by_its_own


@dataclass(frozen=True)
class Somebody:
    permissions: frozenset[str]
    unit_types: tuple[str, ...] = ()


def hat(role: str, tenant: str = "unit", kind: str = "upt", **more: Any) -> Hat:
    usual = {"grant_id": "g", "unit_types": (), "begins": date(2026, 1, 1), "ends": None}
    return Hat(**{**usual, **more}, **_at(role, tenant, kind))


def _at(role: str, tenant: str, kind: str) -> dict[str, Any]:
    return {"role": role, "tenant_id": tenant, "kind": kind}


def by(role: str, *unit_types: str) -> Somebody:
    return Somebody(PERMISSIONS[role], unit_types)


def test_who_gives_a_role_ends_it_and_the_ministry_ends_every_one() -> None:
    assert may_give(by("kanwil_monitor"), hat("head_of_unit"))
    assert may_end(by("kanwil_monitor"), hat("head_of_unit"))
    assert not may_end(by("kanwil_monitor"), hat("operator"))
    assert not may_end(by("statistician"), hat("national_administrator"))
    assert may_end(by("national_administrator"), hat("statistician"))
    assert not may_give(by("national_administrator"), hat("statistician"))


def test_outside_the_scope_nothing_is_given_or_ended() -> None:
    outside = hat("head_of_unit", kind="")
    assert not may_give(by("national_administrator"), outside)
    assert not may_end(by("national_administrator"), outside)


@pytest.mark.parametrize(
    ("own", "types", "inside"),
    [
        ((), (), True),
        ((), ("lapas",), True),
        (("lapas",), ("lapas",), True),
        (("lapas",), ("lapas", "rutan"), False),
        # Every type is more than the own line.
        (("lapas",), (), False),
    ],
)
def test_a_cut_scope_reaches_no_other_line(
    own: tuple[str, ...], types: tuple[str, ...], inside: bool
) -> None:
    assert may_end(by("kanwil_monitor", *own), hat("head_of_unit", unit_types=types)) is inside


def test_two_roles_are_given_by_their_own_holders_alone() -> None:
    assert kept_by_its_own() == {"national_administrator", "statistician"}


@pytest.mark.parametrize(
    ("held", "new", "joined"),
    [
        (hat("kanwil_monitor", "W11", "kanwil"), hat("head_of_unit"), True),
        (hat("head_of_unit"), hat("external_reviewer", "W11", "kanwil"), True),
        # The rows of the own counters: the same tenant.
        (
            hat("kanwil_monitor", "W11", "kanwil"),
            hat("external_reviewer", "W11", "kanwil"),
            False,
        ),
        # An acting head of two offices reads the results of each.
        (hat("head_of_unit"), hat("head_of_unit", "another"), False),
        (hat("external_reviewer", "unseen", ""), hat("head_of_unit"), True),
        (hat("counter_clerk", "W11", "kanwil"), hat("head_of_unit"), False),
        (
            hat("kanwil_monitor", "W11", "kanwil", ends=date(2026, 3, 1)),
            hat("head_of_unit", begins=date(2026, 3, 1)),
            False,
        ),
        (
            hat("kanwil_monitor", "W11", "kanwil", ends=date(2026, 3, 2)),
            hat("head_of_unit", begins=date(2026, 3, 1)),
            True,
        ),
    ],
)
def test_results_of_a_region_and_rows_of_a_unit_meet(held: Hat, new: Hat, joined: bool) -> None:
    assert joins([held], new) is joined
    assert not joins([], new)
