"""What an import may do to a tenant: add it, or add a dated name or parent; never edit history."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from identity_service.domain.organisation import UPT_TYPES, tenant_id

State = dict[str, Any]
KINDS = ("unit_utama", "kanwil", "upt")
LINES = ("pemasyarakatan", "imigrasi", "ahu")
ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
# Stands in code and names of a practice tenant: each list, poster and file says what it is.
PRACTICE_WORD = "latihan"
# How a table says whether a tenant is for practice: `PRACTICE[True]` is yes.
PRACTICE = ("tidak", "ya")
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,31}", re.ASCII)
# Scopes, default services and the ends of days rest on these; another one is another tenant.
FIXED = ("kind", "unit_type", "line", "time_zone")


class RefusedError(Exception):
    """A row cannot be taken: its column and the problem, as texts name it."""

    def __init__(self, column: str, problem: str, **values: str) -> None:
        super().__init__(problem)
        self.column, self.problem, self.values = column, problem, values


def wish_of(cells: Mapping[str, str]) -> dict[str, Any]:
    """The wish of one row; empty optional cells are None. Raise RefusedError."""
    wish: dict[str, Any] = {name: text or None for name, text in cells.items()}
    zone = ZONES.get(cells["time_zone"].upper(), cells["time_zone"])
    if not CODE.fullmatch(cells["code"]):
        raise RefusedError("code", "code_shape")
    if zone not in ZONES.values():
        raise RefusedError("time_zone", "zone", known=", ".join(ZONES))
    if wish["line"] not in (None, *LINES):
        raise RefusedError("line", "choice", known=", ".join(LINES))
    types = UPT_TYPES if wish["kind"] == "upt" else (wish["kind"],)
    if wish["unit_type"] not in types:
        raise RefusedError("unit_type", "choice", known=", ".join(types))
    if wish["practice"] not in (None, *PRACTICE):
        raise RefusedError("practice", "choice", known=", ".join(PRACTICE))
    practice = wish["practice"] and wish["practice"] == PRACTICE[True]
    return {**wish, "time_zone": zone, "practice": practice}


def added(wish: Mapping[str, Any], parent_id: str | None, start: date) -> State:
    """A tenant that begins on `start`. Raise RefusedError without a parent: the root is there."""
    if wish["kind"] not in KINDS:
        raise RefusedError("kind", "choice", known=", ".join(KINDS))
    if parent_id is None:
        raise RefusedError("parent_code", "no_parent")
    _check_names(wish, practice=bool(wish["practice"]))
    dated = {"valid_from": start.isoformat(), "valid_to": None}
    short = wish["short_name"] or wish["name"]
    return {
        "tenant_id": tenant_id(wish["code"]),
        **{name: wish[name] for name in ("code", "unit_class", *FIXED)},
        "status": "active",
        "demo": False,
        "practice": bool(wish["practice"]),
        "province_codes": [],
        "names": [{"name": wish["name"], "short_name": short, **dated}],
        "parents": [{"parent_id": parent_id, **dated}],
    }


def changed(state: State, wish: Mapping[str, Any], parent_id: str | None, start: date) -> State:
    """The tenant with a new name or parent from `start` on; the same state when nothing differs.

    Raise RefusedError for what never changes, and for a date not after the present entry's.
    """
    for column in FIXED:
        if wish[column] is not None and wish[column] != state[column]:
            raise RefusedError(column, "fixed", held=str(state[column]))
    practice = bool(state.get("practice"))
    if wish["practice"] not in (None, practice):
        # Answers of the one would become answers of the other.
        raise RefusedError("practice", "fixed", held=PRACTICE[practice])
    _check_names(wish, practice=practice)
    held = state["names"][-1]
    kept_short = held["short_name"] if wish["name"] == held["name"] else wish["name"]
    name = {"name": wish["name"], "short_name": wish["short_name"] or kept_short}
    return {
        **state,
        "unit_class": wish["unit_class"] or state["unit_class"],
        "names": _dated(state["names"], name, start),
        "parents": _dated(state["parents"], {"parent_id": parent_id}, start),
    }


def _check_names(wish: Mapping[str, Any], *, practice: bool) -> None:
    """Raise RefusedError for a code or name of a practice tenant that does not say so."""
    for column in ("code", "name", "short_name") if practice else ():
        if wish[column] and PRACTICE_WORD not in wish[column].lower():
            raise RefusedError(column, "practice_name", word=PRACTICE_WORD.capitalize())


def begins_before(state: State, parent: State) -> str | None:
    """The first day of `parent` when `state` would be below it earlier than that."""
    first: str = min(link["valid_from"] for link in parent["parents"])
    return first if state["parents"][-1]["valid_from"] < first else None


def is_own_ancestor(states: Mapping[str, State], tenant: str) -> bool:
    """Whether on any day the parents of `tenant` lead back to it."""
    return any(
        _leads_back(states, link, tenant, "0001-01-01", "9999-12-31", frozenset())
        for link in states[tenant]["parents"]
    )


def _leads_back(
    states: Mapping[str, State],
    link: Mapping[str, Any],
    wanted: str,
    begins: str,
    ends: str,
    seen: frozenset[str],
) -> bool:
    parent = link["parent_id"]
    begins, ends = max(begins, link["valid_from"]), min(ends, link["valid_to"] or ends)
    if parent not in states or begins >= ends or parent in seen:
        return False
    return parent == wanted or any(
        _leads_back(states, above, wanted, begins, ends, seen | {parent})
        for above in states[parent]["parents"]
    )


def _dated(
    entries: list[dict[str, Any]], wanted: dict[str, Any], start: date
) -> list[dict[str, Any]]:
    """`entries` with `wanted` from `start` on, unless the last one says the same."""
    last = entries[-1]
    if all(last[name] == value for name, value in wanted.items()):
        return entries
    day = start.isoformat()
    if day <= last["valid_from"]:
        column = "valid_from"
        raise RefusedError(column, "wrong_order", held=last["valid_from"])
    ended = {**last, "valid_to": day}
    return [*entries[:-1], ended, {**wanted, "valid_from": day, "valid_to": None}]
