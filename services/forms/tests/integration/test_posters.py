"""Posters over the API and on their pages: checked, refused with the reason, in batches."""

import io
from contextlib import closing
from datetime import date

import httpx
import pypdfium2
import pytest
from chassis.config import read_settings
from forms_service.config import FormsSettings
from forms_service.handlers.posters import work_off
from PIL import Image

OPERATOR, FOREIGN = "operator.w11-01", "operator.w20-01"


@pytest.fixture(scope="module")
def code(seeded) -> str:  # type: ignore[no-untyped-def]
    return str(seeded.facts("forms")["surveys"][0]["code"])


def draw(seeded) -> None:  # type: ignore[no-untyped-def]
    settings = read_settings(FormsSettings, seeded.environments["forms"])
    work_off(seeded.web, seeded.worker, settings, date(2026, 11, 24))


def page(seeded, person: str, path: str, **more):  # type: ignore[no-untyped-def]
    with seeded.api(person) as api:
        token = api.headers["Authorization"].removeprefix("Bearer ")
    base = str(api.base_url).removesuffix("/api/v1/")
    headers = {"Accept": "text/html"}
    with httpx.Client(base_url=base, headers=headers, cookies={"access": token}) as browser:
        return browser.request(more.pop("method", "GET"), path, **more)


def test_a_poster_is_a_pdf_of_one_checked_page(seeded, code) -> None:  # type: ignore[no-untyped-def]
    with seeded.api(OPERATOR) as api:
        answer = api.get(f"/collection-points/{code}/poster.pdf", params={"format": "tent"})
    assert answer.headers["Content-Type"] == "application/pdf"
    with closing(pypdfium2.PdfDocument(answer.content)) as document:
        assert len(document) == 1


@pytest.mark.parametrize(
    ("wish", "field", "words"),
    [
        ({"distance": "3"}, "distance", "it reaches 1.1 m; formats that reach 3 m: banner"),
        ({"distance": "far"}, "distance", "metres from 0.1 to 10"),
        ({"format": "a7"}, "format", "a4"),
        ({"language": "nl"}, "language", "ja"),
        ({"ink": "#cccccc"}, "ink", "contrast"),
        ({"ink": "black"}, "ink", "#000000"),
    ],
)
def test_what_could_not_be_read_is_refused_with_the_reason(  # type: ignore[no-untyped-def]
    seeded, code, wish, field, words
) -> None:
    with seeded.api(OPERATOR) as api:
        refused = api.get(f"/collection-points/{code}/poster.pdf", params=wish)
    assert refused.status_code == 422
    (fault,) = refused.json()["errors"]
    assert fault["field"] == field
    assert words in fault["message"]


def test_a_logo_may_be_small_but_not_large(seeded, code) -> None:  # type: ignore[no-untyped-def]
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


def test_a_foreign_point_has_no_poster(seeded, code) -> None:  # type: ignore[no-untyped-def]
    with seeded.api(FOREIGN) as api:
        assert api.get(f"/collection-points/{code}/poster.pdf").status_code == 404
    assert page(seeded, FOREIGN, f"/kelola/titik/{code}/poster").status_code == 404


def test_a_kanwils_posters_are_one_file_of_checked_pages(seeded) -> None:  # type: ignore[no-untyped-def]
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


def test_the_page_shows_the_picture_and_says_from_where_it_is_read(seeded, code) -> None:  # type: ignore[no-untyped-def]
    shown = page(seeded, OPERATOR, f"/kelola/titik/{code}/poster?format=a3&distance=1,5")
    assert "terbaca dari 1,5 m" in shown.text
    picture = page(seeded, OPERATOR, f"/kelola/titik/{code}/poster.png?format=a3&distance=1,5")
    assert Image.open(io.BytesIO(picture.content)).width == 480
    far = page(seeded, OPERATOR, f"/kelola/titik/{code}/poster?format=card&distance=2")
    assert far.status_code == 422
    assert "sampai 0,3 m" in far.text


def test_a_unit_asks_for_all_its_posters_on_a_page(seeded) -> None:  # type: ignore[no-untyped-def]
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
