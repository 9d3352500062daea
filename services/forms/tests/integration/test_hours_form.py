"""The form of a point's opening hours names each day that it cannot take."""

import re
from typing import Any

import httpx

PAGE = "/kelola/titik/baru"
WEEK = {f"d{day}-1-{edge}": "" for day in range(1, 8) for edge in ("from", "to")}


def send(seeded: Any, lang: str = "id", **hours: str) -> httpx.Response:
    client = seeded.api("operator.w11-01")
    client.base_url = str(client.base_url).removesuffix("/api/v1/").removesuffix("/api/v1")
    client.headers["Accept"] = "text/html"
    typed = {name.replace("_", "-"): value for name, value in hours.items()}
    body = {"unit": "W11-01", "name": "Loket jam", "channel": "qr", **WEEK, **typed}
    with client as operator:
        answer: httpx.Response = operator.post(PAGE, data=body, params={"lang": lang})
    return answer


def test_each_faulty_day_is_named_beside_its_fields(seeded) -> None:
    wrong = {"d2_1_from": "8", "d5_1_from": "8.00", "d5_1_to": "siang"}
    answer = send(seeded, d1_1_from="8", d1_1_to="16.00", **wrong)
    assert answer.status_code == 422
    found = re.findall(r'<li><a href="#(d\d-1-from)">(\w+): tulis jam buka', answer.text)
    assert found == [("d2-1-from", "Selasa"), ("d5-1-from", "Jumat")]
    assert re.findall(r'class="govuk-error-message" id="(d\d)-fault"', answer.text) == ["d2", "d5"]
    assert 'value="08.00" aria-label="Senin' in answer.text
    assert 'value="siang" aria-invalid="true" aria-describedby="d5-fault"' in answer.text


def test_an_english_reader_sees_english_times_and_days(seeded) -> None:
    answer = send(seeded, "en", d1_1_from="8", d2_1_from="8", d2_1_to="16")
    assert "Monday: write opening and closing time in pairs" in answer.text
    assert 'value="16:00"' in answer.text
