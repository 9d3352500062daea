"""What the finished PDF looks like: margins, words, captions, languages, names too long."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from contracts.qr_link import qr_link
from forms_service.posters.rules.code import modules_of
from forms_service.posters.rules.drawing import OverflowingError, guide, pdf, sheet
from forms_service.posters.rules.formats import FORMATS
from forms_service.posters.rules.wishes import Subject, Wish, reaches
from forms_service.shared.definitions.reading import LANGUAGES

DAY = date(2026, 11, 24)
HOSTS = ("suara.contoh.go.id", "survei.imigrasipemasyarakatan.go.id")
CODE = "K7M4QXP"
MM = 72 / 25.4
SPACELESS = "Loketpengambilandokumen" * 5
Box = tuple[float, float, float, float]


def subject(host: str = HOSTS[0], point: str = "Pintu keluar", *languages: str) -> Subject:
    link = qr_link(f"https://{host}", "8d32a5da-5f76-52a9-9c3e-97f987c4b163", CODE, "key")
    return Subject(link, CODE, host, "Lapas Kelas IIA Bandung", point, languages=languages)


@cache
def poster(name: str, whom: Subject, language: str = "") -> bytes:
    """Each distinct one is set once, however many tests look at it."""
    return pdf([sheet(whom, Wish(name, reaches(whom.link)[name], language), DAY)], "Poster")


def usual(name: str) -> bytes:
    return poster(name, subject(), "id")


def words(made: bytes, page: int = 0) -> str:
    with closing(pypdfium2.PdfDocument(made)) as document:
        return " ".join(document[page].get_textpage().get_text_bounded().split())


@cache
def characters(made: bytes) -> tuple[tuple[str, Box], ...]:
    """Each visible character of the first page and its box: left, bottom, right, top in mm."""
    with closing(pypdfium2.PdfDocument(made)) as document:
        page = document[0].get_textpage()
        return tuple(visible(page))


def visible(page: pypdfium2.PdfTextPage) -> Iterator[tuple[str, Box]]:
    for index in range(page.count_chars()):
        if (character := page.get_text_range(index, 1)).strip():
            left, bottom, right, top = (edge / MM for edge in page.get_charbox(index))
            yield character, (left, bottom, right, top)


def found(made: bytes, said: str) -> Box:
    """The box of the words `said`, which stand in one line or more."""
    known = characters(made)
    start = "".join(character for character, _ in known).rindex(said.replace(" ", ""))
    boxes = [box for _, box in known[start : start + len(said.replace(" ", ""))]]
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    return left, bottom, max(box[2] for box in boxes), max(box[3] for box in boxes)


def overprinted(made: bytes) -> list[str]:
    """Pairs of characters of which one stands on a third of the other; not of neighbours, which
    are set close on purpose."""
    known = characters(made)
    boxes = np.array([box for _, box in known])
    left, bottom, right, top = boxes.T
    across = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    along = np.minimum.outer(top, top) - np.maximum.outer(bottom, bottom)
    area = (right - left) * (top - bottom)
    shared = np.clip(across, 0, None) * np.clip(along, 0, None)
    pairs = np.argwhere(np.triu(shared > np.minimum.outer(area, area) / 3, 2))
    return [known[one][0] + known[other][0] for one, other in pairs]


def font(made: bytes, said: str) -> str:
    with closing(pypdfium2.PdfDocument(made)) as document:
        page = document[0].get_textpage()
        at = page.get_text_range().replace("\r\n", "  ").rindex(said)
        return str(page.get_textobj(at).get_font().get_base_name())


@cache
def quiet_zone(made: bytes, name: str) -> Box:
    """The lowest code of the page with four modules of white on each side."""
    with closing(pypdfium2.PdfDocument(made)) as document:
        high = document[0].get_height()
        scale = min(8.0, 3000 / high)
        seen = zxingcpp.read_barcodes(document[0].render(scale=scale).to_pil())
    place = max((each.position for each in seen), key=lambda each: each.top_left.y)
    left, right = place.top_left.x / scale / MM, place.top_right.x / scale / MM
    bottom, top = place.bottom_left.y / scale / MM, place.top_left.y / scale / MM
    quiet = 4 * (right - left) / modules_of(subject().link, FORMATS[name].level)
    return left - quiet, high / MM - bottom - quiet, right + quiet, high / MM - top + quiet


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("host", HOSTS)
def test_every_size_is_one_page_of_its_millimetres_with_nothing_in_the_margin(
    host: str, name: str, language: str
) -> None:
    with closing(pypdfium2.PdfDocument(poster(name, subject(host), language))) as document:
        assert len(document) == 1
        width, height = (points / MM for points in document[0].get_size())
        assert (round(width), round(height)) == (FORMATS[name].width, FORMATS[name].height)
        scale = 4 / MM if FORMATS[name].width < 200 else 2 / MM
        picture = np.asarray(document[0].render(scale=scale).to_pil().convert("L"))
    margin = FORMATS[name].margin
    assert margin >= (10 if FORMATS[name].width > 200 else 4)
    edge = round(margin * scale * MM) - 1
    inside = picture[edge:-edge, edge:-edge]
    assert (picture < 250).sum() == (inside < 250).sum() > 0


def test_the_title_of_a4_stands_at_least_ten_millimetres_from_the_edge() -> None:
    left, _, right, top = found(usual("a4"), "Bagaimana layanan kami?")
    assert left >= 15
    assert 210 - right >= 15
    assert 297 - top >= 11


@pytest.mark.parametrize(("name", "heading", "line"), [("a4", 5.0, 4.0), ("banner", 25.0, 19.0)])
def test_the_way_without_a_phone_is_bold_and_large_enough(
    name: str, heading: float, line: float
) -> None:
    made = usual(name)
    for said, least in (("Tidak bawa ponsel?", heading), ("Pakai komputer", line)):
        assert "Bold" in font(made, said)
        _, bottom, _, top = found(made, said)
        # From the foot of a p to the head of a k: a little less than the size of the type.
        assert top - bottom >= 0.9 * least


@pytest.mark.parametrize("name", FORMATS)
def test_the_tactile_mark_stands_left_of_the_code_outside_its_quiet_zone(name: str) -> None:
    made = usual(name)
    left, _, right, _ = found(made, "Tanda timbul")
    assert left >= FORMATS[name].margin - 0.1
    assert right < quiet_zone(made, name)[0]


@pytest.mark.parametrize("name", ["a4", "a3", "banner", "sticker"])
def test_captions_are_centred_under_their_marks_and_those_beside_the_code(name: str) -> None:
    made = usual(name)
    mark, ring = found(made, "Tanda timbul"), found(made, "NFC")
    caption = found(made, "Tempelkan ponsel")
    quiet, margin, width = quiet_zone(made, name), FORMATS[name].margin, FORMATS[name].width
    near = FORMATS[name].width / 200
    assert middle(caption) == pytest.approx(middle(ring), abs=near)
    assert middle(mark) == pytest.approx((margin + quiet[0]) / 2, abs=near)
    assert middle(ring) == pytest.approx((quiet[2] + width - margin) / 2, abs=near)
    typed = found(made, "K7M-4QX-P")
    if name != "sticker":
        assert middle(typed) == pytest.approx((quiet[0] + quiet[2]) / 2, abs=2 * near)


def middle(box: Box) -> float:
    return (box[0] + box[2]) / 2


@pytest.mark.parametrize("name", FORMATS)
def test_names_are_whole_and_alone_in_their_place_or_refused(name: str) -> None:
    """However long: shrunk to 70 %, then refused naming what to shorten."""
    outcomes = []
    for length in (20, 40, 60, 80, 115):
        whom = subject(HOSTS[0], SPACELESS[:length])
        try:
            made = poster(name, whom)
        except OverflowingError as fault:
            outcomes.append(fault.part)
        else:
            assert found(made, SPACELESS[:length])
            assert overprinted(made) == []
            # What fits on a poster fits on the page that says how to hang it.
            assert SPACELESS[:length] in words(pdf([guide([whom], Wish(name, 1.0), DAY)], ""))
            outcomes.append("drawn")
    assert outcomes[0] == "drawn"
    assert outcomes[-1] == "point"
    assert outcomes == sorted(outcomes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("name", FORMATS)
def test_the_longest_usual_names_fit_every_size_in_every_language(
    name: str, host: str, language: str
) -> None:
    unit = "Lembaga Pemasyarakatan Perempuan Kelas IIA Bandar Lampung"
    whom = replace(subject(host, "Loket pengambilan paspor dan dokumen, lantai dua"), unit=unit)
    made = poster(name, whom, language)
    assert "lantai dua" in words(made)
    assert overprinted(made) == []


def test_a_long_name_with_spaces_takes_two_lines() -> None:
    name = "Loket pengambilan paspor dan permohonan dokumen perjalanan, lantai dua"
    left, bottom, right, top = found(poster("a4", subject(HOSTS[0], name)), name)
    assert top - bottom > 4
    assert right < 105


def test_an_address_that_no_type_can_hold_is_refused() -> None:
    with pytest.raises(OverflowingError) as refused:
        poster("card", subject("survei." + "kementerian" * 4 + ".go.id"))
    assert refused.value.part == "host"


@pytest.mark.parametrize("name", FORMATS)
def test_korean_words_stay_whole(name: str) -> None:
    """Neighbours within a word stand in one line."""
    made = poster(name, subject(), "ko")
    known = characters(made)
    said = "".join(character for character, _ in known)
    assert "어떠셨습니까?" in said
    for word in ("서비스는", "어떠셨습니까?", "휴대전화를", "입력하십시오:", "설문지를"):
        for place in range(len(said)):
            if said.startswith(word, place):
                boxes = [box for _, box in known[place : place + len(word)]]
                for one, other in pairwise(boxes):
                    assert abs(one[1] - other[1]) < (one[3] - one[1])


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("id", "Dicetak 24 November 2026"),
        ("en", "Printed 24 November 2026"),
        ("ja", "印刷日 2026年11月24日"),
        ("ko", "인쇄일 2026년 11월 24일"),
    ],
)
def test_every_format_bears_the_date_of_print(name: str, language: str, day: str) -> None:
    assert day.replace(" ", "") in words(poster(name, subject(), language)).replace(" ", "")


@pytest.mark.parametrize(
    ("languages", "asked", "there", "not_there"),
    [
        ((), "", ("Bagaimana layanan kami?", "How was our service?"), ("서비스",)),
        (("id",), "", ("Bagaimana layanan kami?", "How was our service?"), ("서비스",)),
        (("en", "id", "ja"), "", ("How was our service?", "Bagaimana layanan"), ("サービス",)),
        (("ko", "ja"), "", ("어떠셨습니까?", "サービス"), ("How was", "Bagaimana")),
        (("en", "id"), "ko", ("어떠셨습니까?", "How was our service?"), ("Bagaimana",)),
    ],
)
def test_a_poster_speaks_the_languages_of_its_point(
    languages: tuple[str, ...], asked: str, there: tuple[str, ...], not_there: tuple[str, ...]
) -> None:
    said = words(poster("a4", subject(HOSTS[0], "Pintu keluar", *languages), asked))
    assert all(each in said for each in there)
    assert not any(each in said for each in not_there)


def test_each_poster_of_a_batch_speaks_its_own_languages() -> None:
    whom = [subject(HOSTS[0], "Kedatangan", "en", "ko"), subject(HOSTS[0], "Loket", "id")]
    made = pdf([sheet(each, Wish("a4", 1.0), DAY) for each in whom], "Poster")
    first, second = words(made, 0), words(made, 1)
    assert first.startswith("How was our service?")
    assert second.startswith("Bagaimana layanan kami?")


def test_the_guide_names_points_size_and_distance() -> None:
    whom = [subject(HOSTS[0], "Pintu keluar"), subject(HOSTS[0], "Loket 2")]
    said = words(pdf([guide(whom, Wish("a3", 1.05), DAY)], "Poster"))
    for part in (
        "Lapas Kelas IIA Bandung: Pintu keluar",
        "Lapas Kelas IIA Bandung: Loket 2",
        "K7M-4QX-P",
        "A3 di dinding. Terbaca dari 1,05 m.",
        "Read from 1.05 m",
        "100 %",
        "24 November 2026",
        "tidak perlu bleed",
    ):
        assert part in said
