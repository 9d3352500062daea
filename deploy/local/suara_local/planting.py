"""A canary in every text that people and staff can write, at an office of its own; for tests."""

import csv
import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from suara_local.payloads import CANARY, QUESTION
from suara_local.running import Running, eventually

UNIT, PARENT = "W23-77", "W23"
LANGUAGES = ("id", "en", "ja", "ko")
# What people write in several lines may also hold what no line of the staff may.
WRITTEN = f"{CANARY}\n\x01\x1b[31m \u202eabc\u202c"


@dataclass(frozen=True)
class Planted:
    """Where the canaries went; `operator` and `head` are people of the unit, `monitor` of the
    kanwil above it: who made these accounts is nobody's second person."""

    tenant: str
    code: str
    survey: dict[str, Any]
    version: str
    receipt: str
    request_id: str
    draft_id: str
    batch_id: str
    export_period: str
    operator: str = f"operator.{UNIT.lower()}"
    head: str = f"kepala.{UNIT.lower()}"
    monitor: str = f"pemantau.{UNIT.lower()}"


def words(*more: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, " ".join((QUESTION, *more)))


def own_item(key: str, kind: str, **more: Any) -> dict[str, Any]:
    texts = {name: words(key) for name in ("text", "short", "indicator", "info")}
    head = {"key": key, "section": "tambahan", "type": kind, "required": False, "own": True}
    return {**head, **texts, "weight": None, "source": CANARY, **more}


def call(
    client: httpx.Client,
    path: str,
    body: dict[str, Any],
    revision: int | None = None,
    method: str = "POST",
) -> dict[str, Any]:
    """What the API answers; RuntimeError for a refusal. `revision` is that of a draft."""
    headers = {} if revision is None else {"If-Match": f'"{revision}"'}
    answer = client.request(method, f"/api/v1/{path}", json=body, headers=headers)
    if not answer.is_success:
        raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
    return dict(answer.json())


def new_unit(suara: Running) -> str:
    """An office whose names are canaries, by an import of a table."""
    file = io.StringIO()
    table = csv.writer(file, delimiter=";")
    heads = "code kind unit_type line time_zone name short_name parent_code valid_from"
    table.writerow(heads.split())
    names = (f"{CANARY} kantor", f"{CANARY} singkat")
    table.writerow([UNIT, "upt", "kanim", "imigrasi", "WITA", *names, PARENT, "2026-01-01"])
    files = {"file": ("units.csv", file.getvalue().encode())}
    suara.api("admin").post("/api/v1/tenants/import", files=files).raise_for_status()
    tenant = tenant_of(suara, UNIT, after="W23-76")
    services = {"tenant": tenant}
    for path in ("services", "kiosks"):
        query = services if path == "services" else {"unit": UNIT}
        eventually(lambda p=path, q=query: status(suara, p, q), 200)  # type: ignore[misc]
    return tenant


def tenant_of(suara: Running, code: str, *, after: str) -> str:
    listed = suara.api("admin").get("/api/v1/tenants", params={"after": after}).json()["items"]
    return str(next(each["tenant_id"] for each in listed if each["code"] == code))


def status(suara: Running, path: str, query: dict[str, str]) -> int:
    return suara.api("admin").get(f"/api/v1/{path}", params=query).status_code


def add_person(
    suara: Running, tenant: str, username: str, role: str, division: str | None = None
) -> None:
    """Each role in a division of its own, unless it is told."""
    admin, password = suara.api("admin"), secrets.token_urlsafe(16)
    person = {"tenant": tenant, "username": username, "name": f"{CANARY} {role}"}
    person["division"] = f"{CANARY} {role}" if division is None else division
    made = call(admin, "people", {**person, "password": password})
    call(admin, f"people/{made['person_id']}/grants", {"tenant": tenant, "role": role})
    known = {"username": username, "password": password, "tenant": tenant}
    suara.facts["people"].append(known)


def own_questions(suara: Running, tenant: str) -> tuple[str, str]:
    """(draft, version): returned once with a canary for a reason, then approved and published."""
    operator, head = suara.api(Planted.operator), suara.api(Planted.head)
    held = operator.get("/api/v1/instruments/IKM/versions").json()["items"]
    wish = {"tenant": tenant, "based_on": held[0]["form_version_id"], "note": CANARY}
    draft = call(operator, "drafts", wish)
    path = f"drafts/{draft['draft_id']}"
    choices = [{"code": code, "label": words(code)} for code in ("satu", "dua")]
    items = [own_item("cerita", "long_text"), own_item("jalur", "one", choices=choices)]
    body = {**draft["definition"], "items": [*draft["definition"]["items"], *items]}

    draft = call(operator, path, body, draft["revision"], "PUT")
    draft = call(operator, f"{path}/submit", {}, draft["revision"])
    draft = call(head, f"{path}/return", {"reason": WRITTEN}, draft["revision"])
    draft = call(operator, f"{path}/submit", {}, draft["revision"])
    draft = call(head, f"{path}/approve", {}, draft["revision"])
    done = call(head, f"{path}/publish", {"takes_effect": "at_once"}, draft["revision"])
    # Another one, which stays returned: its page shows why.
    other = call(operator, "drafts", wish)
    path = f"drafts/{other['draft_id']}"
    sent = call(operator, f"{path}/submit", {}, other["revision"])
    call(head, f"{path}/return", {"reason": WRITTEN}, sent["revision"])
    return str(other["draft_id"]), str(done["form_version_id"])


