"""Posters are large enough for their distance, and a phone's camera really reads them."""

import io
from datetime import date

import pypdfium2
import pytest
from contracts.qr_link import qr_link
from contracts.typed_code import random_code
from forms_service.posters import camera
from forms_service.posters.code import UnreadableError, check_contrast, make_code
from forms_service.posters.drawing import LANGUAGES, Sheet, Subject, Wish, guide, pdf, sheet
from forms_service.posters.formats import FORMATS, TooFarError, fitting_side, reach, side
from PIL import Image

DAY = date(2026, 11, 24)
POINT = "8d32a5da-5f76-52a9-9c3e-97f987c4b163"
CASES = [(name, at) for name, each in FORMATS.items() for at in each.distances]


def subject(unit: str = "Lapas Kelas IIA Bandung", point: str = "Pintu keluar") -> Subject:
    code = random_code()
    link = qr_link("https://suara.contoh.go.id", POINT, code, "key")
    return Subject(link, code, "suara.contoh.go.id", unit, point)


def drawn(name: str, distance: float, language: str = "id") -> tuple[Sheet, bytes]:
    page = sheet(subject(), Wish(name, distance, language), DAY)
    return page, pdf([page], language, "Poster")


@pytest.mark.parametrize(("name", "distance"), CASES)
def test_every_size_is_read_at_its_distance_and_not_from_far_or_at_half_its_size(
    name: str, distance: float
) -> None:
    page, made = drawn(name, distance)
    assert camera.look(made, page.link, distance).steps == (
        *(("flat", True), ("tilted", True), ("spoilt", True)),
    )
    assert not camera.look(made, page.link, 2.5 * distance).ok
    assert not camera.look(made, page.link, distance, size=0.5).ok


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_every_size_is_one_page_of_its_millimetres_in_every_language(
    name: str, language: str
) -> None:
    _, made = drawn(name, FORMATS[name].distances[0], language)
    document = pypdfium2.PdfDocument(made)
    assert len(document) == 1
    width, height = (points * 25.4 / 72 for points in document[0].get_size())
    assert (round(width), round(height)) == (FORMATS[name].width, FORMATS[name].height)
    document.close()


@pytest.mark.parametrize(("name", "distance"), CASES)
def test_the_code_is_a_tenth_of_the_distance_or_more(name: str, distance: float) -> None:
    page, _ = drawn(name, distance)
    assert page.data["side"] >= 100 * distance
    assert page.data["side"] / page.data["modules"] >= 0.5


def test_a_format_that_is_too_small_says_how_far_it_reaches() -> None:
    with pytest.raises(TooFarError) as refused:
        fitting_side(FORMATS["a4"], 3.0, 29)
    assert float(str(refused.value)) == reach(FORMATS["a4"], 29) == 1.1
    assert fitting_side(FORMATS["banner"], 3.0, 33) == side(3.0, 33)


def test_a_logo_that_is_too_large_is_refused_and_a_small_one_is_still_read() -> None:
    file = io.BytesIO()
    Image.new("RGB", (40, 40), "#a3261b").save(file, "PNG")
    with pytest.raises(UnreadableError) as refused:
        sheet(subject(), Wish("a4", 1.0, "id", logo=file.getvalue(), logo_share=0.5), DAY)
    assert (refused.value.reason, refused.value.found) == ("logo", 0.25)
    page = sheet(subject(), Wish("a4", 0.8, "id", logo=file.getvalue(), logo_share=0.2), DAY)
    assert camera.look(pdf([page], "id", ""), page.link, 0.8).ok


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
    document = pypdfium2.PdfDocument(pdf([page], "id", names))
    words = document[0].get_textpage().get_text_bounded()
    for part in ('#include "x"', "*a*", "_b_", "$c$", "<d>", "[e]", "@g"):
        assert part in words
    document.close()


def test_the_words_are_there_with_code_address_and_the_way_without_a_phone() -> None:
    page, made = drawn("a4", 1.0)
    document = pypdfium2.PdfDocument(made)
    words = " ".join(document[0].get_textpage().get_text_bounded().split())
    for part in (
        *("Bagaimana layanan kami?", "How was our service?", "suara.contoh.go.id/s"),
        *(page.data["typed"], "Tidak bawa ponsel?", "lapor.go.id", "Dicetak 24-11-2026"),
        *("Lapas Kelas IIA Bandung", "Pintu keluar", "Tanda timbul", "NFC"),
    ):
        assert part in words
    document.close()


def test_many_points_and_the_guide_make_one_file() -> None:
    wish = Wish("card", 0.2, "ko")
    pages = [sheet(subject(), wish, DAY) for _ in range(3)]
    made = pdf([*pages, guide(wish, subject(), DAY)], "ko", "Kartu")
    document = pypdfium2.PdfDocument(made)
    assert len(document) == 4
    document.close()
    assert [camera.look(made, each.link, 0.2, page=n).ok for n, each in enumerate(pages)] == [
        *(True, True, True),
    ]


def test_the_same_poster_is_the_same_file() -> None:
    page = sheet(subject(), Wish("a4", 1.0, "id"), DAY)
    assert pdf([page], "id", "x") == pdf([page], "id", "x")


def test_a_link_in_capitals_needs_fewer_modules() -> None:
    link = subject().link
    assert make_code(link, "Q").modules < make_code(link.lower(), "Q").modules
