"""A result that the ministry published before Suara: from the statistician's table to the page of
its unit, with the faults of a wrong table in the language of who asks."""

import httpx
from suara_local.running import Running, eventually

API = "/api/v1/historic/import"
UNIT = "W20-04"
HEADING = "tenant_code;index;period;value;scale;respondents;published_as;source;reason"
ROW = f"{UNIT};IPAK;2025;%s;4;182;Survei SPAK (3AS);Laporan Kinerja 2025, hlm. 41;"


def give(suara: Running, user: str, value: str, lang: str = "id", dry: str = "") -> httpx.Response:
    file = f"{HEADING}\r\n{ROW % value}\r\n".encode("utf-8-sig")
    sent = {"file": ("lama.csv", file, "text/csv")}
    return suara.api(user).post(f"{API}?lang={lang}", files=sent, data={"dry_run": dry})


def test_a_published_index_comes_to_the_page_of_its_unit(suara: Running) -> None:
    assert give(suara, "operator.w20-01", "3,57").status_code == 403
    for lang, words in (("id", "4,2 tidak mungkin"), ("en", "4,2 cannot be on the scale of 4")):
        wrong = give(suara, "statistisi", "4,2", lang)
        assert wrong.status_code == 422
        assert wrong.headers["Content-Type"] == "application/problem+json"
        [fault] = wrong.json()["errors"]
        assert (fault["field"], fault["message"].startswith(words)) == ("row 2: value", True)
    checked = give(suara, "statistisi", "3,57", dry="true").json()
    assert (checked["new"], checked["dry_run"]) == (1, True)
    assert give(suara, "statistisi", "3,57").json()["new"] == 1
    head, path = suara.api("statistisi"), f"/api/v1/reports/units/{UNIT}/historic"
    eventually(lambda: [each["value"] for each in head.get(path).json()["items"]], ["3,57"])
    page = suara.browser("statistisi").get(f"/u/{UNIT}?lang=id").text
    assert "IPAK 2025 dilaporkan 3,57 (skala 4)" in page
