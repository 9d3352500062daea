"""A unit asks on a page that its survey ends early, and the kanwil finds and decides it."""

from typing import Any

from suara_local.page_text import text_of

KANWIL, OTHER_KANWIL, ADMIN, PAGE = "pemantau.w11", "pemantau.w20", "admin", "/kelola/penutupan"
REASON = "Kantor pindah gedung dan loket ditutup sampai bulan depan"


def test_the_unit_asks_on_a_page_and_the_kanwil_finds_and_decides_it(seeded: Any) -> None:
    unit = seeded.own_unit("W20")
    survey = seeded.survey_of_the_month(unit)
    asking = f"{PAGE}/survei/{survey['survey_id']}"
    month_page = {"unit": unit, "period": survey["period"]}
    with seeded.browse(ADMIN) as operator:
        month = operator.get("/kelola/bulan", params=month_page).text
        form = text_of(operator.get(asking).text)
        bare = operator.post(asking, data={"reason": "penuh"})
        sent = operator.post(asking, data={"reason": REASON})
        own = text_of(operator.get(sent.headers["Location"]).text)
        after = operator.get("/kelola/bulan", params=month_page).text
        assert (
            operator.post(sent.headers["Location"], data={"action": "approve"}).status_code == 403
        )
    assert f'href="{asking}"' in month
    assert "Menurut jadwal, survei ini ditutup sendiri" in form
    assert bare.status_code == 422
    assert 'href="#reason"' in bare.text
    assert "Tulis alasannya, paling sedikit 10 huruf." in bare.text
    assert sent.status_code == 303
    assert "menunggu keputusan untuk ditutup lebih awal" in own
    assert "Anda sendiri yang meminta; orang lain yang memutuskan." in own
    assert "Permintaan penutupan menunggu keputusan" in after
    with seeded.browse(OTHER_KANWIL) as kanwil:
        where = text_of(kanwil.get("/kelola/konfirmasi").text)
        listed = kanwil.get(PAGE).text
        page = kanwil.get(sent.headers["Location"]).text
        lacks = kanwil.post(sent.headers["Location"], data={"action": "refuse", "answer": "no"})
        english = kanwil.get(sent.headers["Location"], params={"lang": "en"}).text
        done = kanwil.post(sent.headers["Location"], data={"action": "approve"})
        closed = text_of(kanwil.get(done.headers["Location"], params={"lang": "id"}).text)
        twice = kanwil.post(sent.headers["Location"], data={"action": "approve"})
    assert "1 permintaan menutup survei lebih awal menunggu keputusan Anda." in where
    assert sent.headers["Location"] in listed
    assert REASON in page
    assert "Setujui dan tutup sekarang" in page
    assert lacks.status_code == 422
    assert 'id="answer-fault"' in lacks.text
    assert "asks to close SPKP-SPAK" in english
    assert "ditutup lebih awal" in closed
    assert seeded.survey_now(survey)["status"] == "closed"
    assert twice.status_code == 422
    assert "Permintaan ini sudah diputuskan" in twice.text
    with seeded.browse(KANWIL) as stranger:
        assert stranger.get(sent.headers["Location"]).status_code == 404
        assert sent.headers["Location"] not in stranger.get(PAGE).text
