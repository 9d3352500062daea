"""Row-level security: unset raises, foreign rows are neither seen nor made."""

import uuid
from datetime import date

import pytest
from chassis.database import Scope
from chassis.tenant_tree import closure, name_on, store_tenants
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError


def tenant(code: str, parents: list[tuple[str | None, str, str | None]], unit_type: str = "kanim"):
    return {
        "tenant_id": str(uuid.uuid5(uuid.NAMESPACE_OID, code)),
        "code": code,
        "kind": "upt",
        "unit_type": unit_type,
        "time_zone": "Asia/Jakarta",
        "status": "active",
        "demo": True,
        "names": [{"name": code, "short_name": code, "valid_from": "2014-01-01", "valid_to": None}],
        "parents": [
            {
                "parent_id": parent and str(uuid.uuid5(uuid.NAMESPACE_OID, parent)),
                "valid_from": start,
                "valid_to": end,
            }
            for parent, start, end in parents
        ],
    }


ROOT = tenant("root", [(None, "2014-01-01", None)], "ministry")
EAST = tenant("east", [("root", "2014-01-01", None)], "kanwil")
WEST = tenant("west", [("root", "2014-01-01", None)], "kanwil")
MOVED = tenant("moved", [("east", "2014-01-01", "2020-01-01"), ("west", "2020-01-01", None)])
PRISON = tenant("prison", [("west", "2014-01-01", None)], "lapas")
ALL = [MOVED, PRISON, ROOT, EAST, WEST]


def test_a_moved_office_stands_under_each_parent_in_its_time() -> None:
    rows = {
        (row.ancestor_id, row.valid_from, row.valid_to)
        for row in closure(ALL)
        if row.tenant_id == MOVED["tenant_id"]
    }
    assert (EAST["tenant_id"], date(2014, 1, 1), date(2020, 1, 1)) in rows
    assert (WEST["tenant_id"], date(2020, 1, 1), None) in rows


def test_a_circle_is_refused_by_name() -> None:
    one = tenant("one", [("two", "2014-01-01", None)])
    two = tenant("two", [("one", "2014-01-01", None)])
    with pytest.raises(ValueError, match="its own ancestor"):
        closure([one, two])


def test_the_name_is_the_one_of_the_day() -> None:
    state = {
        "names": [
            {"name": "old", "valid_from": "2014-01-01"},
            {"name": "new", "valid_from": "2023-01-01"},
        ]
    }
    assert name_on(state, date(2022, 12, 31))["name"] == "old"
    assert name_on(state, date(2023, 1, 1))["name"] == "new"
    assert name_on(state, date(1999, 1, 1))["name"] == "old"


@pytest.fixture
def tree(scratch):
    with scratch.worker.unbound() as connection:
        store_tenants(connection, ALL)
    return scratch


def codes(database, scope: Scope) -> set[str]:
    with database.scope(scope) as connection:
        return set(connection.execute(text("SELECT code FROM tenants")).scalars())


def test_a_scope_is_its_sub_tree_of_today(tree) -> None:
    assert codes(tree.web, Scope(EAST["tenant_id"])) == {"east"}
    assert codes(tree.web, Scope(WEST["tenant_id"])) == {"west", "moved", "prison"}
    assert codes(tree.web, Scope(ROOT["tenant_id"], ("lapas",))) == {"prison"}


def test_an_unset_scope_raises(tree) -> None:
    with pytest.raises(DBAPIError), tree.web.unbound() as connection:
        connection.execute(text("SELECT code FROM tenants")).all()


def test_foreign_rows_can_neither_be_read_nor_written(scratch) -> None:
    mine, other = str(uuid.uuid4()), str(uuid.uuid4())
    insert = text("INSERT INTO notes VALUES (:tenant, 'words')")
    with scratch.web.tenant(mine) as connection:
        connection.execute(insert, {"tenant": mine})
    with scratch.web.tenant(other) as connection:
        assert connection.execute(text("SELECT * FROM notes")).all() == []
    with pytest.raises(DBAPIError, match="row-level security"), scratch.web.tenant(mine) as bad:
        bad.execute(insert, {"tenant": other})


def test_an_unset_tenant_raises_also_on_a_used_connection(scratch) -> None:
    mine = str(uuid.uuid4())
    with scratch.web.tenant(mine) as connection:
        connection.execute(text("INSERT INTO notes VALUES (:tenant, 'words')"), {"tenant": mine})
    for _ in range(3):
        with pytest.raises(DBAPIError), scratch.web.unbound() as connection:
            connection.execute(text("SELECT * FROM notes")).all()
