"""An office of the seed that no other test knows, made ready to be asked about; for tests that
count, close or change."""

from typing import Any

from suara_local.planting import add_person
from suara_local.running import Running, eventually

INSTRUMENTS = ("SPKP-SPAK", "IKM")


def new_office(suara: Running, kanwil: str = "W23") -> str:
    """Its code; `suara.survey(code)` and `suara.survey(code, "IKM")` are open at a point of its
    own. RuntimeError when the kanwil has no office left."""
    tenant, point = _unused(suara, kanwil), {"name": "Loket uji"}
    point["tenant"] = tenant["tenant_id"]
    made = suara.api("admin").post("/api/v1/collection-points", json=point)
    code = str(made.raise_for_status().json()["code"])

    def asked() -> dict[str, dict[str, Any]]:
        """By instrument: what the national schedule has opened and people can answer there."""
        form = suara.public.get(f"/api/v1/forms/{code}")
        surveys = form.json()["surveys"] if form.is_success else []
        return {each["instrument"]: each for each in surveys}

    eventually(lambda: set(INSTRUMENTS) <= set(asked()), wanted=True)
    for instrument, form in asked().items():
        known = {"tenant": tenant["tenant_id"], "tenant_code": tenant["code"], "code": code}
        known |= {"instrument": instrument, "period": form["period"], "survey_id": form["survey"]}
        suara.facts["surveys"].append(known)
    return str(tenant["code"])


def _unused(suara: Running, kanwil: str) -> dict[str, Any]:
    taken = {survey["tenant_code"] for survey in suara.facts["surveys"]}
    path = f"/api/v1/tenants?after={kanwil}-&limit=100"
    for tenant in suara.api("admin").get(path).json()["items"]:
        if tenant["code"].startswith(f"{kanwil}-") and tenant["code"] not in taken:
            return dict(tenant)
    raise RuntimeError(f"Every office of {kanwil} is taken")


def with_person(suara: Running, unit: str, role: str) -> str:
    """The name under which a new person with this role signs in at the unit."""
    username = f"{role.replace('_', '-')}.{unit.lower()}"
    add_person(suara, suara.survey(unit)["tenant"], username, role)
    return username
