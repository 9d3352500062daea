"""What a ministry has after a while, made through the HTTP API of whatever code is running."""

from dataclasses import dataclass
from typing import Any

from suara_local import patient
from suara_local.planting import UNIT, Planted, call, plant
from suara_local.running import Running, eventually

CLERK, CLERK_UNIT = "loket.w11-01", "W11-01"
# Seconds for what a background process does, on a busy machine.
PATIENCE = 300


@dataclass(frozen=True)
class Things:
    """What was made and can be asked for again; `units` are tenant ids by the code of the office,
    `written` the receipts of answers with a text, `erased` one whose text was erased."""

    units: dict[str, str]
    receipts: list[str]
    written: list[str]
    codes: list[str]
    slips: list[str]
    batch: str
    kiosk: str
    planted: Planted
    reader: str = "admin"
    operator: str = Planted.operator


def make_things(suara: Running) -> Things:
    """Raise RuntimeError for the first thing that is refused."""
    planted = plant(suara)
    answered = [_answered(suara, code) for code in ("W11-02", "W20-03")]
    receipts = [receipt for some in answered for receipt in some]
    _two_pairs_of_eyes(suara, receipts)
    survey, admin = suara.survey(CLERK_UNIT), suara.api("admin")
    kiosk = call(admin, "kiosks", {"point": survey["code"], "name": "Tablet"})
    wish = {"unit": CLERK_UNIT, "count": 3, "instrument": "SPKP-SPAK"}
    slips = call(suara.api(CLERK), "visit-tokens", wish)
    demo = {each["tenant_code"]: each["tenant"] for each in suara.facts["surveys"]}
    return Things(
        units={**demo, UNIT: planted.tenant},
        receipts=[planted.receipt, *receipts],
        written=[planted.receipt, *(some[0] for some in answered)],
        codes=sorted({each["code"] for each in suara.facts["surveys"]} | {planted.code}),
        slips=list(slips["tokens"]),
        batch=_posters(suara, survey["tenant"]),
        kiosk=str(kiosk["key"]),
        planted=planted,
    )


def _answered(suara: Running, unit: str) -> list[str]:
    """Receipts of four answers: two with a text and a contact, of which the second is erased."""
    survey = suara.survey(unit)
    said = {"text": f"Ruang tunggu {unit}", "contact": {"name": "Budi"}, "consent": True}
    bodies = [suara.submission(survey, stars) for stars in (6, 5, 4, 3)]
    bodies = [{**body, **(said if place < 2 else {})} for place, body in enumerate(bodies)]
    receipts = [str(suara.send(body).raise_for_status().json()["receipt"]) for body in bodies]
    for receipt in receipts:
        eventually(lambda each=receipt: suara.fate(each), "counted", PATIENCE)  # type: ignore[misc]
    public = patient.client(base_url=suara.base_url)
    call(public, "erasures", {"receipt": receipts[1]})
    return receipts


def _two_pairs_of_eyes(suara: Running, receipts: list[str]) -> None:
    """A request to close early and one to take an answer out, both waiting for somebody else."""
    survey = suara.survey("W20-01")
    path = f"surveys/{survey['survey_id']}/early-closes"
    call(suara.api("operator.w20-01"), path, {"reason": "Kantor pindah gedung bulan ini"})
    wish: dict[str, Any] = {"reason": "test_entry", "receipts": [receipts[-1]]}
    wish["justification"] = "Isian percobaan sebelum pembukaan loket."
    call(suara.api("admin"), "exclusions", wish)


def _posters(suara: Running, tenant: str) -> str:
    """A batch of posters, drawn."""
    admin = suara.api("admin")
    batch = str(call(admin, "posters", {"tenant": tenant, "format": "card"})["batch_id"])
    path = f"/api/v1/posters/{batch}"
    eventually(lambda: admin.get(path).json()["state"], "done", PATIENCE)
    return batch
