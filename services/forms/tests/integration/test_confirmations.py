"""The kanwil's page: what waits is shown with its change, decided on as seen, then locked."""

import re
from typing import Any

import httpx
import pytest
from forms_service.domain.demo import DEMO_UNITS

OPERATOR, MONITOR, FOREIGN = "operator.w11-01", "pemantau.w11", "pemantau.w20"
PAGE = "/kelola/konfirmasi"


@pytest.fixture
def month(request: pytest.FixtureRequest) -> str:
    """A month of its own for each test, in the years to come."""
    names = sorted(name for name in globals() if name.startswith("test_"))
    return f"2031-{names.index(request.node.originalname) + 1:02}"


def unit(seeded: Any) -> str:
    found = seeded.facts("forms")["surveys"]
    return str(next(row["tenant"] for row in found if row["tenant_code"] == DEMO_UNITS[0]))


def enter(seeded: Any, month: str, recipients: int, **more: str) -> dict[str, Any]:
    body = {"tenant": unit(seeded), "period": month, "service": "kunjungan", **more}
    with seeded.api(OPERATOR) as api:
        answer = api.post("/populations", json={**body, "recipients": recipients})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def browse(seeded: Any, username: str) -> httpx.Client:
    client = seeded.api(username)
    client.base_url = str(client.base_url).removesuffix("/api/v1/").removesuffix("/api/v1")
    client.headers["Accept"] = "text/html"
    return client


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def values(page: str) -> list[str]:
    return re.findall(r'name="seen" value="([^"]+)"', page)


def test_what_waits_can_be_confirmed_and_is_locked_then(seeded, month) -> None:  # type: ignore[no-untyped-def]
    enter(seeded, month, 310)
    with browse(seeded, MONITOR) as kanwil:
        page = kanwil.get(PAGE, params={"period": month})
        assert "1 unit menunggu konfirmasi" in text_of(page.text)
        assert "Kunjungan (sementara): 310 , belum ada angka bulan lalu" in text_of(page.text)
        form = {"period": month, "seen": values(page.text), "action": "confirm"}
        answer = kanwil.post(PAGE, data=form)
        assert answer.status_code == 303
        after = text_of(kanwil.get(answer.headers["Location"]).text)
    assert "1 angka dikonfirmasi dan terkunci" in after
    assert "Sudah dikonfirmasi (1)" in after
    with seeded.api(OPERATOR) as api:
        body = {"tenant": unit(seeded), "period": month, "service": "kunjungan", "recipients": 9}
        refused = api.post("/populations", json=body)
    assert [each["field"] for each in refused.json()["errors"]] == ["reason"]


def test_a_unit_is_returned_with_a_reason_or_not_at_all(seeded, month) -> None:  # type: ignore[no-untyped-def]
    enter(seeded, month, 310)
    with browse(seeded, MONITOR) as kanwil:
        seen = values(kanwil.get(PAGE, params={"period": month}).text)
        form = {"period": month, "seen": seen, "action": "return", "reason": "kurang"}
        bare = kanwil.post(PAGE, data=form)
        assert bare.status_code == 422
        assert 'href="#reason"' in bare.text
        assert "checked" in bare.text
        done = kanwil.post(PAGE, data={**form, "reason": "Kunjungan hari Sabtu belum dihitung"})
        after = text_of(kanwil.get(done.headers["Location"]).text)
    assert "Dikembalikan, belum diperbaiki (1)" in after
    assert "Kunjungan hari Sabtu belum dihitung" in after


def test_a_number_that_changed_meanwhile_is_looked_at_again(seeded, month) -> None:  # type: ignore[no-untyped-def]
    enter(seeded, month, 310)
    with browse(seeded, MONITOR) as kanwil:
        seen = values(kanwil.get(PAGE, params={"period": month}).text)
        enter(seeded, month, 31)
        answer = kanwil.post(PAGE, data={"period": month, "seen": seen, "action": "confirm"})
        nothing = kanwil.post(PAGE, data={"period": month, "action": "confirm"})
    assert (answer.status_code, nothing.status_code) == (422, 422)
    assert "31" in text_of(answer.text)
    assert 'href="#choose"' in nothing.text


def test_foreign_numbers_cannot_be_decided_on_and_are_not_shown(seeded, month) -> None:  # type: ignore[no-untyped-def]
    key = enter(seeded, month, 310)["population_id"]
    with browse(seeded, FOREIGN) as stranger:
        page = stranger.get(PAGE, params={"period": month})
        answer = stranger.post(PAGE, data={"period": month, "seen": f"{key}:310"})
        narrowed = stranger.get(PAGE, params={"unit": "W11"})
    assert "Tidak ada yang menunggu" in text_of(page.text)
    assert key not in page.text
    assert (answer.status_code, narrowed.status_code) == (404, 404)
    with browse(seeded, OPERATOR) as operator:
        assert operator.get(PAGE).status_code == 403


def test_a_ministry_chooses_a_kanwil_first(seeded, month) -> None:  # type: ignore[no-untyped-def]
    enter(seeded, month, 310)
    with browse(seeded, "admin") as ministry:
        page = text_of(ministry.get(PAGE, params={"period": month}).text)
        below = text_of(ministry.get(PAGE, params={"period": month, "unit": "W11"}).text)
    assert "Pilih satu kanwil" in page
    assert "1 unit menunggu konfirmasi" in below


def test_what_is_no_period_is_refused(seeded, month) -> None:  # type: ignore[no-untyped-def]
    with browse(seeded, MONITOR) as kanwil:
        assert kanwil.get(PAGE, params={"period": month + "x"}).status_code == 422
