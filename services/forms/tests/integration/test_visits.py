"""Visits as they come in: counted once, seen in scope, silence found and ended, a page about it."""

import csv
import io
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from chassis import clock
from chassis.consumer import Message
from chassis.database import Scope
from chassis.events import new_event
from contracts.codec import decode, encode
from forms_service.shared.hours import same_every_day
from forms_service.visits.handlers.visits import VISITS, fold, forget, watch
from forms_service.visits.store import findings as points
from forms_service.visits.store import visits
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from suara_local.meeting import overlapping
from suara_local.practice.months import DEMO_UNITS

OWN, FOREIGN = DEMO_UNITS[0], DEMO_UNITS[4]
ALWAYS = same_every_day("00:00", "23:59", days=7)
HOUR = timedelta(hours=1)
# On a whole hour, in the past, so that the page of this moment shows it.
NOW = clock.now().replace(minute=0, second=0, microsecond=0)


def unit(seeded, code: str) -> str:
    return next(r["tenant"] for r in seeded.surveys if r["tenant_code"] == code)


def new_point(seeded, name: str, code: str = OWN, *, age: int = 40) -> dict[str, str]:
    """A point that is always open and was added `age` days ago."""
    with seeded.api("admin") as api:
        body = {"tenant": seeded.tenant_of(code), "name": name, "hours": ALWAYS}
        made: dict[str, str] = api.post("/collection-points", json=body).json()
    with seeded.worker.unbound() as connection:
        connection.execute(
            text("UPDATE collection_points SET added_at = :at WHERE point_id = :id"),
            {"at": NOW - timedelta(days=age), "id": made["point_id"]},
        )
    return made


def message(
    point: dict[str, str],
    hour: datetime,
    counts: dict[str, int],
    *,
    source: str = "",
    number: int = 1,
    **more: Any,
) -> Message:
    """One event of the web process `source`; `counts` by kind."""
    each = {"how": "scanned", "signed": True, "host": "", "layout": "scroll", **more}
    payload = {
        "source": source or str(uuid.uuid4()),
        "sequence": number,
        "tenant_id": point["tenant_id"],
        "point_id": point["point_id"],
        "hour": hour.isoformat(),
        "counts": [{**each, "kind": kind, "count": count} for kind, count in counts.items()],
    }
    event = new_event(VISITS, point["tenant_id"], payload)
    return Message(decode(VISITS, encode(event)), 0, number)


def take(seeded, messages: Sequence[Message]) -> None:
    with seeded.worker.unbound() as connection:
        assert fold(connection, messages) == []


def stored(seeded, point: dict[str, str]) -> dict[tuple[datetime, str], int]:
    query = "SELECT hour, kind, sum(count) FROM visit_counts WHERE point_id = :id GROUP BY 1, 2"
    with seeded.worker.unbound() as connection:
        rows = connection.execute(text(query), {"id": point["point_id"]})
        return {(hour, kind): int(count) for hour, kind, count in rows}


def findings(seeded, user: str = "operator.w11-01") -> list[dict[str, Any]]:
    with seeded.api(user) as api:
        found: list[dict[str, Any]] = api.get("/collection-points/findings").json()["items"]
    return found


def page(seeded, user: str, path: str) -> httpx.Response:
    with seeded.api(user) as api:
        root = str(api.base_url).split("/api/")[0]
        return api.get(f"{root}{path}", headers={"Accept": "text/html"})


def test_an_event_counts_once_however_often_it_comes(seeded) -> None:
    point, source = new_point(seeded, "Sekali"), str(uuid.uuid4())
    first = message(point, NOW, {"scan": 4, "start": 2}, source=source, number=1)
    second = message(point, NOW, {"scan": 3}, source=source, number=2)
    take(seeded, [first, first, second])
    take(seeded, [first, second])
    take(seeded, [message(point, NOW, {"scan": 1}, number=1)])
    take(seeded, [message(point, NOW - HOUR, {"finish": 1}, source=source, number=3)])
    assert stored(seeded, point) == {
        (NOW, "scan"): 8,
        (NOW, "start"): 2,
        (NOW - HOUR, "finish"): 1,
    }


