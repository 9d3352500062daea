"""A photo of a hung poster sent by page and by API: what is kept, refused, and seen from above."""

import io
import re
from typing import Any

import httpx
import pytest
from chassis import clock, tenants
from chassis.database import Scope
from forms_service.banners import store
from forms_service.banners.handlers.forgetting import forget
from forms_service.banners.rules.judging import Result
from forms_service.banners.rules.limits import FRESH, KEPT, LARGEST, LARGEST_FORM
from PIL import Image
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from suara_local import patient
from suara_local.practice.months import DEMO_UNITS

OWN, FOREIGN = DEMO_UNITS[0], DEMO_UNITS[4]
OPERATOR, HEAD, ABOVE = "operator.w11-01", "kepala.w11-01", "pemantau.w11"
ELSEWHERE = "operator.w20-01"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


def new_point(seeded, name: str, code: str = OWN, **more: Any) -> dict[str, str]:
    with seeded.api("admin") as api:
        body = {"tenant": seeded.tenant_of(code), "name": name, **more}
        made: dict[str, str] = api.post("/collection-points", json=body).json()
    return made


def photo_of(seeded, point: dict[str, str], share: float = 0.375) -> bytes:
    """The poster on a wall, as wide as this share of the photo."""
    with seeded.browse("admin") as browser:
        answer = browser.get(f"/kelola/titik/{point['code']}/poster.png")
    poster = Image.open(io.BytesIO(answer.content)).convert("RGB")
    wall = Image.new("RGB", (round(poster.width / share),) * 2, (190, 186, 180))
    wall.paste(poster, (wall.width // 3, wall.height // 4))
    file = io.BytesIO()
    wall.save(file, "JPEG", quality=80)
    return file.getvalue()


def sent(seeded, person: str, point: dict[str, str], photo: bytes) -> httpx.Response:
    with seeded.api(person) as api:
        return api.post(f"/collection-points/{point['code']}/checks", content=photo)


def posted(seeded, person: str, point: dict[str, str], photo: bytes) -> httpx.Response:
    """Over the form of the page, as a browser without script does, with the page that follows."""
    with seeded.api(person) as api:
        token = api.headers["Authorization"].removeprefix("Bearer ")
    base, headers = str(api.base_url).removesuffix("/api/v1/"), {"Accept": "text/html"}
    with patient.client(base_url=base, headers=headers, cookies={"access": token}) as browser:
        path = f"/kelola/titik/{point['code']}/foto"
        form = re.search(r'csrf_token" value="([^"]+)', browser.get(path).text)
        assert form
        files = {"photo": ("foto.jpg", photo, "image/jpeg")} if photo else {"photo": ("", b"")}
        answer = browser.post(path, data={"csrf_token": form[1]}, files=files)
        return browser.get(path) if answer.status_code == httpx.codes.SEE_OTHER else answer


def page(seeded, person: str, path: str) -> httpx.Response:
    with seeded.browse(person) as browser:
        return browser.get(path)


def kept(seeded, point: dict[str, str]) -> list[Any]:
    query = "SELECT * FROM banner_checks WHERE point_id = :id ORDER BY at"
    with seeded.worker.unbound() as connection:
        return list(connection.execute(text(query), {"id": point["point_id"]}))


def looked_at(seeded, point: dict[str, str], result: Result, days: float = 0) -> None:
    """As the handler keeps it, so many days ago."""
    tenant = point["tenant_id"]
    check = {"tenant_id": tenant, "point_id": point["point_id"], "person": "p", "name": "Sari"}
    with seeded.web.scope(Scope(tenant)) as connection:
        tenants.write_as(connection, tenant)
        row = store.add(connection, {**check, "result": result, "pixels": None, "seen_code": None})
    with seeded.owner.unbound() as connection:
        connection.execute(text("ALTER TABLE banner_checks NO FORCE ROW LEVEL SECURITY"))
        connection.execute(
            text(
                "UPDATE banner_checks SET at = at - make_interval(hours => :h) WHERE check_id = :id"
            ),
            {"h": round(24 * days), "id": row.check_id},
        )
        connection.execute(text("ALTER TABLE banner_checks FORCE ROW LEVEL SECURITY"))


def test_a_poster_that_can_be_read_says_so_and_nothing_of_the_photo_stays(seeded) -> None:
    point = new_point(seeded, "Terbaca")
    assert (
        "Belum pernah difoto" in page(seeded, OPERATOR, f"/kelola/titik/{point['code']}/foto").text
    )
    shown = posted(seeded, OPERATOR, point, photo_of(seeded, point))
    assert shown.status_code == 200
    assert re.search(r"<h1[^>]*>Terbaca dari sini</h1>", shown.text)
    [row] = kept(seeded, point)
    told = "check_id tenant_id point_id at person name result pixels seen_code"
    assert {*row._mapping} == {*told.split()}
    assert (row.result, str(row.tenant_id)) == ("readable", point["tenant_id"])
    assert 4 < row.pixels < 8
    entries = [
        each for each in seeded.sent("audit.entries.v1") if each["subject"] == point["point_id"]
    ]
    [entry] = [each for each in entries if each["action"] == "forms.banner.check"]
    assert entry["detail"] == {"code": point["code"], "result": "readable"}


def test_the_head_sends_a_photo_from_too_far_away_and_is_told_why(seeded) -> None:
    point = new_point(seeded, "Jauh")
    shown = posted(seeded, HEAD, point, photo_of(seeded, point, 0.1))
    assert "kode terlalu kecil dari sini" in shown.text
    assert "perlu 2,8" in shown.text
    assert [row.result for row in kept(seeded, point)] == ["too_small"]


def test_the_poster_of_another_point_is_named_by_its_code(seeded) -> None:
    point, other = new_point(seeded, "Salah"), new_point(seeded, "Benar")
    made = sent(seeded, OPERATOR, point, photo_of(seeded, other))
    assert made.status_code == 201
    assert (made.json()["result"], made.json()["seen_code"]) == ("other_point", other["code"])
    code = other["code"]
    shown = page(seeded, OPERATOR, f"/kelola/titik/{point['code']}/foto").text
    assert f"{code[:3]}-{code[3:6]}-{code[6:]}" in shown


@pytest.mark.parametrize(
    ("photo", "words"),
    [
        (b"", "Pilih foto lebih dahulu."),
        (HEIC, "Paling Kompatibel"),
        (b"%PDF-1.7", "bukan foto JPEG, PNG, atau WebP"),
        (b"\xff\xd8\xff\xe0 and no more", "Foto ini rusak"),
        (b"\xff\xd8\xff" + bytes(LARGEST), "lebih besar dari 10 MB"),
    ],
)
def test_what_is_no_photo_is_refused_with_a_way_out(seeded, photo, words) -> None:
    point = new_point(seeded, "Bukan foto")
    shown = posted(seeded, OPERATOR, point, photo)
    assert shown.status_code == 422
    assert words in shown.text
    assert 'href="#photo"' in shown.text
    refused = sent(seeded, OPERATOR, point, photo)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "photo")
    assert kept(seeded, point) == []


def test_a_body_that_is_far_too_large_is_not_read(seeded) -> None:
    point = new_point(seeded, "Besar")
    assert posted(seeded, OPERATOR, point, bytes(LARGEST_FORM)).status_code == 413


def test_a_picture_that_unpacks_to_gigabytes_ends_itself(seeded) -> None:
    point, file = new_point(seeded, "Bom"), io.BytesIO()
    Image.new("1", (40_000, 40_000)).save(file, "PNG")
    refused = sent(seeded, OPERATOR, point, file.getvalue())
    assert refused.status_code == 422
    assert "55" in refused.json()["errors"][0]["message"]


def test_only_those_of_the_unit_send_photos_of_what_hangs_there(seeded) -> None:
    point = new_point(seeded, "Hak")
    assert sent(seeded, ELSEWHERE, point, HEIC).status_code == 404
    assert page(seeded, ELSEWHERE, f"/kelola/titik/{point['code']}/foto").status_code == 404
    assert sent(seeded, "loket.w11-01", point, HEIC).status_code == 403
    for person in (ABOVE, "admin"):
        refused = sent(seeded, person, point, HEIC)
        assert refused.json()["errors"][0]["field"] == "point"
        assert 'type="file"' not in page(seeded, person, f"/kelola/titik/{point['code']}/foto").text
    for other in (new_point(seeded, "Kartu", channel="card"), point):
        if other is point:
            with seeded.api(OPERATOR) as api:
                api.post(f"/collection-points/{point['code']}/retire").raise_for_status()
        refused = sent(seeded, OPERATOR, other, HEIC)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "point")


