"""Things of one kanwil, for the tests in which another one must not see them."""

import io
import json
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import psycopg
import pytest
from chassis import clock
from joserfc.jwk import ECKey
from PIL import Image
from suara_local import patient
from suara_local.places import SERVICES
from suara_local.routes import Route, routes_of
from suara_local.running import Running, eventually
from suara_local.signing import Signer

IMPORTS = (
    "/organisasi/impor/satker",
    "/organisasi/impor/orang",
    "/kelola/impor/penerima",
    "/kelola/impor/layanan",
    "/kelola/impor/tautan-lama",
)
EARLIER = "/jawaban/impor"
NAMED = ("tenant_id", "person_id", "survey_id", "point")


@pytest.fixture(scope="session")
def routes(suara: Running) -> dict[str, list[Route]]:
    """Every route of every service, as its application has it."""
    return {service: routes_of(suara.stack, service) for service in SERVICES}


@pytest.fixture(scope="session")
def signer(suara: Running) -> Signer:
    """Signs as identity does, with its own key."""
    return Signer(suara.base_url, ECKey.import_key(suara.stack.secrets["IDENTITY_SIGNING_KEY"]))


@pytest.fixture(scope="session")
def everything(routes: dict[str, list[Route]]) -> list[str]:
    """Every permission that some route asks for."""
    return sorted({name for some in routes.values() for each in some for name in each.policy})


@pytest.fixture(scope="session")
def stranger(suara: Running, signer: Signer, everything: list[str]) -> Iterator[httpx.Client]:
    """Somebody of another kanwil who may do everything there: only the rows can be refused."""
    token = suara.api("pemantau.w11").headers["Authorization"]
    payload = token.split(".")[1]
    claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    hour = {"permissions": everything, "exp": clock.seconds() + 3600}
    headers = {"Authorization": f"Bearer {signer.sign({**claims, **hour})}"}
    with patient.client(base_url=suara.base_url, headers=headers) as client:
        yield client


@pytest.fixture(scope="session")
def foreign(suara: Running) -> dict[str, str]:
    """Ids and codes that exist, all of the kanwil that `pemantau.w20` watches; what waits for a
    check is known by the address of its page."""
    survey = suara.survey("W20-01")
    tenant = survey["tenant"]
    with psycopg.connect(suara.stack.superuser_url("identity")) as connection:
        person = connection.execute(
            "SELECT person_id, grant_id FROM people JOIN grants USING (person_id)"
            " WHERE username = 'kepala.w20-01'"
        ).fetchone()
    assert person is not None
    return {
        **surveys_of(suara, tenant),
        "recording_id": recording_of(suara, tenant),
        "draft_id": draft_of(suara, tenant),
        "early_close_id": early_close_of(suara, survey),
        "request_id": exclusion_of(suara, suara.survey("W20-03")),
        "batch_id": posters_of(suara, tenant),
        **paper_of(suara),
        "int:part": "1",
        **{base: uploaded(suara, base) for base in IMPORTS},
        EARLIER: earlier_answers(suara, survey),
        "export_id": export_of(suara, survey),
        "device_id": kiosk_of(suara, survey),
        "tenant_id": tenant,
        "tenant": tenant,
        "person_id": str(person[0]),
        "grant_id": str(person[1]),
        **follow_up_of(suara, tenant),
        "client_id": "demo-w20",
        "survey_id": survey["survey_id"],
        "receipt": suara.receipt_of(suara.submission(survey)),
        "point": survey["code"],
        "unit": "W20-01",
        "code": "W20-01",
        "identifier": "W20-01",
    }


@pytest.fixture(scope="session")
def assert_silent(foreign: dict[str, str]) -> Callable[[str, str], None]:
    """`assert_silent(text, path)`: nothing foreign stands in the answer, but what was asked for."""

    def check(text: str, path: str) -> None:
        for name in NAMED:
            assert foreign[name] not in text.replace(path, ""), f"{path} shows a foreign {name}"
        assert "Denpasar" not in text

    return check


