"""The kanwil's page: what waits is shown with its change, decided on as seen, then locked."""

import re
from typing import Any

import pytest
from forms_service.shared.wording import MONTHS
from suara_local.page_text import text_of
from suara_local.practice.months import DEMO_UNITS

OPERATOR, MONITOR, FOREIGN = "operator.w11-01", "pemantau.w11", "pemantau.w20"
PAGE = "/kelola/konfirmasi"


@pytest.fixture
def month(request: pytest.FixtureRequest) -> str:
    """A month of its own for each test, in the years to come."""
    names = sorted(name for name in globals() if name.startswith("test_"))
    return f"2031-{names.index(request.node.originalname) + 1:02}"


def unit(seeded: Any) -> str:
    found = seeded.surveys
    return str(next(row["tenant"] for row in found if row["tenant_code"] == DEMO_UNITS[0]))


def enter(seeded: Any, month: str, recipients: int, **more: str) -> dict[str, Any]:
    body = {"tenant": unit(seeded), "period": month, "service": "kunjungan", **more}
    with seeded.api(OPERATOR) as api:
        answer = api.post("/populations", json={**body, "recipients": recipients})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def complete(seeded: Any, month: str, recipients: int) -> None:
    """So many visits, and nothing else."""
    with seeded.api(OPERATOR) as api:
        served = api.get("/services", params={"tenant": unit(seeded)}).json()["items"]
    for each in served:
        number = recipients if each["key"] == "kunjungan" else 0
        enter(seeded, month, number, service=each["key"])


def values(page: str) -> list[str]:
    return re.findall(r'name="seen" value="([^"]+)"', page)


def test_what_waits_can_be_confirmed_and_is_locked_then(seeded, month) -> None:
    complete(seeded, month, 310)
    with seeded.browse(MONITOR) as kanwil:
        page = kanwil.get(PAGE, params={"period": month})
        assert "1 unit menunggu konfirmasi" in text_of(page.text)
        assert "Belum ada angka" not in text_of(page.text)
        assert "Kunjungan (sementara): 310 , belum ada angka bulan lalu" in text_of(page.text)
        form = {"period": month, "seen": values(page.text), "action": "confirm"}
        answer = kanwil.post(PAGE, data=form)
        assert answer.status_code == 303
        after = text_of(kanwil.get(answer.headers["Location"]).text)
    assert "8 angka dikonfirmasi dan terkunci" in after
    assert "Sudah dikonfirmasi (1)" in after
    with seeded.api(OPERATOR) as api:
        body = {"tenant": unit(seeded), "period": month, "service": "kunjungan", "recipients": 9}
        refused = api.post("/populations", json=body)
    assert [each["field"] for each in refused.json()["errors"]] == ["reason"]


def test_numbers_that_lack_a_service_are_no_sum_of_the_unit(seeded, month) -> None:
    enter(seeded, month, 310)
    with seeded.browse(MONITOR) as kanwil:
        page = kanwil.get(PAGE, params={"period": month})
        assert "310 penerima layanan, belum lengkap" in text_of(page.text)
        assert "Belum ada angka untuk Asimilasi, Integrasi (PB" in text_of(page.text)
        form = {"period": month, "seen": values(page.text), "action": "confirm"}
        after = kanwil.get(kanwil.post(PAGE, data=form).headers["Location"]).text
        english = kanwil.get(PAGE, params={"period": month, "lang": "en"}).text
    assert "Belum lengkap, ada layanan tanpa angka (1)" in text_of(after)
    assert "Sudah dikonfirmasi (" not in text_of(after)
    assert "No number yet for Assimilation, Integration" in text_of(english)
    told = [each for each in seeded.sent("forms.populations.v1") if each["period"] == month]
    assert [(each["confirmed"], len(each["unit_services"])) for each in told] == [
        (False, 8),
        (True, 8),
    ]


def test_single_numbers_are_decided_on_and_the_others_go_on_waiting(seeded, month) -> None:
    enter(seeded, month, 310)
    enter(seeded, month, 99, service="remisi")
    with seeded.browse(MONITOR) as kanwil:
        page = kanwil.get(PAGE, params={"period": month})
        link = f"{PAGE}?period={month}&amp;only={DEMO_UNITS[0]}"
        assert link in page.text
        one = kanwil.get(PAGE, params={"period": month, "only": DEMO_UNITS[0]})
        remission = next(each for each in values(one.text) if each.endswith(":99"))
        assert len(values(one.text)) == 2
        form = {"period": month, "only": DEMO_UNITS[0], "seen": remission, "action": "return"}
        bare = kanwil.post(PAGE, data=form)
        assert (bare.status_code, len(values(bare.text))) == (422, 2)
        done = kanwil.post(PAGE, data={**form, "reason": "Remisi umum belum dihitung"})
        after = text_of(kanwil.get(done.headers["Location"]).text)
        foreign = kanwil.get(PAGE, params={"period": month, "only": "W20-01"})
    assert "1 angka dikembalikan" in after
    assert "1 unit menunggu konfirmasi" in after
    assert "Dikembalikan: “Remisi umum belum dihitung”" in after
    assert foreign.status_code == 404
    with seeded.api(OPERATOR) as api:
        rows = api.get("/populations", params={"period": month}).json()["items"]
    assert {row["service"]: row["state"] for row in rows} == {
        "kunjungan": "entered",
        "remisi": "returned",
    }