def test_the_database_shows_checks_in_scope_takes_own_ones_and_changes_none(seeded) -> None:
    point = new_point(seeded, "Asing", FOREIGN)
    looked_at(seeded, point, "glare")
    query, known = (
        text("SELECT count(*) FROM banner_checks WHERE point_id = :id"),
        {"id": point["point_id"]},
    )
    own = Scope(seeded.tenant_of(OWN))
    with seeded.web.scope(own) as connection:
        assert connection.scalar(query, known) == 0
    with seeded.web.scope(Scope(point["tenant_id"])) as connection:
        assert connection.scalar(query, known) == 1
    for change in ("UPDATE banner_checks SET result = 'readable'", "DELETE FROM banner_checks"):
        with (
            pytest.raises(DBAPIError, match="permission denied"),
            seeded.web.scope(Scope(point["tenant_id"])) as connection,
        ):
            connection.execute(text(change))
    check = {
        **point,
        "person": "p",
        "name": "n",
        "result": "glare",
        "pixels": None,
        "seen_code": None,
    }
    with seeded.web.scope(own) as connection:
        tenants.write_as(connection, point["tenant_id"])
        with pytest.raises(DBAPIError, match="row-level security"):
            store.add(connection, check)


def test_the_api_lists_the_checks_of_a_scope_without_names(seeded) -> None:
    point = new_point(seeded, "Daftar")
    looked_at(seeded, point, "covered")
    for person, seen in ((ABOVE, True), (HEAD, True), (ELSEWHERE, False)):
        with seeded.api(person) as api:
            items = api.get(
                "/collection-points/checks", params={"tenant": point["tenant_id"]}
            ).json()["items"]
        assert (point["point_id"] in {each["point_id"] for each in items}) == seen
        assert not {"name", "person"} & {name for each in items for name in each}


