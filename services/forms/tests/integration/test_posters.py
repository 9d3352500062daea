"""Posters over the API and on their pages: checked, refused with the reason, in batches."""

import io
from contextlib import closing
from datetime import date

import pypdfium2
import pytest
from chassis.config import read_settings
from forms_service.config import FormsSettings
from forms_service.posters.batches.handlers import work_off
from PIL import Image
from suara_local import patient

OPERATOR, FOREIGN = "operator.w11-01", "operator.w20-01"


@pytest.fixture(scope="module")
def code(seeded) -> str:
    return str(seeded.surveys[0]["code"])


def draw(seeded) -> None:
    settings = read_settings(FormsSettings, seeded.environments["forms"])
    work_off(seeded.web, seeded.worker, settings, date(2026, 11, 24))


def page(seeded, person: str, path: str, **more):
    with seeded.api(person) as api:
        token = api.headers["Authorization"].removeprefix("Bearer ")
    base = str(api.base_url).removesuffix("/api/v1/")
    headers = {"Accept": "text/html"}
    with patient.client(base_url=base, headers=headers, cookies={"access": token}) as browser:
        return browser.request(more.pop("method", "GET"), path, **more)


def test_a_poster_is_a_pdf_of_one_checked_page(seeded, code) -> None:
    with seeded.api(OPERATOR) as api:
        answer = api.get(f"/collection-points/{code}/poster.pdf", params={"format": "tent"})
    assert answer.headers["Content-Type"] == "application/pdf"
    with closing(pypdfium2.PdfDocument(answer.content)) as document:
        assert len(document) == 1


def words(pdf: bytes, number: int = 0) -> str:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return " ".join(document[number].get_textpage().get_text_bounded().split())


def added(seeded, person: str, **more) -> str:
    """The code of a new point of the person's own unit."""
    with seeded.api(person) as api:
        mine = api.get("/collection-points", params={"limit": 1}).json()["items"][0]
        body = {"tenant": mine["tenant_id"], "name": "Loket uji", **more}
        return str(api.post("/collection-points", json=body).json()["code"])


def test_a_poster_speaks_the_languages_of_its_point(seeded) -> None:
    code = added(seeded, OPERATOR, languages=["ko", "en"])
    path = f"/collection-points/{code}/poster.pdf"
    with seeded.api(OPERATOR) as api:
        own = words(api.get(path).content)
        other = words(api.get(path, params={"language": "id"}).content)
    assert "어떠셨습니까?" in own
    assert "How was our service?" in own
    assert "Bagaimana" not in own
    assert "Bagaimana layanan kami?" in other
    shown = page(seeded, OPERATOR, f"/kelola/titik/{code}/poster").text
    assert "Bahasa titik ini: Korea, Inggris" in shown


def test_a_point_begins_with_what_its_preset_advises(seeded) -> None:
    code = added(seeded, OPERATOR, preset="training_room")
    shown = page(seeded, OPERATOR, f"/kelola/titik/{code}/poster")
    assert shown.status_code == 200
    assert "Disarankan untuk titik ini: X-banner 60 x 160 cm, dibaca dari 3 m." in shown.text
    assert '<option value="banner" selected>' in shown.text
    assert 'name="distance" inputmode="decimal" autocomplete="off" value="3"' in shown.text
    assert "terbaca dari 3 m" in shown.text


@pytest.mark.parametrize(
    ("size", "typed", "read"),
    [("a3", "1", "1,5"), ("a3", "1,25", "1,25"), ("a4", "1", "1"), ("card", "1", "0,3")],
)
def test_another_size_proposes_its_own_distance_unless_one_was_typed(
    seeded, code, size, typed, read
) -> None:
    asked = {"format": size, "distance": typed, "shown_format": "a4", "shown_distance": "1"}
    shown = page(seeded, OPERATOR, f"/kelola/titik/{code}/poster", params=asked)
    assert f"terbaca dari {read} m" in shown.text


def test_a_name_that_would_print_over_its_neighbour_is_refused_by_field(seeded) -> None:
    code = added(seeded, OPERATOR, place="Loket" * 24)
    with seeded.api(OPERATOR) as api:
        refused = api.get(f"/collection-points/{code}/poster.pdf")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "place"
    shown = page(seeded, OPERATOR, f"/kelola/titik/{code}/poster")
    assert shown.status_code == 422
    assert "Isian “Tempat” terlalu panjang" in shown.text
    with seeded.api(OPERATOR) as api:
        api.post(f"/collection-points/{code}/retire", json={})


def test_what_people_click_or_type_is_the_short_address(seeded, code) -> None:
    shown = page(seeded, OPERATOR, f"/kelola/titik/{code}").text
    base = seeded.environments["forms"]["SUARA_BASE_URL"]
    assert f"2 menit, boleh tanpa nama: {base}/s/{code}<" in shown
    assert "/Q/" not in shown


