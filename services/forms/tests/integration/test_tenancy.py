"""One office never meets another's rows, by id, by list or by a forgotten WHERE."""

import uuid

import httpx
import pytest
from chassis.database import Scope
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from suara_local.practice.months import DEMO_UNITS

OPERATOR, MONITOR, ADMIN = "operator.w11-01", "pemantau.w11", "admin"
TABLES = ("drafts", "draft_events", "surveys", "populations", "collection_points")
FOREIGN = DEMO_UNITS[4]


def row_of(seeded, code: str) -> dict[str, str]:
    return next(row for row in seeded.surveys if row["tenant_code"] == code)


def tenants_of(api: httpx.Client, path: str) -> set[str]:
    """On every page of the list: other tests may have opened more than fits one."""
    found: set[str] = set()
    query = {"limit": "100"}
    while True:
        page = api.get(path, params=query).json()
        found |= {row["tenant_id"] for row in page["items"]}
        if page["next"] is None:
            return found
        query["after"] = page["next"]


def test_foreign_ids_look_like_no_ids(seeded) -> None:
    row, unknown = row_of(seeded, FOREIGN), uuid.uuid4()
    with seeded.api(OPERATOR) as api:
        foreign = [
            api.get(f"/surveys/{row['survey_id']}"),
            api.post(f"/surveys/{row['survey_id']}/close"),
            api.get(f"/collection-points/{row['code']}/qr.svg"),
            api.get(f"/collection-points/{row['code']}/qr.png"),
        ]
        nobodys = [
            api.get(f"/surveys/{unknown}"),
            api.get("/surveys/none"),
            api.get("/collection-points/K7M4QXP/qr.svg"),
            api.get("/collection-points/%00/qr.png"),
        ]
    assert {answer.status_code for answer in [*foreign, *nobodys]} == {404}
    assert len({answer.json()["detail"] for answer in [*foreign, *nobodys]}) == 1


@pytest.mark.parametrize("path", ["/surveys", "/populations", "/collection-points"])
def test_lists_show_the_scope_alone(seeded, path) -> None:
    own, foreign = row_of(seeded, DEMO_UNITS[0])["tenant"], row_of(seeded, FOREIGN)["tenant"]
    with seeded.api(OPERATOR) as unit, seeded.api(MONITOR) as kanwil, seeded.api(ADMIN) as ministry:
        mine = tenants_of(unit, path)
        filtered = unit.get(path, params={"tenant": foreign}).json()["items"]
        region = tenants_of(kanwil, path)
        nation = ministry.get(path, params={"tenant": foreign}).json()["items"]
    assert mine == {own}
    assert filtered == []
    assert own in region
    assert foreign not in region
    assert nation


@pytest.mark.parametrize("path", ["/surveys", "/populations", "/collection-points"])
def test_nothing_can_be_added_to_a_foreign_office(seeded, path) -> None:
    body = {"tenant": row_of(seeded, FOREIGN)["tenant"]}
    more = {
        "/surveys": {"instrument": "SPKP-SPAK", "period": "2027-06"},
        "/populations": {"period": "2027-06", "service": "visa", "recipients": 3},
        "/collection-points": {"name": "Loket 9"},
    }
    with seeded.api(OPERATOR) as api:
        answer = api.post(path, json={**body, **more[path]})
    assert [fault["field"] for fault in answer.json()["errors"]] == ["tenant"]


@pytest.mark.parametrize("table", TABLES)
def test_the_tables_are_closed_to_whoever_says_no_scope(seeded, table) -> None:
    with pytest.raises(DBAPIError), seeded.web.unbound() as connection:
        connection.execute(text(f"SELECT count(*) FROM {table}"))  # noqa: S608
    with seeded.owner.unbound() as connection:
        assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 0  # noqa: S608


def test_a_forgotten_where_changes_one_office_only(seeded) -> None:
    ministry = seeded.tenant_of("KEMENKUMHAM")
    own = row_of(seeded, DEMO_UNITS[0])["tenant"]
    rename = text("UPDATE collection_points SET name = name RETURNING tenant_id")
    with seeded.web.scope(Scope(ministry)) as connection:
        connection.execute(text("SELECT set_config('app.tenant_id', :id, true)"), {"id": own})
        assert {str(each) for each in connection.execute(rename).scalars()} == {own}
    with pytest.raises(DBAPIError), seeded.web.scope(Scope(ministry)) as connection:
        connection.execute(rename)


def test_binding_a_foreign_office_opens_nothing(seeded) -> None:
    own, foreign = row_of(seeded, DEMO_UNITS[0])["tenant"], row_of(seeded, FOREIGN)["tenant"]
    insert = text(
        "INSERT INTO collection_points (point_id, tenant_id, code, name, channel, status)"
        " VALUES (:id, :tenant, 'AAAAAAA', 'x', 'qr', 'active')"
    )
    with seeded.web.scope(Scope(own)) as connection:
        connection.execute(text("SELECT set_config('app.tenant_id', :id, true)"), {"id": foreign})
        with pytest.raises(DBAPIError, match="row-level security"):
            connection.execute(insert, {"id": uuid.uuid4(), "tenant": foreign})


@pytest.mark.parametrize("table", ["form_versions", "formula_versions"])
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET hash = ''", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_a_published_version_changes_for_nobody(seeded, table, change) -> None:
    statement = text(change.format(table))
    with (
        pytest.raises(DBAPIError, match="never changes"),
        seeded.owner.unbound() as connection,
    ):
        connection.execute(statement)
    for role in (seeded.web, seeded.worker):
        with pytest.raises(DBAPIError, match="permission denied"), role.unbound() as connection:
            connection.execute(statement)
