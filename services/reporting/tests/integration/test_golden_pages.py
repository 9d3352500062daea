"""Fourteen pages word by word, up to their details: a change of what heads of office read is a diff
of `tests/golden`. GOLDEN=write writes them anew."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
import reporting_golden as golden

FOLDER = Path(__file__).parents[1] / "golden"
LINES = re.compile(r"</?(?:h1|h2|p|li|div|figcaption)\b")
# Tables, pictures and what stands in charts are no reading.
NO_READING = re.compile(
    r"<(script|style|svg|table)\b.*?</\1>|<ul class=\"suara-months.*?</ul>|<button.*?</button>",
    re.S,
)
MOST_WORDS, MOST_IN_CARD = 200, 60


@pytest.fixture(scope="module")
def pages(stage: Any) -> Any:
    """Once all of them say what they have to."""
    stage.send(*golden.everything())
    token = stage.signer.token("M")
    for case in golden.CASES:
        words = 'id="zone-title"' if case in golden.FINALS else "November 2026"
        stage.wait_for(f"/u/{golden.code(case)}", token, words)
    stage.wait_for(f"/u/{golden.KANWIL}", token, "11 dari 13 unit")
    return stage


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("case", golden.CASES)
def test_a_page_says_what_was_agreed(pages: Any, case: str, lang: str) -> None:
    token = pages.signer.token(golden.code(case))
    page = pages.page(f"/u/{golden.code(case)}?lang={lang}", token).text
    first = page[page.index('<div id="live"') :].split('id="details"')[0].split("</main>")[0]
    said, file = _said(first), FOLDER / f"{case}.{lang}.txt"
    if os.environ.get("GOLDEN") == "write":
        file.write_text(said)
    assert said == file.read_text()
    if case != "kanwil":
        assert len(_words(said)) <= MOST_WORDS
    if 'id="card"' in first:
        heading = first.partition("<h1")[2].partition("</h1>")[0]
        inside = first.partition('id="card"')[2].partition('class="suara-first__beside"')[0]
        assert len(_words(_said(f"<h1{heading}</h1><div {inside}"))) <= MOST_IN_CARD


def _said(part: str) -> str:
    """A line for each block of words."""
    lines = (re.sub(r"<?[^<>]*>|<[^>]*$", " ", f"<{line}") for line in _split(part))
    return "".join(f"{line}\n" for each in lines if (line := " ".join(each.split())))


def _split(part: str) -> list[str]:
    return LINES.split(NO_READING.sub(" ", part))


def _words(said: str) -> list[str]:
    return [word for word in said.split() if any(letter.isalnum() for letter in word)]
