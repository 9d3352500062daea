"""A practice unit below a kanwil, as the ministry makes one and its people set it up: through the
API of a running stack; safe to repeat. Nothing official opens or counts there."""

from typing import Any

from chassis import clock
from forms_service.shared.period import CAPITAL, current
from identity_service.domain.organisation import tenant_id

from suara_local.importing import sent, table
from suara_local.running import Running, eventually

CODE, NAME, KANWIL, OPERATOR = "W11-LATIHAN", "Satker Latihan", "W11", "operator.w11-latihan"
HEADING = "code;kind;unit_type;line;time_zone;name;parent_code;valid_from;practice"
ROW = f"{CODE};upt;kanim;imigrasi;WIB;{NAME};{KANWIL};2026-01-01;ya"
INSTRUMENT = "SPKP-SPAK"
Facts = dict[str, Any]


def begin(suara: Running) -> Facts:
    """The facts of its survey of this month; they and its operator stand in those of `suara`."""
    admin, tenant = suara.api("admin"), tenant_id(CODE)
    sent(admin, "/api/v1/tenants/import", table(HEADING, ROW)).raise_for_status()
    _add_operator(suara, tenant)
    own = {"tenant": tenant}
    eventually(lambda: _status(suara, "services", own), 200)
    period = current("month", clock.now(), CAPITAL)
    survey = _first(suara, "surveys", {**own, "period": period}) or _made(
        suara, "surveys", {**own, "instrument": INSTRUMENT, "period": period}
    )
    point = _first(suara, "collection-points", own) or _made(
        suara, "collection-points", {**own, "name": "Loket latihan"}
    )
    eventually(lambda: _due(suara, point["code"]), survey["survey_id"])
    known = {**own, "tenant_code": CODE, "tenant_name": NAME, "code": point["code"]}
    known |= {name: survey[name] for name in ("instrument", "period", "survey_id")}
    _tell(suara, "surveys", known)
    return known


def _tell(suara: Running, what: str, known: Facts) -> None:
    """Once, however often it is set up."""
    if known not in suara.facts[what]:
        suara.facts[what].append(known)


def _add_operator(suara: Running, tenant: str) -> None:
    """With the password of everybody in the practice ministry."""
    admin, password = suara.api("admin"), suara.person("admin")["password"]
    known = {"username": OPERATOR, "password": password, "tenant": tenant, "role": "operator"}
    before = {"after": OPERATOR[:-1], "limit": "1"}
    found = admin.get("/api/v1/people", params=before).raise_for_status().json()["items"]
    if not any(each["username"] == OPERATOR for each in found):
        wish = {name: known[name] for name in ("username", "password", "tenant")}
        made = admin.post("/api/v1/people", json={**wish, "name": "Latihan (contoh)"})
        person = made.raise_for_status().json()["person_id"]
        hat = {"tenant": tenant, "role": "operator"}
        admin.post(f"/api/v1/people/{person}/grants", json=hat).raise_for_status()
    _tell(suara, "people", {**known, "tenant_code": CODE, "tenant_name": NAME})


def _first(suara: Running, path: str, asked: dict[str, str]) -> Facts | None:
    found = suara.api("admin").get(f"/api/v1/{path}", params=asked).raise_for_status().json()
    return next((dict(each) for each in found["items"]), None)


def _made(suara: Running, path: str, wish: dict[str, str]) -> Facts:
    return dict(suara.api("admin").post(f"/api/v1/{path}", json=wish).raise_for_status().json())


def _status(suara: Running, path: str, asked: dict[str, str]) -> int:
    return suara.api("admin").get(f"/api/v1/{path}", params=asked).status_code


def _due(suara: Running, code: str) -> str:
    """The survey that is open at the point; empty while it is not known there yet."""
    answer = suara.public.get(f"/api/v1/forms/{code}")
    surveys = answer.json()["surveys"] if answer.is_success else []
    return str(surveys[0]["survey"]) if surveys else ""
