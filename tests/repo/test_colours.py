"""One home for colours: `chassis/ui/styles/_colours.scss`. What cannot take them from there has the
same ones."""

import re
from pathlib import Path

from chassis.colours import colours
from reporting_service.dashboards.rules import shades
from suara_local.places import ROOT

HEX = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)
SERVICES = ROOT / "services"
POSTER = SERVICES / "forms/forms_service/posters/poster.typ"
ANSWER = SERVICES / "responses/responses_service/shared/assets/answer.css"
# Ends of ramps between colours of the palette, and what a picture is made of where nobody wishes.
OWN = {
    "reporting_service/dashboards/rules/shades.py": {
        *shades.LOW,
        *shades.HIGH,
        shades.MIDDLE,
        shades.INK,
        shades.WHITE,
    },
    "forms_service/posters/rules/wishes.py": {"#000000", "#ffffff"},
    "forms_service/posters/handlers/asking.py": {"#000000"},
    "forms_service/posters/texts.yaml": {"#ffffff"},
}
WRITTEN = {".py", ".html", ".scss", ".css", ".js", ".typ", ".yaml", ".svg"}


def written(path: Path) -> set[str]:
    return {each.lower() for each in HEX.findall(path.read_text(encoding="utf-8"))}


def test_no_source_writes_a_colour_of_its_own() -> None:
    exempt = {POSTER, ANSWER, SERVICES / "chassis/chassis/ui/styles/_colours.scss"}
    found = {}
    for path in SERVICES.glob("*/*/**/*"):
        inside = {"tests", "static", "built"}.isdisjoint(path.parts)
        if path.suffix in WRITTEN and inside and path not in exempt:
            name = path.relative_to(SERVICES / path.relative_to(SERVICES).parts[0]).as_posix()
            if own := written(path) - OWN.get(name, set()):
                found[name] = own
    assert found == {}


def test_the_ramps_of_charts_begin_and_end_with_colours_of_the_palette() -> None:
    known = colours()
    drawn = (shades.HIGH[-1], shades.MIDDLE, shades.INK)
    assert drawn == (known["brand"], known["ground"], known["ink"])


def test_a_poster_is_drawn_in_the_colours_of_the_pages() -> None:
    source, known = POSTER.read_text(encoding="utf-8"), colours()
    names = re.search(r"#let \(([\w, ]+)\) = \((rgb\([^\n]+)\)", source)
    assert names
    named = dict(zip(names[1].split(", "), HEX.findall(names[2]), strict=True))
    assert named == {name: known[name] for name in ("brand", "tint", "muted")}
    assert written(POSTER) <= {*known.values()}


def test_the_answering_page_has_no_colour_that_the_others_lack() -> None:
    assert len(written(ANSWER)) > 5
    assert written(ANSWER) <= {*colours().values()}
