"""The seeded ministry is the one of 2024: 11 unit utama, 33 kanwil, about 870 tenants."""

from collections import Counter
from importlib.resources import files

import yaml
from chassis.tenant_tree import closure
from identity_service.domain.organisation import tenant_id, tenants

DATA = yaml.safe_load(
    (files("identity_service") / "data" / "organisation.yaml").read_text(encoding="utf-8")
)
ALL = tenants(DATA)


def test_counts() -> None:
    kinds = Counter(state["kind"] for state in ALL)
    assert kinds["ministry"] == 1
    assert kinds["unit_utama"] == 11
    assert kinds["kanwil"] == 33
    assert 860 <= len(ALL) <= 880
    types = Counter(state["unit_type"] for state in ALL)
    assert types["bhp"] == 5
    assert types["rudenim"] == 13


def test_codes_ids_and_names_are_unique_and_stable() -> None:
    assert len({state["code"] for state in ALL}) == len(ALL)
    assert len({state["tenant_id"] for state in ALL}) == len(ALL)
    assert len({state["names"][-1]["name"] for state in ALL}) == len(ALL)
    assert tenants(DATA) == ALL


def test_generated_units_are_marked_as_demo_data_and_stand_in_their_zone() -> None:
    units = [state for state in ALL if state["kind"] == "upt"]
    assert {state["unit_type"] for state in units if not state["demo"]} == {"bhp"}
    assert not any(state["demo"] for state in ALL if state["kind"] != "upt")
    zones = {state["code"]: state["time_zone"] for state in ALL}
    assert all(state["time_zone"] == zones[state["code"].split("-")[0]] for state in units)
    assert zones["W10"] == "Asia/Jakarta"
    assert zones["W20"] == "Asia/Makassar"
    assert zones["W30"] == "Asia/Jayapura"


def test_the_same_number_is_another_province_in_the_other_code_system() -> None:
    papua = next(state for state in ALL if state["code"] == "W30")
    codes = {(row["system"], row["code"]) for row in papua["province_codes"]}
    assert ("kemendagri", "91") in codes
    assert ("bps", "94") in codes
    assert ("bps", "91") not in codes


def test_a_renamed_body_keeps_its_earlier_name_for_its_time() -> None:
    body = next(state for state in ALL if state["code"] == "BSK")
    earlier, now = body["names"]
    assert earlier["valid_to"] == now["valid_from"] == "2023-02-16"


def test_the_ministry_holds_every_tenant_and_a_kanwil_its_own_alone() -> None:
    below: dict[str, set[str]] = {}
    for row in closure(ALL):
        below.setdefault(row.ancestor_id, set()).add(row.tenant_id)
    assert len(below[tenant_id("KEMENKUMHAM")]) == len(ALL)
    own = {state["tenant_id"] for state in ALL if state["code"].split("-")[0] == "W20"}
    assert below[tenant_id("W20")] == own
    assert below[tenant_id("W20-01")] == {tenant_id("W20-01")}


def test_units_have_the_types_and_classes_of_the_ministry() -> None:
    types = {"lapas", "lapas_perempuan", "lapas_narkotika", "lpka", "rutan", "cabang_rutan"}
    types |= {"bapas", "rupbasan", "kanim", "rudenim", "bhp"}
    units = [state for state in ALL if state["kind"] == "upt"]
    assert {state["unit_type"] for state in units} == types
    lapas = {state["unit_class"] for state in units if state["unit_type"] == "lapas"}
    assert lapas == {"IIA", "IIB", "III"}
