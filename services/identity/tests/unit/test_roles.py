"""Who may do what, and what one may hand on."""

import pytest
from identity_service.domain.roles import CLIENT_SCOPES, PERMISSIONS, cut, may_grant
from identity_service.domain.usernames import is_username, normal


def test_a_clerk_reads_counts_and_helps_and_everybody_reads_counts() -> None:
    helps = {"channels.read", "visits.write", "assist.write", "paper.write"}
    assert PERMISSIONS["counter_clerk"] == {"counts.read"} | helps
    assert all("counts.read" in held for held in PERMISSIONS.values())


def test_the_raw_record_and_microdata_stay_where_they_belong() -> None:
    assert not any("records.read" in held for held in PERMISSIONS.values())
    readers = {role for role, held in PERMISSIONS.items() if "microdata.read" in held}
    assert readers == {"statistician"}
    rows = {role for role, held in PERMISSIONS.items() if "answers.read" in held}
    national = "national_administrator"
    assert rows == {"operator", "head_of_unit", "kanwil_monitor", national}
    assert {role for role, held in PERMISSIONS.items() if "answers.import" in held} == {national}
    writers = {role for role, held in PERMISSIONS.items() if "historic.write" in held}
    assert writers == {"statistician", national}
    kept = {"records.read", "microdata.read", "people.write", "clients.write", "historic.write"}
    assert not CLIENT_SCOPES & kept


def test_an_exclusion_is_decided_above_the_unit_and_asked_for_by_whom_it_concerns() -> None:
    deciders = {role for role, held in PERMISSIONS.items() if "exclusions.decide" in held}
    assert deciders == {"kanwil_monitor", "national_administrator"}
    askers = {role for role, held in PERMISSIONS.items() if "exclusions.request" in held}
    assert askers == deciders | {"operator", "head_of_unit"}
    lookers = {role for role, held in PERMISSIONS.items() if "exclusions.read" in held}
    assert lookers == askers | {"auditor"}


def test_who_helps_with_answering_is_a_person_and_neither_head_nor_reader_of_results() -> None:
    helpers = {role for role, held in PERMISSIONS.items() if "assist.write" in held}
    assert helpers == {"counter_clerk", "operator", "kanwil_monitor", "national_administrator"}
    keepers = {role for role, held in PERMISSIONS.items() if "kiosks.write" in held}
    assert keepers == {"operator", "national_administrator"}
    assert not CLIENT_SCOPES & {"assist.write", "kiosks.write"}


def test_who_photographs_posters_is_a_person_who_works_where_they_hang() -> None:
    lookers = {role for role, held in PERMISSIONS.items() if "banners.write" in held}
    national = "national_administrator"
    assert lookers == {"operator", "head_of_unit", "kanwil_monitor", national}
    assert "banners.write" not in CLIENT_SCOPES


def test_an_operator_proposes_a_follow_up_a_head_approves_it_and_all_readers_see_it() -> None:
    heads = {role for role, held in PERMISSIONS.items() if "follow_ups.approve" in held}
    assert heads == {"head_of_unit", "kanwil_monitor", "national_administrator"}
    writers = {role for role, held in PERMISSIONS.items() if "follow_ups.write" in held}
    assert writers == heads | {"operator"}
    for role, held in PERMISSIONS.items():
        assert ("follow_ups.read" in held) == ("results.read" in held), role
    assert not CLIENT_SCOPES & {"follow_ups.write", "follow_ups.approve"}


def test_a_clerk_hands_out_paper_and_does_not_type_it() -> None:
    typists = {role for role, held in PERMISSIONS.items() if "paper.enter" in held}
    assert typists == {"operator", "kanwil_monitor", "national_administrator"}
    writers = {role for role, held in PERMISSIONS.items() if "paper.write" in held}
    assert writers == typists | {"counter_clerk"}
    assert not CLIENT_SCOPES & {"paper.write", "paper.enter"}


@pytest.mark.parametrize("role", PERMISSIONS)
def test_every_role_can_be_handed_on_by_somebody(role: str) -> None:
    granters = [held for held in PERMISSIONS.values() if "people.write" in held]
    assert any(may_grant(held, role) for held in granters)


def test_nobody_hands_on_more_than_they_hold() -> None:
    monitor = PERMISSIONS["kanwil_monitor"]
    assert may_grant(monitor, "head_of_unit")
    assert may_grant(monitor, "kanwil_monitor")
    assert not may_grant(monitor, "operator")
    assert not may_grant(PERMISSIONS["national_administrator"], "statistician")


@pytest.mark.parametrize(
    ("own", "wanted", "given"),
    [
        ([], [], []),
        ([], ["lapas"], ["lapas"]),
        (["lapas", "rutan"], [], ["lapas", "rutan"]),
        (["lapas", "rutan"], ["rutan"], ["rutan"]),
        (["lapas"], ["kanim"], None),
        (["lapas"], ["lapas", "kanim"], None),
    ],
)
def test_a_cut_scope_stays_cut(own: list[str], wanted: list[str], given: list[str] | None) -> None:
    assert cut(own, wanted) == given


def test_usernames_are_one_word_in_lower_case() -> None:
    assert normal(" Kepala.W11-01 ") == "kepala.w11-01"
    assert is_username("kepala.w11-01")
    assert not any(map(is_username, ["", "a", "has blank", "Upper", "nul\x00", ".dot", "x" * 65]))
