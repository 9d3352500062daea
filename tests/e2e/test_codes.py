"""What is printed never dies: old hosts, old names, links of the earlier system, retired points."""

import io
from typing import Any
from urllib.parse import urlsplit

import httpx
import zxingcpp
from PIL import Image
from suara_local.running import Running, eventually

FORMER = "survei-lama.localhost"


def read_qr(suara: Running, code: str) -> str:
    """What a phone reads off the code that the unit's operator downloads."""
    drawn = suara.api("admin").get(f"/api/v1/collection-points/{code}/qr.png")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn.content)))
    return found.text


def opened(suara: Running, path: str, **headers: str) -> httpx.Response:
    return suara.public.get(path, headers=headers)


def shows(page: httpx.Response, survey: dict[str, Any]) -> bool:
    return page.status_code == 200 and survey["survey_id"] in page.text


def test_a_scanned_code_opens_todays_survey_in_one_request(suara: Running) -> None:
    survey = suara.survey("W20-02")
    link = read_qr(suara, survey["code"])
    assert link == link.upper()
    path = urlsplit(link).path
    assert path.startswith(f"/Q/{survey['code']}")
    assert shows(opened(suara, path), survey)
    # A code typed off the poster, a worn signature: the way in stays open.
    assert shows(opened(suara, f"/s/{survey['code'].lower()}"), survey)
    assert shows(opened(suara, path[:-1]), survey)
    assert opened(suara, "/Q/NOTACODE").status_code == 404
    # In small letters, as some apps write an address.
    assert opened(suara, path.lower()).headers["Location"] == path


def test_a_poster_under_an_old_host_leads_to_the_present_one(suara: Running) -> None:
    survey = suara.survey("W20-02")
    path = urlsplit(read_qr(suara, survey["code"])).path
    port = urlsplit(suara.base_url).port
    moved = opened(suara, path, Host=f"{FORMER}:{port}")
    assert moved.status_code == 302
    assert moved.headers["Location"].startswith(f"{suara.base_url}{path}?")
    assert shows(suara.public.get(moved.headers["Location"]), survey)
    typed = opened(suara, f"/s/{survey['code']}", Host=f"{FORMER}:{port}")
    assert typed.headers["Location"].startswith(f"{suara.base_url}/s/{survey['code']}?")
    sent = suara.public.post(
        f"/s/{survey['code']}",
        data={"survey": survey["survey_id"]},
        headers={"Host": f"{FORMER}:{port}"},
    )
    # The same post again at the present address: answers sent to an old one are not lost.
    assert sent.status_code == 308


def test_a_retired_point_still_opens_the_survey_of_its_unit(suara: Running) -> None:
    survey = suara.survey("W20-03")
    way = f"/api/v1/collection-points/{survey['code']}"
    admin = suara.api("admin")
    assert admin.post(f"{way}/retire", json={}).status_code == 200
    eventually(lambda: shows(opened(suara, f"/s/{survey['code']}"), survey), True)
    assert admin.post(f"{way}/restore", json={}).status_code == 200


def test_a_point_of_a_merged_office_opens_the_survey_of_its_successor(suara: Running) -> None:
    old, new = suara.survey("W20-03"), suara.survey("W20-01")
    path = urlsplit(read_qr(suara, old["code"])).path
    way, admin = f"/api/v1/collection-points/{old['code']}/move", suara.api("admin")
    moved = admin.post(way, json={"tenant": new["tenant"], "reason": "Kantor digabung"})
    assert moved.json()["tenant_id"] == new["tenant"]
    eventually(lambda: shows(opened(suara, path), new), True)
    back = admin.post(way, json={"tenant": old["tenant"], "reason": "Dikembalikan"})
    assert back.status_code == 200
    eventually(lambda: shows(opened(suara, path), old), True)


def test_a_link_of_the_earlier_system_opens_todays_survey(suara: Running) -> None:
    survey = suara.survey("W20-02")
    table = f"link,tenant_code\n{suara.base_url}/ly/Ab12Cd34,W20-02"
    files = {"file": ("lama.csv", table)}
    done = suara.api("admin").post("/api/v1/collection-points/legacy-links", files=files)
    assert done.json()["new"] == 1
    eventually(lambda: opened(suara, "/ly/Ab12Cd34").status_code, 302)
    moved = opened(suara, "/ly/AB12CD34")
    assert shows(opened(suara, moved.headers["Location"]), survey)
    assert opened(suara, "/ly/unknown1").status_code == 404
