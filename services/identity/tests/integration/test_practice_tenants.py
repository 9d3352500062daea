"""Practice tenants: the ministry makes them, nobody changes what they are, and pages say it."""

import uuid
from typing import Any

import pytest
from identity_service.domain.organisation import tenant_id
from suara_local.importing import sent, table

TENANTS = "/tenants/import"
HEADING = "code;kind;unit_type;line;time_zone;name;parent_code;valid_from;practice"


def line(code: str, practice: str = "ya", parent: str = "W11", name: str = "Satker Latihan") -> str:
    return f"{code};upt;lapas;pemasyarakatan;WIB;{name};{parent};2026-01-01;{practice}"


def problems(answer: Any) -> list[tuple[str, str]]:
    return [(each["column"], each["problem"]) for each in answer.json()["faults"]]


@pytest.fixture
def code(api: Any) -> str:
    """A practice tenant of its own for each test, made by the ministry."""
    made = f"W11-LATIHAN-{uuid.uuid4().hex[:6].upper()}"
    assert sent(api("admin"), TENANTS, table(HEADING, line(made))).json()["new"] == 1
    return made


def test_the_ministry_makes_one_and_everybody_is_told(api, identity, code) -> None:
    assert api("admin").get(f"/tenants/{tenant_id(code)}").json()["practice"] is True
    told = [each.payload for each in identity.events("identity.tenants.v1")]
    assert [each["practice"] for each in told if each["code"] == code] == [True]
    assert not any(each.get("practice") for each in told if each["code"] == "W11-01")


def test_below_the_ministry_nobody_makes_one(api, identity) -> None:
    regional = identity.made("W11", ("national_administrator", "W11"))
    with identity.api(identity.token_of(regional)) as client:
        refused = sent(client, TENANTS, table(HEADING, line("W11-LATIHAN9")), dry=True)
        assert problems(refused) == [("practice", "ministry_alone")]
        real = sent(client, TENANTS, table(HEADING, line("W11-LATIHAN9", "tidak")), dry=True)
    assert problems(real) == []


@pytest.mark.parametrize(("existing", "wanted"), [("W11-05", "ya"), (None, "tidak")])
def test_what_it_is_never_changes(api, code, existing: str | None, wanted: str) -> None:
    row = line(existing or code, wanted)
    assert problems(sent(api("admin"), TENANTS, table(HEADING, row), dry=True)) == [
        ("practice", "fixed")
    ]


def test_nothing_real_stands_below_one(api, code) -> None:
    rows = (
        line("W11-NEW8", "tidak", code),
        line("W11-LATIHAN7", "ya", code),
        line("W11-05", "", code),
    )
    assert problems(sent(api("admin"), TENANTS, table(HEADING, *rows), dry=True)) == [
        ("parent_code", "below_practice"),
        ("parent_code", "below_practice"),
    ]


def test_who_belongs_to_one_is_told_on_every_page(api, identity, code) -> None:
    trainee = identity.token_of(identity.made("W11", ("operator", code)))
    assert identity.claims(trainee)["practice"] is True
    assert identity.claims(identity.kept_token("operator.w11-01"))["practice"] is False
    said = "Satker latihan: jawaban di sini tidak dihitung dalam indeks resmi."
    for token, told in ((trainee, True), (identity.kept_token("operator.w11-01"), False)):
        with identity.browser() as browser:
            browser.cookies.set("access", token)
            page = browser.get("/session/hats", headers={"Accept": "text/html"}).text
        assert (said in page) is told
