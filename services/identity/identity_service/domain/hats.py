"""Who may give and take which hat. A hat is one grant: a role over a sub-tree, between two days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from identity_service.domain.roles import PERMISSIONS, may_grant, may_take


class Actor(Protocol):
    """What an administrator may do under the hat they wear."""

    @property
    def permissions(self) -> frozenset[str]: ...
    @property
    def unit_types(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Hat:
    """`kind` is that of its tenant, and empty where the tenant is outside the actor's scope;
    `ends` is the first day without it."""

    grant_id: str
    tenant_id: str
    role: str
    unit_types: tuple[str, ...]
    begins: date
    ends: date | None
    kind: str

    @property
    def reads_region(self) -> bool:
        """Results of more than one office; of a tenant that is not seen, the worst is assumed."""
        return self.kind != "upt" and "results.read" in PERMISSIONS[self.role]

    @property
    def reads_rows(self) -> bool:
        """Raw answers of its own tenant."""
        return "answers.read" in PERMISSIONS[self.role]


def within(by: Actor, hat: Hat) -> bool:
    """Whether it reaches nowhere that the actor does not."""
    types = set(hat.unit_types)
    return hat.kind != "" and (not by.unit_types or bool(types) and types <= set(by.unit_types))


def may_give(by: Actor, hat: Hat) -> bool:
    return may_grant(by.permissions, hat.role) and within(by, hat)


def may_end(by: Actor, hat: Hat) -> bool:
    return may_take(by.permissions, hat.role) and within(by, hat)


def joins(held: Iterable[Hat], new: Hat) -> bool:
    """Whether one person would read the results of a region and the rows of another office at a
    time, which tells single answers of that office by subtraction. A kanwil reads the rows of its
    own counters alone, with the same hat: that joins nothing."""
    return any(_joined(new, each) or _joined(each, new) for each in held)


def _joined(region: Hat, rows: Hat) -> bool:
    return (
        region.reads_region
        and rows.reads_rows
        and region.tenant_id != rows.tenant_id
        and _meet(region, rows)
    )


def _meet(one: Hat, other: Hat) -> bool:
    return one.begins < (other.ends or date.max) and other.begins < (one.ends or date.max)
