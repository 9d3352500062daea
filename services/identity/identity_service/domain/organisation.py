"""What kinds of offices there are; and the seeded ministry: states of about 870 tenants from the
organisation file, used by `seed`."""

import uuid
from collections.abc import Iterator
from typing import Any

NAMESPACE = uuid.UUID("6b8f5c2e-3d0e-4c6a-9a39-5a0e7c1d2f10")
START = "2014-01-01"
UPT_TYPES = (
    "lapas",
    "lapas_perempuan",
    "lapas_narkotika",
    "lpka",
    "rutan",
    "cabang_rutan",
    "bapas",
    "rupbasan",
    "kanim",
    "rudenim",
    "bhp",
    "badiklat",
)
State = dict[str, Any]


def tenant_id(code: str) -> str:
    """The same code gives the same id, so seeding twice changes nothing."""
    return str(uuid.uuid5(NAMESPACE, f"tenant:{code}"))


def tenants(data: dict[str, Any]) -> list[State]:
    """Ministry, unit utama, kanwil and UPT, parents before children."""
    root = data["ministry"]["code"]
    ministry = [_name(data["ministry"]["name"], data["ministry"]["short"])]
    found = [_state(root, None, "ministry", "ministry", data["zones"]["WIB"], ministry)]
    for code, name, short, *renamed in data["unit_utama"]:
        names = _renamed(name, short, renamed[0]) if renamed else [_name(name, short)]
        found.append(_state(code, root, "unit_utama", "unit_utama", data["zones"]["WIB"], names))
    for row in data["kanwil"]:
        found.extend(_kanwil(data, row, root))
    return found


def _kanwil(data: dict[str, Any], row: list[Any], root: str) -> Iterator[State]:
    code, name, kemendagri, bps, zone, size, towns = row
    names = [_name(f"Kantor Wilayah {name}", f"Kanwil {name}")]
    state = _state(code, root, "kanwil", "kanwil", data["zones"][zone], names)
    state["province_codes"] = [
        {"system": system, "code": number}
        for system, numbers in (("kemendagri", kemendagri), ("bps", bps))
        for number in numbers
    ]
    yield state
    for number, (unit_type, line, unit_class, unit_name) in enumerate(
        _units(data, code, size, towns), start=1
    ):
        yield _state(
            f"{code}-{number:02}",
            code,
            "upt",
            unit_type,
            data["zones"][zone],
            [_name(unit_name, unit_name)],
            unit_class=unit_class,
            line=line,
            # The five BHP are real; the other names are put together from towns.
            demo=unit_type != "bhp",
        )


def _units(
    data: dict[str, Any], kanwil: str, size: int, towns: list[str]
) -> Iterator[tuple[str, str, str | None, str]]:
    """UPT of one kanwil: the pattern over its towns, so that types mix as they do in life."""
    pattern = data["upt_pattern"]
    seen: dict[str, int] = {}
    for number in range(size):
        unit_type, line, unit_class, words = pattern[number % len(pattern)]
        town = towns[(number + number // len(pattern)) % len(towns)]
        name = words.format(town=town)
        seen[name] = seen.get(name, 0) + 1
        yield unit_type, line, unit_class, name if seen[name] == 1 else f"{name} {seen[name]}"
    if kanwil in data["rudenim"]:
        yield "rudenim", "imigrasi", None, f"Rumah Detensi Imigrasi {towns[0]}"
    for seat, town in data["bhp"]:
        if seat == kanwil:
            yield "bhp", "ahu", None, f"Balai Harta Peninggalan {town}"


def _state(
    code: str,
    parent: str | None,
    kind: str,
    unit_type: str,
    zone: str,
    names: list[dict[str, Any]],
    *,
    unit_class: str | None = None,
    line: str | None = None,
    demo: bool = False,
) -> State:
    return {
        "tenant_id": tenant_id(code),
        "code": code,
        "kind": kind,
        "unit_type": unit_type,
        "unit_class": unit_class,
        "line": line,
        "time_zone": zone,
        "status": "active",
        "demo": demo,
        "province_codes": [],
        "names": names,
        "parents": [
            {
                "parent_id": parent and tenant_id(parent),
                "valid_from": START,
                "valid_to": None,
            }
        ],
    }


def _name(name: str, short: str) -> dict[str, Any]:
    return {"name": name, "short_name": short, "valid_from": START, "valid_to": None}


def _renamed(name: str, short: str, earlier: dict[str, str]) -> list[dict[str, Any]]:
    before = {**_name(earlier["before"], earlier["short_before"]), "valid_to": earlier["until"]}
    return [before, {**_name(name, short), "valid_from": earlier["until"]}]
