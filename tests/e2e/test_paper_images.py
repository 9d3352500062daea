"""Images of sheets over HTTP and SQL: who sees one, what lies in the database, and until when."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import psycopg
import pytest
from chassis.database import Database
from PIL import ExifTags, Image
from responses_service.paper.entry.images.handlers.forgetting import forget_ended, forget_images
from suara_local.running import Running, eventually

API, ENTRY = "/api/v1/paper/sheets", "/jawaban/kertas/isi"
UNIT, CLERK, FIRST, SECOND = "W20-01", "operator.w20-01", "pemantau.w20", "admin"
FOREIGN = "pemantau.w11"
JPEG = b"\xff\xd8\xff"
Batch = dict[str, Any]


def image(kind: str = "JPEG", pages: int = 1, **more: Any) -> bytes:
    file, drawn = io.BytesIO(), [Image.new("RGB", (900, 1200), "white") for _ in range(pages)]
    several = {"save_all": True, "append_images": drawn[1:]} if pages > 1 else {}
    drawn[0].save(file, kind, **several, **more)
    return file.getvalue()


def photo() -> bytes:
    """As a telephone takes it, with the place."""
    exif = Image.new("RGB", (1, 1)).getexif()
    exif[ExifTags.Base.Make] = "Pembuat"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (8.0, 39.0, 1.0)
    return image(exif=exif)


@pytest.fixture
def batch(suara: Running) -> Callable[..., Batch]:
    def issue(by: str = CLERK) -> Batch:
        wish = {"unit": UNIT, "count": 2}
        made = suara.api(by).post("/api/v1/paper/batches", json=wish).raise_for_status()
        found: Batch = made.json()
        return found

    return issue


@pytest.fixture
def sheet(batch: Callable[..., Batch]) -> str:
    return str(batch()["sheets"][0])


@pytest.fixture
def worker(suara: Running) -> Iterator[Database]:
    database = Database(suara.stack.environment("responses")["DATABASE_WORKER_URL"])
    yield database
    database.close()


def put(suara: Running, user: str, sheet: str, data: bytes) -> httpx.Response:
    return suara.api(user).put(f"{API}/{sheet}/image", content=data)


def look(suara: Running, user: str, sheet: str, part: int = 1) -> httpx.Response:
    return suara.api(user).get(f"{API}/{sheet}/image/{part}")


def type_in(suara: Running, user: str, sheet: str, key: str = "3", **more: Any) -> httpx.Response:
    answers = suara.submission(suara.survey(UNIT))["answers"]
    form = {"sheet": sheet, **{f"a.{each}": key for each in answers}, **more.pop("data", {})}
    return suara.api(user).post(ENTRY, data=form, **more)


def rows(suara: Running, service: str, query: str, *values: Any) -> list[Any]:
    with psycopg.connect(suara.stack.superuser_url(service)) as connection:
        return connection.execute(query, values).fetchall()


def audited(suara: Running, action: str, subject: str) -> list[Any]:
    query = "SELECT detail FROM audit_entries WHERE action = %s AND subject = %s ORDER BY number"
    action = f"responses.paper-images.{action}"
    return [detail for (detail,) in rows(suara, "identity", query, action, subject)]


def test_the_second_person_and_the_kanwil_see_it_and_no_other_unit(
    suara: Running, sheet: str
) -> None:
    kept = put(suara, SECOND, sheet, photo())
    assert (kept.status_code, kept.json()["pages"]) == (200, 1)
    for user in (FIRST, SECOND):
        seen = look(suara, user, sheet)
        assert (seen.status_code, seen.headers["content-type"]) == (200, "image/jpeg")
        assert seen.headers["x-content-type-options"] == "nosniff"
        assert seen.headers["cache-control"] == "no-store"
        assert seen.headers["content-security-policy"].startswith("default-src 'none'")
        page = suara.api(user).get(ENTRY, params={"sheet": sheet}).text
        assert f'href="/jawaban/kertas/gambar/{sheet}/1"' in page
    for refused in (
        look(suara, FOREIGN, sheet),
        put(suara, FOREIGN, sheet, photo()),
        suara.api(FOREIGN).get(f"{API}/{sheet}/image"),
        suara.api(FOREIGN).get(f"/jawaban/kertas/gambar/{sheet}/1"),
        look(suara, FIRST, f"{sheet[:-1]}{(int(sheet[-1]) + 1) % 10}"),
        look(suara, FIRST, sheet, 2),
    ):
        assert refused.status_code == 404, refused.url
    assert suara.public.get(f"{API}/{sheet}/image/1").status_code == 401
    assert suara.api("loket.w11-01").get(f"{API}/{sheet}/image/1").status_code == 403


def test_whoever_may_not_type_the_sheet_now_neither_sends_nor_sees(
    suara: Running, sheet: str
) -> None:
    assert put(suara, FIRST, sheet, photo()).status_code == 200
    for refused in (put(suara, CLERK, sheet, photo()), look(suara, CLERK, sheet)):
        assert refused.status_code == 422
        (fault,) = refused.json()["errors"]
        assert fault["field"] == "sheet"
        assert "Anda yang mengeluarkan" in fault["message"]
    assert type_in(suara, FIRST, sheet).status_code == 303
    assert look(suara, FIRST, sheet).status_code == 422
    assert look(suara, SECOND, sheet).status_code == 200
    assert type_in(suara, SECOND, sheet, "4").status_code == 303
    # It differs: whoever settles it sees it, the first typist, too.
    assert [look(suara, user, sheet).status_code for user in (FIRST, SECOND)] == [200, 200]
    assert look(suara, CLERK, sheet).status_code == 422
    settled = suara.api(FIRST).post(
        f"/jawaban/kertas/selisih/{sheet}",
        data={f"a.{each}": "4" for each in suara.submission(suara.survey(UNIT))["answers"]},
    )
    assert settled.status_code == 303
    assert [look(suara, user, sheet).status_code for user in (FIRST, SECOND)] == [422, 422]


def test_what_lies_in_the_database_is_no_image_and_tells_no_place(
    suara: Running, batch: Callable[..., Batch]
) -> None:
    made = batch()
    sheet = made["sheets"][0]
    assert put(suara, FIRST, sheet, photo()).status_code == 200
    shown = look(suara, FIRST, sheet).content
    assert shown.startswith(JPEG)
    assert dict(Image.open(io.BytesIO(shown)).getexif()) == {}
    query = "SELECT sealed, wrapped_key FROM paper_images WHERE batch_id = %s"
    ((sealed, wrapped),) = rows(suara, "responses", query, made["batch_id"])
    assert len(sealed) > len(shown)
    assert not any(each in bytes(sealed) + bytes(wrapped) for each in (JPEG, b"JFIF", b"Pembuat"))
    eventually(
        lambda: audited(suara, "upload", made["batch_id"]),
        [{"place": 1, "pages": 1, "replaced": False}],
    )


def test_direct_sql_shows_the_scope_alone_and_the_worker_no_image(
    suara: Running, sheet: str, worker: Database
) -> None:
    assert put(suara, FIRST, sheet, photo()).status_code == 200
    tenant = suara.survey(UNIT)["tenant"]
    url = suara.stack.environment("responses")["DATABASE_WEB_URL"]
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        connection.execute("SELECT set_config('app.unit_types', '', true)")
        for user, seen in ((FIRST, True), (FOREIGN, False)):
            scope = suara.person(user)["tenant"]
            connection.execute("SELECT set_config('app.scope', %s, true)", [scope])
            found = connection.execute("SELECT DISTINCT tenant_id::text FROM paper_images")
            assert ((tenant,) in found.fetchall()) is seen
    url = worker.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with (
        psycopg.connect(url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT sealed FROM paper_images")


def test_a_new_image_replaces_the_one_before(suara: Running, batch: Callable[..., Batch]) -> None:
    made = batch()
    sheet = made["sheets"][0]
    assert put(suara, FIRST, sheet, image("PDF", 2)).json()["pages"] == 2
    assert [look(suara, FIRST, sheet, n).status_code for n in (1, 2, 3)] == [200, 200, 404]
    assert put(suara, FIRST, sheet, image("WEBP")).json()["pages"] == 1
    assert [look(suara, FIRST, sheet, n).status_code for n in (1, 2)] == [200, 404]
    assert suara.api(FIRST).get(f"{API}/{sheet}/image").json()["pages"] == 1
    eventually(
        lambda: [each["replaced"] for each in audited(suara, "upload", made["batch_id"])],
        [False, True],
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan foto"),
        (image("PDF", 3), "tidak berisi 1 sampai 2 halaman"),
        (image("PNG")[:300], "rusak"),
        (image() + bytes(10_000_000), "lebih besar dari 10 MB"),
    ],
    ids=["svg", "pages", "damaged", "large"],
)
def test_a_refusal_names_the_field_and_the_way_out(
    suara: Running, sheet: str, data: bytes, said: str
) -> None:
    refused = put(suara, FIRST, sheet, data)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/invalid")
    (fault,) = refused.json()["errors"]
    assert fault["field"] == "image"
    assert said in fault["message"]
    # With the form nothing at all is stored, and what was typed stands there still.
    files = {"image": ("lembar.jpg", data, "image/jpeg")}
    page = type_in(suara, FIRST, sheet, "5", files=files)
    assert page.status_code == 422
    assert 'href="#image"' in page.text
    assert said in page.text
    assert 'value="5"' in page.text
    assert suara.api(FIRST).get(f"{API}/{sheet}/image").status_code == 404


def test_a_file_far_too_large_is_told_as_well(suara: Running, sheet: str) -> None:
    data = image() + bytes(17_000_000)
    page = type_in(suara, FIRST, sheet, files={"image": ("lembar.jpg", data, "image/jpeg")})
    assert page.status_code == 413
    assert "lebih besar dari 10 MB" in page.text
    refused = put(suara, FIRST, sheet, data)
    assert [each["field"] for each in refused.json()["errors"]] == ["image"]


def test_one_form_keeps_image_and_answers(suara: Running, sheet: str) -> None:
    files = {"image": ("lembar.png", image("PNG"), "image/png")}
    alone = type_in(suara, FIRST, sheet, data={"do": "keep-image"}, files=files)
    assert alone.status_code == 200
    assert "Foto tersimpan" in alone.text
    none = type_in(suara, FIRST, sheet, data={"do": "keep-image"})
    assert none.status_code == 422
    assert "Pilih foto" in none.text
    assert type_in(suara, FIRST, sheet, files=files).status_code == 303
    assert type_in(suara, SECOND, sheet, "4", files=files).status_code == 303
    there = suara.api(SECOND).get(f"/jawaban/kertas/selisih/{sheet}")
    assert f'src="/jawaban/kertas/gambar/{sheet}/1"' in there.text


def test_images_go_with_the_seal_or_37_days_after_the_close(
    suara: Running, batch: Callable[..., Batch], worker: Database
) -> None:
    made, survey = batch(), suara.survey(UNIT)["survey_id"]
    one, two = made["sheets"]
    before = len(audited(suara, "forget", survey))
    for sheet, data in ((one, image("PDF", 2)), (two, image())):
        assert put(suara, FIRST, sheet, data).status_code == 200
    ends = "SELECT closes_at FROM survey_ends WHERE survey_id = %s"
    eventually(lambda: len(rows(suara, "responses", ends, survey)), 1)
    ((closes,),) = rows(suara, "responses", ends, survey)
    assert forget_ended(worker) == 0
    with worker.unbound() as connection:
        assert forget_images(connection, []) == 0
        assert forget_images(connection, [survey]) >= 2
    assert [look(suara, FIRST, each).status_code for each in (one, two)] == [404, 404]
    assert put(suara, FIRST, one, image()).status_code == 200
    move = "UPDATE survey_ends SET closes_at = {} WHERE survey_id = %s RETURNING 1"
    rows(suara, "responses", move.format("clock_now() - interval '36 days 23 hours'"), survey)
    assert forget_ended(worker) == 0
    rows(suara, "responses", move.format("clock_now() - interval '37 days 1 hour'"), survey)
    assert forget_ended(worker) == 1
    assert look(suara, FIRST, one).status_code == 404
    rows(suara, "responses", move.format("%s"), closes, survey)
    eventually(lambda: len(audited(suara, "forget", survey)), before + 2)
    assert audited(suara, "forget", survey)[-1] == {"sheets": 1}
