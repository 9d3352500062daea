"""A practice tenant is in no list, choice or sum of those above it, and its own pages say so."""

from typing import Any

import pytest
import reporting_testing as testing

NAME, BANNER = "Satker Latihan", "Satker latihan: jawaban di sini tidak dihitung"


@pytest.fixture
def drill(region: Any) -> str:
    """Its code: below the kanwil, with as many answers as all real ones and a month of its own."""
    code = f"{region.kanwil}-LATIHAN"
    figures = dict.fromkeys(testing.SHORT, [0, 0, 0, 4, 12, 24])
    region.stage.send(
        testing.tenant(code, region.kanwil, "lapas", NAME, practice=True),
        testing.survey(code, "2026-11"),
        testing.survey(code, "2026-08", "closed"),
        testing.score(code, "2026-11", 5000, 9, figures),
        testing.score(code, "2026-08", 60, 9, figures),
    )
    region.wait_for(f"/u/{code}", "5.000")
    region.wait_for(f"/u/{code}?period=2026-08", "60")
    return code


def test_those_above_neither_list_nor_count_it(region: Any, drill: str) -> None:
    page = region.page(f"/u/{region.kanwil}", region.kanwil)
    assert "Lapas Kota A" in page
    assert "1.046" in page  # of the real ones: 1,043 and 3
    assert NAME not in page
    assert "5.000" not in page
    assert "6.046" not in page
    # Nobody else had a survey in August.
    assert "Agustus 2026" not in page
    with region.stage.client(region.token(region.kanwil)) as api:
        below = api.get("/api/v1/reports/units", params={"parent": region.kanwil}).json()
    assert {each["code"] for each in below["items"]} == {region.a, region.b, region.c}
    assert below["practice"] is False


def test_who_asks_for_it_finds_it_and_is_told(region: Any, drill: str) -> None:
    itself = region.page(f"/u/{drill}", region.kanwil)
    assert "5.000" in itself
    assert "Agustus 2026" in itself
    assert BANNER in itself
    assert BANNER not in region.page(f"/u/{region.a}", region.kanwil)
    assert NAME in region.page(f"/u?q={drill}", region.kanwil)
    with region.stage.client(region.token(region.kanwil)) as api:
        reports = [api.get(f"/api/v1/reports/units/{code}").json() for code in (drill, region.a)]
    assert [each["practice"] for each in reports] == [True, False]
