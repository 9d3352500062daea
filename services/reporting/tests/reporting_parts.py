"""For tests of reporting: the index of services and ways of answering, as scoring tells it."""

from collections.abc import Iterable, Sequence
from typing import Any

import reporting_testing as testing
from chassis.events import new_event
from contracts.codec import Event
from reporting_scenes import MONTH, counts, figures, score, statements

KEYS = ("kunjungan", "penitipan barang", "remisi", "kesehatan")
NAMES = ("Kunjungan", "Penitipan barang", "Remisi", "Pelayanan kesehatan")
ENGLISH = ("Visits", "Goods deposit", "Remission", "Health care")


def group(names: Sequence[str], n: int, ipkp: str, ipak: str = "3.70") -> dict[str, Any]:
    indices = [
        {"code": code, "value": f"{text}0000", "display4": text}
        for code, text in (("IPKP", ipkp), ("IPAK", ipak))
    ]
    return {"names": list(names), "n": n, "indices": indices}


def part(by: str, *groups: dict[str, Any]) -> dict[str, Any]:
    return {"by": by, "groups": list(groups)}


def services(code: str) -> Event:
    rows = [
        {"key": key, "name": name, "name_en": english, "active": True}
        for key, name, english in zip(KEYS, NAMES, ENGLISH, strict=True)
    ]
    tenant_id = testing.same_id(code)
    state = {"tenant_id": tenant_id, "services": rows}
    return new_event("forms.services.v1", tenant_id, state)


PARTS = [
    part(
        "service",
        group(["", "remisi", "kesehatan"], 21, "3.43", "3.95"),
        group(["kunjungan"], 48, "3.12", "3.88"),
        group(["penitipan barang"], 171, "3.49", "3.90"),
    ),
    part("mode", group(["kiosk"], 60, "3.20", "3.92"), group(["self"], 180, "3.48", "3.89")),
]


RESPONDENTS = [
    {
        "question": "day",
        "groups": [
            {"names": ["2026-11-02"], "n": 118},
            {"names": ["2026-11-03", "2026-11-04"], "n": 122},
        ],
    },
    {
        "question": "language",
        "groups": [{"names": ["id"], "n": 221}, {"names": ["en", "ko"], "n": 19}],
    },
    {
        "question": "profile.sex",
        "groups": [
            {"names": ["perempuan"], "n": 131},
            {"names": ["laki_laki"], "n": 88},
            {"names": [""], "n": 21},
        ],
    },
]
SEX = {
    "key": "sex",
    "text": {"id": "Jenis kelamin", "en": "Sex"},
    "options": [
        {"code": "perempuan", "label": {"id": "Perempuan", "en": "Female"}},
        {"code": "laki_laki", "label": {"id": "Laki-laki", "en": "Male"}},
    ],
}


def final_with_parts() -> Iterable[Event]:
    """Outside of the kanwil whose units other tests count."""
    yield testing.tenant("M-P", "M", "lapas", "Lapas Layanan")
    yield services("M-P")
    form = testing.form("form-parts")
    form.payload["definition"]["profile"] = [SEX]
    yield form
    yield testing.survey("M-P", MONTH, "closed", form="form-parts")
    told = figures(240, "3.90", "3.41", kind="final", number=1, reason=None, parts=PARTS)
    told["respondents"] = RESPONDENTS
    told |= {"counts": counts(240), "variants": [], "findings": [], "indicators": statements()}
    event = score("M-P", 240, told, status="closed")
    event.payload["stage"] = "final"
    yield event