def test_the_period_is_chosen_from_a_list_and_other_waiting_ones_are_linked(seeded, month) -> None:
    enter(seeded, month, 310)
    with seeded.browse(MONITOR) as kanwil:
        page = kanwil.get(PAGE).text
    offered = re.findall(r'<option value="([^"]+)"( selected)?>', page)
    chosen = [period for period, selected in offered if selected]
    assert len(chosen) == 1
    assert month in dict(offered)
    assert len([period for period, _ in offered if "S" not in period and period <= chosen[0]]) >= 13
    waits = text_of(page).partition("Juga menunggu konfirmasi:")[2]
    assert f"{PAGE}?period={month}" in page
    assert f"{period_in_words(month)} : 1 unit" in waits


def period_in_words(month: str) -> str:
    return f"{MONTHS['id'][int(month[5:]) - 1]} {month[:4]}"


def test_a_confirmed_provisional_number_says_that_the_final_one_follows(seeded, month) -> None:
    complete(seeded, month, 310)
    with seeded.browse(MONITOR) as kanwil:
        seen = values(kanwil.get(PAGE, params={"period": month}).text)
        kanwil.post(PAGE, data={"period": month, "seen": seen, "action": "confirm"})
        page = text_of(kanwil.get(PAGE, params={"period": month}).text)
    assert f"setelah {period_in_words(month)} berakhir" in page


def test_a_unit_is_returned_with_a_reason_or_not_at_all(seeded, month) -> None:
    enter(seeded, month, 310)
    with seeded.browse(MONITOR) as kanwil:
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


def test_a_number_that_changed_meanwhile_is_looked_at_again(seeded, month) -> None:
    enter(seeded, month, 310)
    with seeded.browse(MONITOR) as kanwil:
        seen = values(kanwil.get(PAGE, params={"period": month}).text)
        enter(seeded, month, 31)
        answer = kanwil.post(PAGE, data={"period": month, "seen": seen, "action": "confirm"})
        nothing = kanwil.post(PAGE, data={"period": month, "action": "confirm"})
    assert (answer.status_code, nothing.status_code) == (422, 422)
    assert "31" in text_of(answer.text)
    assert 'href="#choose"' in nothing.text


def test_foreign_numbers_cannot_be_decided_on_and_are_not_shown(seeded, month) -> None:
    key = enter(seeded, month, 310)["population_id"]
    with seeded.browse(FOREIGN) as stranger:
        page = stranger.get(PAGE, params={"period": month})
        answer = stranger.post(PAGE, data={"period": month, "seen": f"{key}:310"})
        narrowed = stranger.get(PAGE, params={"unit": "W11"})
    assert "Tidak ada yang menunggu" in text_of(page.text)
    assert key not in page.text
    assert (answer.status_code, narrowed.status_code) == (404, 404)
    with seeded.browse(OPERATOR) as operator:
        assert operator.get(PAGE).status_code == 403


def test_a_ministry_chooses_a_kanwil_first(seeded, month) -> None:
    enter(seeded, month, 310)
    with seeded.browse("admin") as ministry:
        page = text_of(ministry.get(PAGE, params={"period": month}).text)
        below = text_of(ministry.get(PAGE, params={"period": month, "unit": "W11"}).text)
    assert "Pilih satu kanwil" in page
    assert "1 unit menunggu konfirmasi" in below


def test_what_is_no_period_is_refused(seeded, month) -> None:
    with seeded.browse(MONITOR) as kanwil:
        answer = kanwil.get(PAGE, params={"period": month + "x"})
        english = kanwil.get(PAGE, params={"period": month + "x", "lang": "en"})
    assert answer.status_code == 422
    assert "Periode: Periode harus berupa bulan seperti 2026-11" in text_of(answer.text)
    assert "must be" not in answer.text
    assert "Period: A period is a month like 2026-11" in text_of(english.text)