def posters_of(suara: Running, tenant: str) -> str:
    """A batch of the unit's posters, drawn by the background process."""
    admin = suara.api("admin")
    asked = admin.post("/api/v1/posters", json={"tenant": tenant, "format": "card"}).json()
    path = f"/api/v1/posters/{asked['batch_id']}"
    eventually(lambda: admin.get(path).json()["state"], "done")
    return str(asked["batch_id"])


def paper_of(suara: Running) -> dict[str, str]:
    """A batch of sheets of an office, and its first one with an image, which two persons typed
    differently."""
    wish = {"unit": "W20-01", "count": 2, "instrument": "IKM"}
    made = suara.api("operator.w20-01").post("/api/v1/paper/batches", json=wish).json()
    keys = suara.submission(suara.survey("W20-01", "IKM"))["answers"]
    for user, typed in (("pemantau.w20", "4"), ("admin", "3")):
        form = {"sheet": made["sheets"][0], **{f"a.{key}": typed for key in keys}}
        sent = suara.api(user).post("/jawaban/kertas/isi", data=form, files=photo())
        assert sent.status_code == 303
    return {"paper_batch_id": made["batch_id"], "sheet": made["sheets"][0]}


def photo() -> dict[str, tuple[str, bytes]]:
    file = io.BytesIO()
    Image.new("RGB", (90, 120)).save(file, "JPEG")
    return {"image": ("lembar.jpg", file.getvalue())}


def uploaded(suara: Running, base: str) -> str:
    """The digest of a file that the owner has uploaded and not imported yet."""
    browser = suara.browser("admin")
    page = browser.get(base).text
    secret = page.split('name="csrf_token" value="')[1].split('"')[0]
    example = browser.get(f"{base}/contoh.csv").content
    sent = browser.post(base, files={"file": ("a.csv", example)}, data={"csrf_token": secret})
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"].rsplit("/", 1)[1])


def earlier_answers(suara: Running, survey: dict[str, Any]) -> str:
    """Digest and survey of a file of earlier answers that waits for its check."""
    browser = suara.browser("admin")
    secret = browser.get(EARLIER).text.split('name="csrf_token" value="')[1].split('"')[0]
    wish = {"unit": "W20-01", "instrument": "SPKP-SPAK", "period": survey["period"]}
    form = {**wish, "csrf_token": secret}
    sent = browser.post(EARLIER, files={"file": ("a.csv", b"pungli\n6\n")}, data=form)
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"].rsplit("/", 1)[1])


def kiosk_of(suara: Running, survey: dict[str, Any]) -> str:
    """A kiosk at the unit's point."""
    browser, path = suara.browser("admin"), "/jawaban/anjungan"
    secret = browser.get(path).text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"point": survey["code"], "name": "Tablet", "csrf_token": secret}
    assert browser.post(path, data=form).status_code == 200
    listed = browser.get(path, params={"unit": survey["tenant_code"]}).text
    return listed.split(f'action="{path}/')[1].split("/")[0]


def export_of(suara: Running, survey: dict[str, Any]) -> str:
    """A file of microdata of the unit, asked for by the statistician."""
    suara.receipt_of(suara.submission(survey))
    reader = suara.api("statistisi")
    wish = {"survey": survey["survey_id"], "format": "csv"}
    made = reader.post("/api/v1/exports", json=wish).raise_for_status().json()
    path = f"/api/v1/exports/{made['export_id']}"
    eventually(lambda: reader.get(path).json()["state"], "done")
    return str(made["export_id"])


