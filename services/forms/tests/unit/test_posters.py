"""Posters are large enough for their distance, and a phone's camera really reads them."""

import io
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cache

import pypdfium2
import pytest
from contracts.qr_link import qr_link
from contracts.typed_code import code_of
from forms_service.posters.rules import camera
from forms_service.posters.rules.code import UnreadableError, check_contrast, make_code, modules_of
from forms_service.posters.rules.drawing import Sheet, guide, page_count, pdf, sheet
from forms_service.posters.rules.formats import FORMATS, TooFarError, fitting_side, reach, side
from forms_service.posters.rules.wishes import Subject, Wish, reaches
from PIL import Image

DAY = date(2026, 11, 24)
POINT = "8d32a5da-5f76-52a9-9c3e-97f987c4b163"
# A short and a long name of a government's site: links of 42 and of 59 characters.
HOSTS = ("suara.contoh.go.id", "survei.imigrasipemasyarakatan.go.id")


def subject(
    unit: str = "Lapas Kelas IIA Bandung",
    point: str = "Pintu keluar",
    host: str = HOSTS[0],
    number: int = 287_415_002,
) -> Subject:
    code = code_of(number)
    return Subject(qr_link(f"https://{host}", POINT, code, "key"), code, host, unit, point)


def largest(name: str, host: str = HOSTS[0]) -> float:
    return reaches(subject(host=host).link)[name]


@cache
def drawn(name: str, distance: float, host: str) -> tuple[Sheet, bytes]:
    page = sheet(subject(host=host), Wish(name, distance, "id"), DAY)
    return page, pdf([page], "Poster")


@pytest.mark.parametrize("share", [1.0, 0.6])
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("name", FORMATS)
def test_every_size_is_read_at_its_distance_and_not_from_far_or_at_half_its_size(
    name: str, host: str, share: float
) -> None:
    distance = share * largest(name, host)
    page, made = drawn(name, distance, host)
    assert camera.look(made, page.link, distance).steps == (
        ("flat", True),
        ("tilted", True),
        ("spoilt", True),
    )
    assert page.data["side"] >= 100 * distance
    assert page.data["side"] / page.data["modules"] >= 0.5
    assert not camera.look(made, page.link, 2.5 * distance).ok
    assert not camera.look(made, page.link, distance, size=0.5).ok


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("name", FORMATS)
def test_the_distance_told_is_what_the_largest_code_allows_rounded_down(
    name: str, host: str
) -> None:
    told, code = largest(name, host), make_code(subject(host=host).link, FORMATS[name].level)
    assert round(told * 20) == pytest.approx(told * 20)
    fitting_side(FORMATS[name], told, code.modules)
    with pytest.raises(TooFarError):
        fitting_side(FORMATS[name], told + 0.05, code.modules)


def test_the_largest_codes_of_a_usual_address() -> None:
    assert reaches(subject().link) == {
        "a4": 1.0,
        "a3": 1.5,
        "tent": 0.75,
        "banner": 3.35,
        "card": 0.3,
        "sticker": 0.5,
    }


