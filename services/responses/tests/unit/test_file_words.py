"""Since when a unit has a file, or from when on: in the reader's language, by the unit's day."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from chassis import clock, pages
from flask import Flask, g
from responses_service.exports.handlers.saying import standing_words
from responses_service.exports.rules.release import Standing

# In Jakarta it is the next day.
AT = datetime(2026, 12, 14, 17, 30, tzinfo=UTC)
# In Jakarta it is the same day, in Jayapura the next one.
FAR = datetime(2999, 1, 31, 16, 30, tzinfo=UTC)


def said(standing: Standing, language: str, zone: str = "Asia/Jakarta") -> str:
    app = Flask(__name__)
    pages.install(app, "responses_service")
    with app.test_request_context():
        g.lang = language
        return standing_words(standing, zone)


@pytest.mark.parametrize(
    ("standing", "indonesian", "english"),
    [
        (
            Standing(1240, AT, AT),
            "1.240 baris, final sejak 15 Desember 2026",
            "1,240 rows, final since 15 December 2026",
        ),
        (
            Standing(29, AT, AT),
            "Hasil finalnya 29 jawaban. Berkas ada mulai 30 jawaban.",
            "Its final result is of 29 answers. There is a file from 30 answers on.",
        ),
        (
            Standing(0, None, FAR),
            "Berkas ada mulai 31 Januari 2999, saat hasilnya final, kalau jawabannya paling"
            " sedikit 30.",
            "There is a file from 31 January 2999 on, when the result is final, if it is of at"
            " least 30 answers.",
        ),
        (
            Standing(0, None, None),
            "Berkas ada setelah hasilnya final, kalau jawabannya paling sedikit 30.",
            "There is a file once the result is final, if it is of at least 30 answers.",
        ),
    ],
)
def test_each_standing_has_its_sentence(standing: Any, indonesian: str, english: str) -> None:
    assert said(standing, "id") == indonesian
    assert said(standing, "en") == english


def test_the_day_is_that_of_the_unit() -> None:
    due = Standing(0, None, FAR)
    assert "1 Februari 2999" in said(due, "id", "Asia/Jayapura")


def test_a_day_that_is_over_is_not_promised() -> None:
    over = Standing(0, None, clock.now() - timedelta(seconds=1))
    assert said(over, "id") == said(Standing(0, None, None), "id")
