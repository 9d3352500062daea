"""Numbers, times and counts as the reader of a page writes them."""

from collections.abc import Iterator

import pytest
from chassis.pages import read_texts
from flask import Flask, g
from forms_service.shared.wording import counted, day_name, moment, time_words

MIDNIGHT = "2026-11-30T17:00:00+00:00"


@pytest.fixture(autouse=True, params=["id", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    app = Flask("test")
    app.config["TEXTS"] = {**read_texts("chassis"), **read_texts("forms_service")}
    with app.app_context():
        g.lang = request.param
        yield request.param


def test_none_and_one_have_words_of_their_own(language: str) -> None:
    words = [counted("confirm.total", count) for count in (0, 1, 1234)]
    assert (
        words
        == {
            "id": ["tidak ada layanan", "1 penerima layanan", "1.234 penerima layanan"],
            "en": ["no service", "1 recipient", "1,234 recipients"],
        }[language]
    )
    assert counted("schedule.surveys", 0)[0] == "0"


def test_days_and_times(language: str) -> None:
    said = {
        "id": ("1 Desember 2026", "08.30", "1 Desember 2026 pukul 00.00 WIB"),
        "en": ("1 December 2026", "08:30", "1 December 2026, 00:00 WIB"),
    }
    zone = "Asia/Jakarta"
    found = (day_name(MIDNIGHT, zone), time_words("08:30"), moment(MIDNIGHT, zone))
    assert found == said[language]