def test_a_batch_is_one_statement_and_one_row_per_hour_and_kind(seeded) -> None:
    point, source = new_point(seeded, "Banyak"), str(uuid.uuid4())
    take(
        seeded,
        [message(point, NOW, {"scan": 1}, source=source, number=n + 1) for n in range(200)],
    )
    assert stored(seeded, point) == {(NOW, "scan"): 200}
    query = "SELECT count(*) FROM visit_counts WHERE point_id = :id"
    with seeded.worker.unbound() as connection:
        assert connection.scalar(text(query), {"id": point["point_id"]}) == 1


def test_sums_are_seen_in_scope_alone_and_changed_by_no_page(seeded) -> None:
    point = new_point(seeded, "Asing", FOREIGN)
    take(seeded, [message(point, NOW, {"scan": 5}, host="lama.example.id")])
    query = text("SELECT count(*) FROM visit_counts WHERE point_id = :id")
    known = {"id": point["point_id"]}
    with seeded.web.scope(Scope(unit(seeded, OWN))) as connection:
        assert connection.scalar(query, known) == 0
        hosts = visits.old_host_scans(connection, NOW - HOUR)
        assert point["point_id"] not in {str(row.point_id) for row in hosts}
    with seeded.web.scope(Scope(unit(seeded, FOREIGN))) as connection:
        assert connection.scalar(query, known) == 1
        hosts = visits.old_host_scans(connection, NOW - HOUR)
        [row] = [each for each in hosts if str(each.point_id) == point["point_id"]]
        assert (row.host, row.scans, row.last_hour) == ("lama.example.id", 5, NOW)
        with pytest.raises(DBAPIError, match="permission denied"):
            connection.execute(text("UPDATE visit_counts SET count = 1"))
    for table in ("visit_counts", "point_findings"):
        with pytest.raises(DBAPIError), seeded.web.unbound() as connection:
            connection.execute(text(f"SELECT count(*) FROM {table}"))  # noqa: S608


def test_a_silent_point_is_found_once_and_ended_by_a_scan(seeded) -> None:
    point, last = new_point(seeded, "Sunyi"), NOW - 6 * HOUR
    busy = [message(point, last - n * HOUR, {"scan": 2}) for n in range(48)]
    take(seeded, busy)
    watch(seeded.worker, NOW - 3 * HOUR)
    assert not [each for each in findings(seeded) if each["point_id"] == point["point_id"]]
    for _ in range(2):
        watch(seeded.worker, NOW)
    [found] = [each for each in findings(seeded) if each["point_id"] == point["point_id"]]
    assert (found["kind"], found["usual_hours"]) == ("silent", 4)
    assert datetime.fromisoformat(found["since"]) == last
    foreign = findings(seeded, "operator.w20-01")
    assert point["point_id"] not in {each["point_id"] for each in foreign}
    shown = page(seeded, "operator.w11-01", f"/kelola/titik/{OWN}/dilihat").text
    assert "Sunyi sejak" in shown
    above = page(seeded, "pemantau.w11", "/kelola/titik").text
    assert "1 titik perlu dilihat" in above
    assert "sunyi sejak" in above
    assert "perlu dilihat" not in page(seeded, "pemantau.w20", "/kelola/titik").text
    take(seeded, [message(point, NOW, {"scan": 1})])
    watch(seeded.worker, NOW + HOUR)
    assert not [each for each in findings(seeded) if each["point_id"] == point["point_id"]]
    query = "SELECT count(*) FROM point_findings WHERE point_id = :id AND resolved_at IS NOT NULL"
    with seeded.worker.unbound() as connection:
        assert connection.scalar(text(query), {"id": point["point_id"]}) == 1
        with pytest.raises(DBAPIError, match="permission denied"):
            connection.execute(text("UPDATE point_findings SET since = clock_now()"))


