"""A practice unit on the whole platform: it works as a real one, and nobody above counts it."""

from contextlib import closing

import pypdfium2
from suara_local.practice import drill
from suara_local.running import Running, eventually, post_answer

NOTICE = "Latihan: jawaban tidak dihitung dalam indeks resmi."
BANNER = "Satker latihan: jawaban di sini tidak dihitung dalam indeks resmi."


def test_an_answer_for_practice_moves_nothing_above(suara: Running) -> None:
    survey = drill.begin(suara)
    # Once more: what is there stays.
    assert drill.begin(suara)["survey_id"] == survey["survey_id"]
    asked = {"parent": drill.KANWIL, "period": survey["period"], "limit": 100}
    above = suara.api("admin").get("/api/v1/reports/units", params=asked).json()["items"]

    form = suara.public.get(f"/s/{survey['code']}", headers={"Accept": "text/html"}).text
    assert NOTICE in form[: form.index("<form")]
    sent = post_answer(suara.public, suara.submission(survey, stars=6))
    receipt = sent.raise_for_status().json()["receipt"]
    own = f"/api/v1/reports/units/{drill.CODE}?period={survey['period']}"
    api = suara.api("pemantau.w11")
    eventually(lambda: api.get(own).json()["survey"]["count"], 1)
    assert api.get(own).json()["practice"] is True

    after = suara.api("admin").get("/api/v1/reports/units", params=asked).json()["items"]
    assert drill.CODE not in {each["code"] for each in after}
    assert len(after) == len(above)
    told = suara.public.post("/api/v1/receipts", json={"receipt": receipt}).json()
    assert (told["state"], told["practice"]) == ("counted", True)
    fate = suara.public.post("/s/tanda-terima", data={"receipt": receipt}).text
    assert NOTICE in fate


def test_its_people_and_those_above_see_what_it_is(suara: Running) -> None:
    survey = drill.begin(suara)
    operator, monitor = (suara.browser(name) for name in (drill.OPERATOR, "pemantau.w11"))
    for path in ("/", "/kelola/titik", "/kelola/bulan", "/jawaban", "/jawaban/kode"):
        assert BANNER in operator.get(path, follow_redirects=True).text, path
    for path in (f"/u/{drill.CODE}", f"/jawaban/kode?unit={drill.CODE}"):
        assert BANNER in monitor.get(path).text, path
    for path in ("/u/W11", "/jawaban", "/kelola/konfirmasi"):
        assert BANNER not in monitor.get(path).text, path
    poster = operator.get(f"/api/v1/collection-points/{survey['code']}/poster.pdf")
    with closing(pypdfium2.PdfDocument(poster.content)) as document:
        assert "LATIHAN" in document[0].get_textpage().get_text_bounded()
