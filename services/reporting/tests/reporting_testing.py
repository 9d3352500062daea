"""For tests of reporting: events as their owners send them, and tokens as identity signs them."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from chassis.events import new_event
from contracts.codec import Event

SINCE = "2014-01-01"
SHORT = {
    "informasi": ("Informasi layanan tersedia", "Service information is available"),
    "persyaratan": ("Syarat sesuai yang diumumkan", "Requirements are as announced"),
    "prosedur": ("Alur layanan mudah diikuti", "The procedure is easy to follow"),
    "waktu": ("Waktu selesai sesuai janji", "Finished within the time promised"),
    "biaya": ("Biaya sesuai tarif resmi", "The cost is the official tariff"),
    "sarana": ("Sarana nyaman dan mudah dipakai", "Facilities are comfortable, easy to use"),
    "respon": ("Petugas cepat menanggapi", "Officers respond quickly"),
    "konsultasi_pengaduan": ("Konsultasi dan pengaduan mudah", "Advice and complaints are easy"),
    "diskriminasi": ("Tidak ada diskriminasi", "There is no discrimination"),
    "kecurangan": ("Tidak ada kecurangan", "There is no cheating"),
    "imbalan": ("Tidak ada imbalan", "There are no rewards"),
    "pungli": ("Tidak ada pungli", "There are no illegal levies"),
    "percaloan": ("Tidak ada percaloan", "There are no brokers"),
}
IPKP, IPAK = tuple(SHORT)[:8], tuple(SHORT)[8:]
BANDS = [("88.31", "A", "Sangat baik", "Very good"), ("76.61", "B", "Baik", "Good")]
BANDS += [("65.00", "C", "Kurang baik", "Fair"), ("0", "D", "Tidak baik", "Poor")]
RESULTS = ("counts.read", "units.read", "results.read")


def same_id(key: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, key))


def survey_id(code: str, period: str, instrument: str = "SPKP-SPAK") -> str:
    return same_id(code + period + ("" if instrument == "SPKP-SPAK" else instrument))


def tenant(
    code: str, parent: str | None, unit_type: str, short: str, *, practice: bool = False
) -> Event:
    kinds = {"ministry": "ministry", "kanwil": "kanwil", "unit_utama": "unit_utama"}
    name = {"name": short, "short_name": short, "valid_from": SINCE, "valid_to": None}
    above = {"parent_id": parent and same_id(parent), "valid_from": SINCE, "valid_to": None}
    state = {
        "tenant_id": same_id(code),
        "code": code,
        "kind": kinds.get(unit_type, "upt"),
        "unit_type": unit_type,
        "unit_class": None,
        "line": None,
        "time_zone": "Asia/Jakarta",
        "status": "active",
        "demo": True,
        "practice": practice,
        "province_codes": [],
        "names": [name],
        "parents": [above],
    }
    return new_event("identity.tenants.v1", same_id(code), state)


STARS = [
    {"key": key, "type": "stars", "points": 6, "short": {"id": words[0], "en": words[1]}}
    for key, words in SHORT.items()
]
WORDS = [{"id": "sangat tidak setuju", "en": "strongly disagree"}]
WORDS += [{"id": f"kata {n}", "en": f"word {n}"} for n in (2, 3, 4, 5)]
WORDS += [{"id": "sangat setuju", "en": "strongly agree"}]


def form(
    key: str = "form",
    instrument: str = "SPKP-SPAK",
    items: Sequence[Mapping[str, Any]] = STARS,
) -> Event:
    stars = {"points": 6, "words": WORDS}
    state = {
        "form_version_id": same_id(key),
        "instrument": instrument,
        "version": 1,
        "owner_tenant_id": same_id("M"),
        "official": True,
        "languages": ["id", "en"],
        "status": "published",
        "published_at": "2023-02-15T00:00:00+00:00",
        "hash": "0" * 64,
        "definition": {"items": items, "stars": stars},
    }
    return new_event("forms.form-versions.v1", same_id("M"), state)


INDICES = {"IPKP": IPKP, "IPAK": IPAK}
NAMES = {
    "IPKP": {"id": "Indeks Persepsi Kualitas Pelayanan", "en": "Service quality perception index"},
    "IPAK": {"id": "Indeks Persepsi Anti Korupsi", "en": "Anti-corruption perception index"},
}


def formula(
    key: str = "formula",
    instrument: str = "SPKP-SPAK",
    items: Mapping[str, Sequence[str]] = INDICES,
    code: str = "spkp-spak-minmax",
) -> Event:
    """Only SPKP-SPAK has limits."""
    indices = [
        {
            "code": code,
            "name": NAMES.get(code, {"id": code, "en": code}),
            "items": dict.fromkeys(keys, f"1/{len(keys)}"),
        }
        for code, keys in items.items()
    ]
    limits = {
        "wbk": {"IPAK": "3.60", "IPKP": "3.20"},
        "wbbm": {"IPAK": "3.60", "IPKP": "3.60"},
    }
    thresholds = limits if instrument == "SPKP-SPAK" else {}
    state = {
        "formula_version_id": same_id(key),
        "code": code,
        "instrument": instrument,
        "in_force_from": "2023-02-15",
        "in_force_to": None,
        "status": "in_force",
        "definition": {"indices": indices, "thresholds": thresholds},
    }
    return new_event("forms.formula-versions.v1", same_id("M"), state)


def survey(
    code: str,
    period: str,
    status: str = "open",
    *,
    instrument: str = "SPKP-SPAK",
    form: str = "form",
    formula: str = "formula",
    opens: datetime | None = None,
) -> Event:
    """From the first, or `opens`, to the 28th; that of a half-year in its last month."""
    month = period.replace("S1", "06").replace("S2", "12")
    state = {
        "survey_id": survey_id(code, period, instrument),
        "tenant_id": same_id(code),
        "instrument": instrument,
        "form_version_id": same_id(form),
        "formula_version_id": same_id(formula),
        "period": period,
        "opens_at": opens.isoformat() if opens else f"{month}-01T00:00:00+07:00",
        "closes_at": f"{month}-28T00:00:00+07:00",
        "release_step": 5,
        "status": status,
    }
    return new_event("forms.surveys.v1", same_id(code), state)


def target(code: str, period: str, wanted: int, population: int) -> Event:
    words = f"Krejcie-Morgan, N = {population}."
    state = {
        "survey_id": same_id(code + period),
        "tenant_id": same_id(code),
        "period": period,
        "population": population,
        "target": wanted,
        "rule": "krejcie-morgan",
        "reason": {"id": words, "en": words},
    }
    return new_event("scoring.targets.v1", same_id(code), state)


def score(
    code: str,
    period: str,
    count: int,
    revision: int,
    options: Mapping[str, Sequence[int]] | None = None,
    *,
    released: Mapping[str, Any] | None = None,
    status: str = "open",
    instrument: str = "SPKP-SPAK",
    excluded: int = 0,
) -> Event:
    """With figures when `options` (how the six stars fell, by item) or `released` is given."""
    figures = released_of(options) if options else released
    state = {
        "survey_id": survey_id(code, period, instrument),
        "instrument": instrument,
        "form_version_id": same_id("form"),
        "formula_version_id": same_id("formula"),
        "formula": "spkp-spak-minmax",
        "status": status,
        "revision": revision,
        "period": period,
        "count": count,
        "excluded": excluded,
        "target": None,
        "released": figures,
    }
    return new_event("scoring.scores.v1", same_id(code), state)


def released_of(options: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    values = {key: _value(row) for key, row in options.items()}
    indicators = [
        {
            "item": key,
            "n": sum(row),
            "options": list(row),
            "mean": _text((values[key] - 1) * 5 / 3 + 1, 6),
            "value4": _text(values[key], 6),
        }
        for key, row in options.items()
    ]
    indices = [
        index_of(code, sum((values[key] for key in keys), Fraction(0)) / len(keys))
        for code, keys in (("IPKP", IPKP), ("IPAK", IPAK))
    ]
    return {
        "n": sum(next(iter(options.values()))),
        "released_at": "2026-11-18T07:05:00+00:00",
        "indices": indices,
        "indicators": indicators,
    }


def _value(row: Sequence[int]) -> Fraction:
    mean = Fraction(sum(stars * n for stars, n in enumerate(row, 1)), sum(row))
    return 1 + 3 * (mean - 1) / 5


def index_of(code: str, value: Fraction, spread: str | None = "0.04") -> dict[str, Any]:
    """With an interval that reaches `spread` to either side."""
    band = next(band for band in BANDS if value * 25 >= Fraction(band[0]))
    return {
        "code": code,
        "value": _text(value, 6),
        "display4": _text(value, 2),
        "display100": _text((value - 1) * 100 / 3, 2),
        "band_value": _text(value * 25, 2),
        "band": band[1],
        "band_label": {"id": band[2], "en": band[3]},
        "interval": interval(value, spread),
        "tipping": [],
        "note": None,
    }


def ipak(value: str | None, spread: str | None = None, note: str | None = None) -> dict[str, Any]:
    """IPAK as the tests of rules need it, with a value of two decimals or none."""
    ends = interval(Fraction(value), spread) if value else None
    return {
        "code": "IPAK",
        "value": value,
        "display4": value,
        "display100": "0",
        "note": note,
        "band_value": None,
        "band": None,
        "band_label": None,
        "interval": ends,
        "tipping": [],
    }


def interval(value: Fraction, spread: str | None) -> dict[str, str] | None:
    if spread is None:
        return None
    return {
        "low": _text(value - Fraction(spread), 2),
        "high": _text(min(Fraction(4), value + Fraction(spread)), 2),
    }


def _text(value: Fraction, places: int) -> str:
    return f"{float(value):.{places}f}"