def test_a_kanwil_sees_what_is_not_readable_first_then_never_then_old(seeded) -> None:
    unit = seeded.own_unit("W11")
    with seeded.api("admin") as api:
        found = api.get("/collection-points", params={"tenant": seeded.tenant_of(unit)}).json()[
            "items"
        ]
    total = len(found) + 3
    bad, old, good = (new_point(seeded, name, unit) for name in ("Silau", "Lama", "Baik"))
    path = f"/kelola/titik/terbaca?unit={unit}"
    for each in found:
        looked_at(seeded, each, "readable")
    looked_at(seeded, old, "readable", FRESH.days + 1)
    looked_at(seeded, good, "glare", 1)
    looked_at(seeded, good, "readable")
    shown = page(seeded, ABOVE, path).text
    assert f"1 dari {total} poster belum pernah difoto dari kursi pengunjung" in shown
    looked_at(seeded, bad, "glare")
    shown = page(seeded, ABOVE, path).text
    assert f"1 dari {total} poster tidak terbaca pada foto terakhirnya" in shown
    assert "Tidak terbaca: silau" in shown
    assert f"Terbaca, tetapi lebih dari {FRESH.days} hari yang lalu: 1" in shown
    assert f"Terbaca dalam {FRESH.days} hari terakhir: {total - 2}" in shown
    looked_at(seeded, bad, "readable")
    looked_at(seeded, old, "readable")
    assert f"Semua {total} poster terbaca" in page(seeded, ABOVE, path).text
    region = page(seeded, ABOVE, "/kelola/titik/terbaca").text
    assert f"/kelola/titik/{good['code']}/foto" in region
    assert page(seeded, "pemantau.w20", path).status_code == 404
    assert good["code"] not in page(seeded, "pemantau.w20", "/kelola/titik/terbaca").text


def test_a_check_stays_with_the_unit_that_the_point_belonged_to(seeded) -> None:
    unit, new = seeded.own_unit("W11"), seeded.own_unit("W11")
    point = new_point(seeded, "Pindah", unit)
    looked_at(seeded, point, "readable")
    with seeded.api("admin") as api:
        move = {"tenant": seeded.tenant_of(new), "reason": "digabung"}
        api.post(f"/collection-points/{point['code']}/move", json=move).raise_for_status()
    shown = page(seeded, ABOVE, f"/kelola/titik/{point['code']}/foto").text
    assert "Belum pernah difoto" in shown


def test_checks_are_forgotten_when_visits_are(seeded) -> None:
    point = new_point(seeded, "Lupa", seeded.own_unit())
    looked_at(seeded, point, "readable", KEPT.days + 1)
    looked_at(seeded, point, "glare", KEPT.days - 1)
    forget(seeded.worker, clock.now())
    assert [row.result for row in kept(seeded, point)] == ["glare"]


def test_the_pages_of_points_lead_to_the_photo(seeded) -> None:
    point = new_point(seeded, "Jalan")
    listed = page(seeded, OPERATOR, f"/kelola/titik?unit={OWN}").text
    assert f"/kelola/titik/{point['code']}/foto" in listed
    assert f"/kelola/titik/terbaca?unit={OWN}" in listed
    assert 'href="/kelola/titik/terbaca"' in page(seeded, ABOVE, "/kelola/titik").text