@pytest.mark.parametrize("level", ["Q", "H"])
@pytest.mark.parametrize("host", HOSTS)
def test_all_links_of_an_address_have_codes_of_one_size(host: str, level: str) -> None:
    numbers = range(0, 29**6, 29**6 // 20)
    codes = [make_code(subject(host=host, number=each).link, level).modules for each in numbers]
    assert {*codes} == {modules_of(subject(host=host).link, level)}


def test_a_format_that_is_too_small_says_how_far_it_reaches() -> None:
    with pytest.raises(TooFarError) as refused:
        fitting_side(FORMATS["a4"], 3.0, 29)
    assert float(str(refused.value)) == reach(FORMATS["a4"], 29) == 1.0
    assert fitting_side(FORMATS["banner"], 3.0, 33) == side(3.0, 33)


def test_a_logo_that_is_too_large_is_refused_and_a_small_one_is_still_read() -> None:
    file = io.BytesIO()
    Image.new("RGB", (40, 40), "#a3261b").save(file, "PNG")
    with pytest.raises(UnreadableError) as refused:
        sheet(subject(), Wish("a4", 1.0, "id", logo=file.getvalue(), logo_share=0.5), DAY)
    assert (refused.value.reason, refused.value.found) == ("logo", 0.25)
    page = sheet(subject(), Wish("a4", 0.8, "id", logo=file.getvalue(), logo_share=0.2), DAY)
    assert camera.look(pdf([page], ""), page.link, 0.8).ok


@pytest.mark.parametrize(
    ("ink", "ground", "ratio"), [("#888888", "#ffffff", 3.54), ("#ffffff", "#000000", 0.05)]
)
def test_too_little_contrast_and_an_inverted_code_are_refused(
    ink: str, ground: str, ratio: float
) -> None:
    with pytest.raises(UnreadableError) as refused:
        sheet(subject(), Wish("a4", 1.0, "id", ink=ink, ground=ground), DAY)
    assert (refused.value.reason, round(refused.value.found, 2)) == ("contrast", ratio)


def test_the_contrast_of_black_on_white() -> None:
    assert check_contrast("#000000", "#ffffff") == pytest.approx(21)


def test_names_are_words_whatever_they_hold() -> None:
    names = '#include "x" *a* _b_ $c$ \\ <d> [e] `f` @g'
    page = sheet(subject(names, names), Wish("a4", 1.0, "id"), DAY)
    document = pypdfium2.PdfDocument(pdf([page], names))
    words = document[0].get_textpage().get_text_bounded()
    for part in ('#include "x"', "*a*", "_b_", "$c$", "<d>", "[e]", "@g"):
        assert part in words
    document.close()


def test_the_words_are_there_with_code_address_and_the_way_without_a_phone() -> None:
    page, made = drawn("a4", 1.0, HOSTS[0])
    document = pypdfium2.PdfDocument(made)
    words = " ".join(document[0].get_textpage().get_text_bounded().split())
    for part in (
        "Bagaimana layanan kami?",
        "How was our service?",
        "suara.contoh.go.id/s",
        page.data["typed"],
        "Tidak bawa ponsel?",
        "lapor.go.id",
        "Dicetak 24 November 2026",
        "Lapas Kelas IIA Bandung",
        "Pintu keluar",
        "Tanda timbul",
        "NFC",
    ):
        assert part in words
    document.close()


def test_many_points_and_the_guide_make_one_file() -> None:
    wish, subjects = Wish("card", 0.2, "ko"), [subject() for _ in range(3)]
    pages = [sheet(each, wish, DAY) for each in subjects]
    made = pdf([*pages, guide(subjects, wish, DAY)], "Kartu")
    assert page_count(made) == 4
    assert [camera.look(made, each.link, 0.2, page=n).ok for n, each in enumerate(pages)] == [
        True,
        True,
        True,
    ]


def test_the_same_poster_is_the_same_file() -> None:
    page = sheet(subject(), Wish("a4", 1.0, "id"), DAY)
    assert pdf([page], "x") == pdf([page], "x")


def test_a_link_in_capitals_needs_fewer_modules() -> None:
    link = subject().link
    assert make_code(link, "Q").modules < make_code(link.lower(), "Q").modules


@pytest.mark.parametrize("name", FORMATS)
def test_a_practice_poster_says_so_across_and_is_still_read(name: str) -> None:
    distance = largest(name)
    page = sheet(replace(subject(), practice=True), Wish(name, distance, "en"), DAY)
    made, real = pdf([page], "Poster"), drawn(name, distance, HOSTS[0])[1]
    assert camera.look(made, page.link, distance).ok
    assert text_of(made).count("LATIHAN") == (2 if name == "tent" else 1)
    assert "LATIHAN" not in text_of(real)


def text_of(made: bytes) -> str:
    with closing(pypdfium2.PdfDocument(made)) as document:
        return str(document[0].get_textpage().get_text_bounded())