@pytest.mark.parametrize(
    ("wish", "field", "words"),
    [
        ({"distance": "3"}, "distance", "reaches 1 m; formats that reach 3 m: banner"),
        ({"distance": "far"}, "distance", "metres from 0.1 to 10"),
        ({"format": "a7"}, "format", "a4"),
        ({"language": "nl"}, "language", "ja"),
        ({"ink": "#cccccc"}, "ink", "contrast"),
        ({"ink": "black"}, "ink", "#000000"),
    ],
)
def test_what_could_not_be_read_is_refused_with_the_reason(
    seeded, code, wish, field, words
) -> None:
    with seeded.api(OPERATOR) as api:
        refused = api.get(f"/collection-points/{code}/poster.pdf", params=wish)
    assert refused.status_code == 422
    (fault,) = refused.json()["errors"]
    assert fault["field"] == field
    assert words in fault["message"]


def test_a_logo_may_be_small_but_not_large(seeded, code) -> None:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), "#0b4f6c").save(file, "PNG")
    path, logo = f"/collection-points/{code}/poster.pdf", {"logo": file.getvalue()}
    with seeded.api(OPERATOR) as api:
        small = api.post(path, data={"logo_share": "20"}, files=logo)
        large = api.post(path, data={"logo_share": "60"}, files=logo)
        wrong = api.post(path, data={"logo_share": "20"}, files={"logo": b"<svg/>"})
    assert small.headers["Content-Type"] == "application/pdf"
    assert [each["field"] for each in large.json()["errors"]] == ["logo"]
    assert "PNG or JPEG" in wrong.json()["errors"][0]["message"]


def test_a_foreign_point_has_no_poster(seeded, code) -> None:
    with seeded.api(FOREIGN) as api:
        assert api.get(f"/collection-points/{code}/poster.pdf").status_code == 404
    assert page(seeded, FOREIGN, f"/kelola/titik/{code}/poster").status_code == 404


def test_a_kanwils_posters_are_one_file_of_checked_pages(seeded) -> None:
    with seeded.api("pemantau.w20") as api, seeded.api(FOREIGN) as own, seeded.api(OPERATOR) as far:
        points = api.get("/collection-points", params={"limit": 100}).json()["items"]
        kanwil = min(points, key=lambda each: each["tenant_id"])["tenant_id"]
        asked = api.post("/posters", json={"tenant": kanwil, "format": "sticker", "guide": True})
        assert asked.status_code == 202
        path = f"/posters/{asked.json()['batch_id']}"
        assert api.get(path).json()["state"] == "waiting"
        draw(seeded)
        made = api.get(path).json()
        assert (made["state"], made["done"], made["refused"]) == ("done", made["total"], [])
        assert made["total"] == sum(each["tenant_id"] == kanwil for each in points)
        (file,) = made["files"]
        pdf = api.get(f"{path}/{file['part']}.pdf").content
        assert far.get(path).status_code == far.get(f"{path}/1.pdf").status_code == 404
        assert own.get("/posters/no-id").status_code == 404
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        assert len(document) == made["total"] + 1


def test_the_page_shows_the_picture_and_says_from_where_it_is_read(seeded, code) -> None:
    shown = page(seeded, OPERATOR, f"/kelola/titik/{code}/poster?format=a3&distance=1,5")
    assert "terbaca dari 1,5 m" in shown.text
    picture = page(seeded, OPERATOR, f"/kelola/titik/{code}/poster.png?format=a3&distance=1,5")
    assert Image.open(io.BytesIO(picture.content)).width == 480
    far = page(seeded, OPERATOR, f"/kelola/titik/{code}/poster?format=card&distance=2")
    assert far.status_code == 422
    assert "sampai 0,3 m" in far.text


def test_a_batch_prints_each_point_in_its_own_languages(seeded) -> None:
    code = added(seeded, FOREIGN, languages=["ja"])
    with seeded.api(FOREIGN) as api:
        point = api.get("/collection-points", params={"limit": 100}).json()["items"][0]
        asked = api.post("/posters", json={"tenant": point["tenant_id"], "format": "a4"}).json()
        draw(seeded)
        made = api.get(f"/posters/{asked['batch_id']}").json()
        pdf = api.get(f"/posters/{asked['batch_id']}/1.pdf").content
    said = [words(pdf, number) for number in range(made["total"])]
    japanese = [each for each in said if f"{code[:3]}-{code[3:6]}-{code[6]}" in each]
    assert len(japanese) == 1
    assert "本日のサービス" in japanese[0]
    assert all("Bagaimana layanan kami?" in each for each in said if each not in japanese)


def test_those_above_a_unit_find_the_posters_of_all_their_units(seeded) -> None:
    start = page(seeded, "pemantau.w20", "/kelola/titik")
    assert 'href="/kelola/poster"' in start.text
    offered = page(seeded, "pemantau.w20", "/kelola/poster")
    assert offered.status_code == 200
    assert "bahasa tiap titik" in offered.text


def test_a_unit_asks_for_all_its_posters_on_a_page(seeded) -> None:
    start = page(seeded, OPERATOR, "/kelola/poster")
    token = start.text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "format": "card", "unit": "W11-01"}
    sent = page(seeded, OPERATOR, "/kelola/poster", method="POST", data=form)
    assert sent.status_code == 303
    waiting = page(seeded, OPERATOR, sent.headers["Location"])
    assert waiting.headers["Refresh"] == "2"
    draw(seeded)
    done = page(seeded, OPERATOR, sent.headers["Location"])
    assert "Refresh" not in done.headers
    assert "siap dicetak" in done.text