def surveys_of(suara: Running, tenant: str) -> dict[str, str]:
    """A population and a service of the tenant, the national schedule, and a finished opening."""
    opening = "00000000-0000-4000-8000-000000000001"
    with psycopg.connect(suara.stack.superuser_url("forms"), autocommit=True) as connection:
        population = connection.execute(
            "SELECT population_id FROM populations WHERE tenant_id = %s", [tenant]
        ).fetchone()
        schedule = connection.execute("SELECT schedule_id, tenant_id FROM schedules").fetchone()
        assert population
        assert schedule
        connection.execute(
            "INSERT INTO openings (opening_id, tenant_id, period, requested_by, state)"
            " VALUES (%s, %s, '2026-01', 'a test', 'done') ON CONFLICT DO NOTHING",
            [opening, schedule[1]],
        )
    services = suara.api("admin").get("/api/v1/services", params={"tenant": tenant})
    return {
        "population_id": str(population[0]),
        "schedule_id": str(schedule[0]),
        "service_id": services.json()["items"][0]["service_id"],
        "opening_id": opening,
    }


def exclusion_of(suara: Running, survey: dict[str, Any]) -> str:
    """A request to take an answer of an office of the same kanwil out."""
    receipt = suara.receipt_of(suara.submission(survey))
    wish = {
        "reason": "test_entry",
        "receipts": [receipt],
        "justification": "Isian percobaan sebelum pembukaan loket.",
    }
    made = suara.api("admin").post("/api/v1/exclusions", json=wish)
    return str(made.json()["request_id"])


def early_close_of(suara: Running, survey: dict[str, Any]) -> str:
    """A request to close the unit's survey before its time."""
    path = f"/api/v1/surveys/{survey['survey_id']}/early-closes"
    wish = {"reason": "Kantor pindah gedung bulan ini"}
    return str(suara.api("operator.w20-01").post(path, json=wish).json()["early_close_id"])


def recording_of(suara: Running, tenant: str) -> str:
    """One of the unit's own questions, read aloud."""
    made, digest = "00000000-0000-4000-8000-000000000002", "ab" * 32
    with psycopg.connect(suara.stack.superuser_url("forms"), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO recording_files (sha256, kind, sound) VALUES (%s, 'ogg', 'OggS')"
            " ON CONFLICT DO NOTHING",
            [digest],
        )
        connection.execute(
            "INSERT INTO recordings (recording_id, tenant_id, official, instrument, item,"
            " language, sha256, kind, size, status)"
            " VALUES (%s, %s, false, 'IKM', 'own', 'id', %s, 'ogg', 4, 'active')"
            " ON CONFLICT DO NOTHING",
            [made, tenant, digest],
        )
    return made


def follow_up_of(suara: Running, tenant: str) -> dict[str, str]:
    """A follow-up of the unit with a file of evidence."""
    made, file = "00000000-0000-4000-8000-000000000003", "00000000-0000-4000-8000-000000000004"
    with psycopg.connect(suara.stack.superuser_url("reporting"), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO follow_ups (follow_up_id, tenant_id, survey_id, instrument, period,"
            " statement, index_code, words, priority, program, owner, due, state, asked_by,"
            " asked_hand, opened_on) VALUES (%(made)s, %(tenant)s, %(made)s, 'SPKP-SPAK',"
            " '2026-09', 'pungli', 'IPAK', '{\"id\": \"Tidak ada pungli\"}', 1, 'Tarif dipasang',"
            " 'Kepala', '2027-03-31', 'running', 'x', 'x', '2026-11-18') ON CONFLICT DO NOTHING",
            {"made": made, "tenant": tenant},
        )
        connection.execute(
            "INSERT INTO follow_up_files (file_id, follow_up_id, tenant_id, name, kind, content)"
            " VALUES (%s, %s, %s, 'tarif.pdf', 'pdf', '%%PDF-') ON CONFLICT DO NOTHING",
            [file, made, tenant],
        )
    return {"follow_up_id": made, "file_id": file}


def draft_of(suara: Running, tenant: str) -> str:
    """A draft of own questions."""
    operator = suara.api("operator.w20-01")
    held = operator.get("/api/v1/instruments/IKM/versions").json()["items"]
    body = {"tenant": tenant, "based_on": held[0]["form_version_id"]}
    return str(operator.post("/api/v1/drafts", json=body).json()["draft_id"])