@contextmanager
def clock_stopped(suara: Running) -> Iterator[None]:
    """Nothing opens by the national schedule: a survey that is open keeps its form, and the
    office's must begin with its own questions."""
    admin = suara.api("admin")
    held = admin.get("/api/v1/schedules").raise_for_status().json()["items"]
    active = [each for each in held if each["status"] == "active"]
    for each in active:
        set_status(admin, each, "paused")
    try:
        yield
    finally:
        for each in active:
            set_status(admin, each, "active")


def set_status(admin: httpx.Client, schedule: dict[str, Any], value: str) -> None:
    plain = ("opens_day", "late_days", "unit_types", "to_period", "release_step")
    body = {name: schedule[name] for name in plain} | {"status": value}
    body |= {f"place_{code}": words for code, words in schedule["place"].items()}
    body["opens_time"] = schedule["opens_time"][:5]
    call(admin, f"schedules/{schedule['schedule_id']}", body, method="PUT")


def plant(suara: Running) -> Planted:
    with clock_stopped(suara):
        return plant_all(suara)


def plant_all(suara: Running) -> Planted:
    tenant = new_unit(suara)
    add_person(suara, tenant, Planted.operator, "operator")
    add_person(suara, tenant, Planted.head, "head_of_unit")
    add_person(suara, tenant_of(suara, PARENT, after="W22-99"), Planted.monitor, "kanwil_monitor")
    operator, monitor = suara.api(Planted.operator), suara.api(Planted.monitor)
    own = {"tenant": tenant}
    draft_id, version = own_questions(suara, tenant)
    service = {**own, "name": f"{CANARY} layanan", "name_en": f"{CANARY} service"}
    service = call(operator, "services", service)
    place = {**own, "name": f"{CANARY} titik", "place": f"{CANARY} tempat"}
    code = str(call(operator, "collection-points", place)["code"])
    period = str(suara.survey("W11-01", "IKM")["period"])
    survey = call(operator, "surveys", {**own, "instrument": "IKM", "period": period})
    eventually(lambda: due(suara, code), survey["survey_id"])
    number = {**own, "period": f"{suara.survey('W11-01')['period']}", "service": service["key"]}
    number = call(operator, "populations", {**number, "recipients": 9})
    call(monitor, f"populations/{number['population_id']}/return", {"reason": CANARY})
    call(operator, "kiosks", {"point": code, "name": f"{CANARY} anjungan"})
    eventually(lambda: service["key"] in offered(suara, code), True)
    receipt = answered(suara, code, survey, service["key"])
    asked = {"reason": "test_entry", "justification": WRITTEN, "receipts": [receipt]}
    request_id = str(call(operator, "exclusions", asked)["request_id"])
    call(monitor, f"exclusions/{request_id}/decide", {"confirm": False, "note": WRITTEN})
    sheets = call(operator, "paper/batches", {"unit": UNIT, "count": 1, "instrument": "IKM"})
    facts = {"survey_id": survey["survey_id"], "period": period}
    return Planted(
        tenant, code, facts, version, receipt, request_id, draft_id, sheets["batch_id"], period
    )


def due(suara: Running, code: str) -> str:
    found = suara.public.get(f"/api/v1/forms/{code}")
    surveys = found.json()["surveys"] if found.status_code == 200 else []
    return str(surveys[0]["survey"]) if surveys else ""


def offered(suara: Running, code: str) -> list[str]:
    """Keys of the services that people at a point can choose."""
    found = suara.public.get(f"/api/v1/forms/{code}").json()
    return [str(each["key"]) for each in found["services"]]


def answered(suara: Running, code: str, survey: dict[str, Any], service: str) -> str:
    """The receipt of a counted answer, corrected afterwards."""
    body = suara.submission({"code": code, "survey_id": survey["survey_id"]}, stars=4)
    body["answers"] |= {"cerita": WRITTEN, "jalur": "satu"}
    body |= {"text": "lama", "contact": {"name": "lama"}, "consent": True, "service": service}
    public = suara.public
    receipt = str(call(public, "responses", body)["receipt"])
    eventually(lambda: suara.fate(receipt), "counted", 30)
    corrected = {"receipt": receipt, "text": WRITTEN, "contact": {"name": WRITTEN}}
    call(public, "receipts/corrections", corrected)

    def text() -> str:
        return str(call(public, "receipts/contents", {"receipt": receipt})["text"])

    eventually(text, WRITTEN, 30)
    return receipt