def test_two_watchers_at_once_find_a_silent_point_once(seeded) -> None:
    point, last = new_point(seeded, "Sunyi", seeded.own_unit()), NOW - 6 * HOUR
    take(seeded, [message(point, last - n * HOUR, {"scan": 2}) for n in range(48)])

    def find(connection: Connection) -> Any:
        known = {str(each.point_id): each for each in points.active_points(connection)}
        return points.add(connection, known[point["point_id"]], last, 4)

    overlapping(seeded.worker.unbound(), find, lambda: watch(seeded.worker, NOW))
    query = text("SELECT count(*) FROM point_findings WHERE point_id = :id")
    with seeded.worker.unbound() as connection:
        assert connection.scalar(query, {"id": point["point_id"]}) == 1


def test_a_young_and_a_rare_point_are_not_found(seeded) -> None:
    young, rare = new_point(seeded, "Baru", age=2), new_point(seeded, "Jarang")
    hours = [NOW - (6 + n) * HOUR for n in range(9)]
    take(seeded, [message(young, hour, {"scan": 5}) for hour in hours])
    take(seeded, [message(rare, hour, {"scan": 1}) for hour in hours])
    watch(seeded.worker, NOW)
    found = {each["point_id"] for each in findings(seeded)}
    assert not found & {young["point_id"], rare["point_id"]}


def test_the_page_says_which_poster_needs_a_look(seeded) -> None:
    old, good = new_point(seeded, "Pintu keluar", FOREIGN), new_point(seeded, "Kartu", FOREIGN)
    take(seeded, [message(old, NOW - HOUR, {"scan": 7, "start": 6, "finish": 6}, signed=False)])
    take(seeded, [message(good, NOW - HOUR, {"scan": 30, "start": 25, "finish": 24})])
    shown = page(seeded, "operator.w20-01", f"/kelola/titik/{FOREIGN}/dilihat?days=28")
    assert shown.status_code == httpx.codes.OK
    assert "7 pindaian dari QR tanpa tanda tangan" in shown.text
    assert shown.text.index("Pintu keluar") < shown.text.index("Kartu")
    assert 'role="img" aria-label="Kartu: 30 pindai, 25 mulai, 24 selesai.' in shown.text
    assert " style=" not in shown.text
    rows = page(seeded, "operator.w20-01", f"/kelola/titik/{FOREIGN}/dilihat.csv?days=28").text
    by_name = {row["Titik"]: row for row in csv.DictReader(io.StringIO(rows), delimiter=";")}
    assert (by_name["Kartu"]["Pindai"], by_name["Kartu"]["Selesai"]) == ("30", "24")
    assert by_name["Pintu keluar"]["Poster lama"] == "7"


@pytest.mark.parametrize("end", ["", ".csv"])
def test_a_foreign_unit_is_no_unit(seeded, end: str) -> None:
    for user, code in (("operator.w20-01", OWN), ("operator.w11-01", FOREIGN)):
        path = f"/kelola/titik/{code}/dilihat{end}"
        assert page(seeded, user, path).status_code == httpx.codes.NOT_FOUND
    assert page(seeded, "admin", f"/kelola/titik/{OWN}/dilihat{end}").status_code == httpx.codes.OK


def test_posters_with_a_former_address_are_listed_in_scope(seeded) -> None:
    point = new_point(seeded, "Spanduk lama", FOREIGN)
    take(seeded, [message(point, NOW - HOUR, {"scan": 6, "start": 9}, host="spak.example.id")])
    take(seeded, [message(point, NOW - timedelta(days=91), {"scan": 1}, host="tua.example.id")])
    path = "/kelola/titik/alamat-lama"
    shown = page(seeded, "operator.w20-01", path).text
    row = next(each for each in shown.split("<tr") if "Spanduk lama" in each)
    assert "spak.example.id" in row
    assert ">6</td>" in row
    assert "tua.example.id" not in shown
    assert "Spanduk lama" not in page(seeded, "operator.w11-01", path).text


def test_what_is_older_than_thirteen_months_is_forgotten(seeded) -> None:
    point = new_point(seeded, "Lama")
    kept = NOW - timedelta(days=399)
    take(seeded, [message(point, hour, {"scan": 1}) for hour in (kept, kept - timedelta(days=2))])
    forget(seeded.worker, NOW)
    assert stored(seeded, point) == {(kept, "scan"): 1}
