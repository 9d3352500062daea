"""Who was shown which edition of a result, as it is written down and as auditors read it."""

import csv
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
import reporting_testing as testing
from chassis.database import Database, Scope
from playwright.sync_api import Browser
from reporting_life import coarse
from reporting_region import own, small, summaries, summary
from reporting_region import region as value
from reporting_scenes import figures
from reporting_zone import standing, standings
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from suara_local.axe import violations
from suara_local.browsers import visitor
from suara_local.pytest_plugin import ServiceDatabase

AUDITS = ("counts.read", "results.read", "audit.read")
Seen = set[tuple[Any, ...]]
Token = Callable[..., str]


@pytest.fixture
def token(region: Any) -> Token:
    """`token("kepala", region.a)`: of somebody of this name alone."""

    def token(who: str, code: str, *permissions: str, **claims: Any) -> str:
        allowed = list(permissions or testing.RESULTS)
        signer, tenant = region.stage.signer, testing.same_id(code)
        claims = {"tenant": tenant, "permissions": allowed, "sub": who, **claims}
        return str(signer.sign(signer.claims(**claims)))

    return token


@pytest.fixture
def told(region: Any, token: Token) -> Callable[..., Seen]:
    """(actor, edition, kind, what, list, way) of all readers but the test's own, as the API says
    it to an auditor of the ministry."""

    def told(code: str = "", by: str = "M", **query: str) -> Seen:
        with region.stage.client(token("auditor", by, *AUDITS)) as api:
            path = f"/api/v1/reports/units/{code or region.a}/sightings"
            answer = api.get(path, params={"period": "2026-11", **query}).raise_for_status().json()
        names = ("actor", "edition", "kind", "what", "list_of", "way")
        found = [tuple(each[name] for name in names) for each in answer["items"]]
        assert len(found) == len({*found})
        return {each for each in found if each[0] not in ("p", "auditor")}

    return told


def final(number: int = 2, **more: Any) -> dict[str, Any]:
    return figures(40, kind="final", number=number, reason=None, withheld=None, **more)


@pytest.fixture
def released(region: Any) -> Any:
    """A coarse picture of the unit."""
    region.stage.send(testing.score(region.a, "2026-11", 1050, 10, released=coarse(40, "3.40")))
    region.wait_for(f"/u/{region.a}?period=2026-11", "3,40")
    return region


def test_each_edition_is_written_once_for_each_reader_and_way(
    released: Any, token: Token, told: Callable[..., Seen]
) -> None:
    head, monitor = token("kepala", released.a), token("pemantau", released.kanwil)
    line = token("ditjen", released.kanwil, unit_types=["kanwil", "kanim"])
    clerk = token("loket", released.a, "counts.read")
    system = token("sistem", released.a, kind="client", role="client")
    for _ in range(2):
        for who in (head, clerk):
            assert released.stage.page(f"/u/{released.a}", who).status_code == 200
    for who in (monitor, line):
        assert released.stage.page(f"/u/{released.kanwil}", who).status_code == 200
    foreign = token("asing", released.foreign)
    assert released.stage.page(f"/u/{released.a}", foreign).status_code == 404
    released.stage.page(f"/api/v1/reports/units/{released.a}", system)
    before = {
        ("kepala", 1, "coarse", "result", None, "page"),
        ("pemantau", 1, "coarse", "results_below", released.kanwil, "page"),
        ("sistem", 1, "coarse", "result", None, "api"),
    }
    assert told() == before
    released.stage.send(testing.score(released.a, "2026-11", 1050, 11, released=final()))
    released.wait_for(f"/u/{released.a}?period=2026-11", "3,90")
    released.stage.page(f"/u/{released.a}/hasil/live", head)
    released.stage.page(f"/u/{released.b}", monitor)
    assert told() == before | {("kepala", 2, "final", "result", None, "live")}
    # The trend of another period shows it too.
    assert ("kepala", 0, "earlier", "result", None, "page") in told(period="2026-10")
    assert told(until="2026-11-17") == set()
    # An auditor of the kanwil knows nothing of the ministry's list, and is told so.
    released.stage.page("/u/M", token("menteri", "M"))
    assert ("menteri", 2, "final", "results_below", "M", "page") in told()
    assert {each[0] for each in told(by=released.kanwil)} == {"kepala", "pemantau", "sistem"}


def test_figures_that_were_taken_away_are_seen_by_nobody_after(
    released: Any, token: Token, told: Callable[..., Seen]
) -> None:
    released.stage.send(
        testing.score(released.a, "2026-11", 1050, 12, excluded=1050),
        testing.score(released.b, "2026-11", 60, 12, released=coarse(40, "3.30")),
    )
    released.wait_for(f"/u/{released.a}?period=2026-11", "dikecualikan")
    released.wait_for(f"/u/{released.b}", "3,30")
    released.stage.page(f"/u/{released.kanwil}", token("pemantau", released.kanwil))
    assert told() == set()
    seen_of_b = ("pemantau", 1, "coarse", "results_below", released.kanwil, "page")
    assert seen_of_b in told(released.b)


def test_a_file_of_standings_shows_the_months_in_them(
    region: Any, token: Token, told: Callable[..., Seen]
) -> None:
    region.stage.send(
        testing.score(region.a, "2026-10", 40, 10, released=final(1), status="closed"),
    )
    region.wait_for(f"/u/{region.a}?period=2026-10", "3,90")
    region.stage.send(standings(region.a, standing()))
    region.wait_for(f"/u/{region.a}?period=2026-11", "Memenuhi syarat WBK")
    monitor = token("pemantau", region.kanwil)
    assert region.stage.page(f"/u/{region.kanwil}/zi.csv", monitor).status_code == 200
    seen = ("pemantau", 1, "final", "standings_below", region.kanwil, "file")
    assert told(period="2026-10") == {seen}
    assert told(period="2026-11") == set()


def test_what_results_say_together_has_editions_of_its_own(
    region: Any, token: Token, told: Callable[..., Seen]
) -> None:
    kanwil, moved = region.kanwil, value("3.90")
    both = summary(region=value("3.68"), regrouped=moved)
    region.stage.send(
        summaries(region.a, "2026-Q3", summary(small=[small()])),
        summaries(region.a, "2026-Q4", summary(own=own())),
        summaries(kanwil, "2026-Q4", both),
    )
    region.wait_for(f"/u/{region.a}?period=2026-11", "Triwulan IV 2026: IPAK 3,70")
    region.wait_for(f"/u/{kanwil}?span=quarter", "3,68")
    head, monitor = token("kepala", region.a), token("pemantau", kanwil)
    for _ in range(2):
        region.stage.page(f"/u/{region.a}", head)
        region.stage.page(f"/u/{kanwil}?span=quarter", monitor)
    of_unit = {
        ("kepala", 1, "summary", "quarter", None, "page"),
        ("pemantau", 1, "summary", "quarters_below", kanwil, "page"),
    }
    assert told(region.a, of="quarter", period="2026-Q4") == of_unit
    few = {("kepala", 1, "summary", "small", None, "page")}
    assert told(region.a, of="small", period="2026-Q3") == few
    # Of its months it held the one that has figures.
    assert ("kepala", 0, "earlier", "quarter", None, "page") in told(period="2026-10")
    assert "quarter" not in {each[3] for each in told(period="2026-11")}
    of_region = {("pemantau", 1, "summary", what, None, "page") for what in ("region", "regrouped")}
    assert told(kanwil, of="region", period="2026-Q4") == of_region
    # The same once more is no edition, and a value that stays as it was keeps its own.
    newer = summary(region=value("3.69"), regrouped=moved)
    for state, said in ((both, "3,68"), (newer, "3,69"), (summary(region=value("3.69")), "3,69")):
        region.stage.send(summaries(kanwil, "2026-Q4", state))
        region.wait_for(f"/u/{kanwil}?span=quarter", said)
        if state is newer:
            system = token("sistem", kanwil, kind="client", role="client")
            region.stage.page(f"/api/v1/reports/units/{kanwil}/summaries", system)
    api = {
        ("sistem", 2, "summary", "region", None, "api"),
        ("sistem", 1, "summary", "regrouped", None, "api"),
    }
    assert told(kanwil, of="region", period="2026-Q4") == of_region | api
    # Who looks at the newest sees nothing more of what is gone.
    region.stage.page(f"/u/{kanwil}/hasil/live?span=quarter", monitor)
    live = ("pemantau", 2, "summary", "region", None, "live")
    assert told(kanwil, of="region", period="2026-Q4") == of_region | api | {live}
    auditor = token("auditor", kanwil, *AUDITS)
    page = region.stage.page(f"/u/{kanwil}/dilihat?period=2026-Q4&of=region", auditor).text
    assert "Dari hasil final (edisi 2)" in page
    assert "nilai menurut susunan kantor sekarang" in page
    path = f"/api/v1/reports/units/{kanwil}/sightings"
    assert region.stage.page(f"{path}?of=all", auditor).status_code == 422


def test_what_the_database_did_not_take_is_written_with_the_time_at_which_it_was_seen(
    released: Any,
    token: Token,
    told: Callable[..., Seen],
    service_database: Callable[[str], ServiceDatabase],
) -> None:
    owner = service_database("reporting").owner.replace("postgresql+psycopg", "postgresql")
    head = token("kepala", released.a)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("REVOKE INSERT ON sightings FROM reporting_web")
        try:
            assert "3,29 sampai 3,51" in released.stage.page(f"/u/{released.a}", head).text
        finally:
            connection.execute("GRANT INSERT ON sightings TO reporting_web")
    assert told() == set()
    released.stage.page(f"/u/{released.kanwil}", token("pemantau", released.kanwil))
    assert ("kepala", 1, "coarse", "result", None, "page") in told()


@pytest.mark.parametrize("role", ["owner", "web", "worker"])
@pytest.mark.parametrize("table", ["editions", "sightings"])
def test_nobody_changes_what_was_shown(
    service_database: Callable[[str], ServiceDatabase], role: str, table: str
) -> None:
    database = Database(getattr(service_database("reporting"), role))
    for change in ("UPDATE {} SET instrument = 'x'", "DELETE FROM {}", "TRUNCATE {}"):
        with (
            pytest.raises(DBAPIError, match="append-only|permission denied"),
            database.scope(Scope(testing.same_id("M"))) as connection,
        ):
            connection.execute(text(change.format(table)))
    database.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_an_auditor_reads_one_conclusion_and_the_same_as_a_file(
    released: Any, token: Token, browser: Browser, width: int
) -> None:
    base, path = released.stage.environment["SUARA_BASE_URL"], f"/u/{released.a}/dilihat"
    released.stage.page(f"/u/{released.a}", token("kepala", released.a))
    auditor = token("auditor", released.kanwil, *AUDITS, role="auditor")
    context = visitor(browser, base_url=base, viewport={"width": width, "height": 800})
    context.add_cookies([{"name": "access", "value": auditor, "url": base}])
    page = context.new_page()
    page.goto(f"/u/{released.a}?period=2026-11")
    page.get_by_role("link", name="Siapa yang melihat hasil ini").click()
    # The reader who waited for the scene, the head, and the auditor on the way here.
    assert page.locator("h1").inner_text() == "3 orang sudah melihat hasil ini"
    said = page.locator("main").inner_text()
    assert "Yang dilihat baru gambaran kasar" in said or "Angka tepatnya dilihat" in said
    assert "Daftar kantor yang lebih tinggi dari wewenang Anda tidak termasuk" in said
    page.locator("details").evaluate("one => one.open = true")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{path}?period=2026-11&until=2026-11-01&lang=en")
    said = page.locator("h1").inner_text()
    assert said == "Up to 1 November 2026, 23:59 WIB nobody had seen this result"
    assert violations(page) == []
    context.close()
    file = released.stage.page(f"{path}.csv?period=2026-11&lang=en", auditor)
    lines = list(csv.DictReader(file.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert "kepala" in {line["Identifier"] for line in lines}
    assert {line["Period"] for line in lines} == {"2026-11"}
    for refused in (path, f"{path}.csv", f"/api/v1/reports/units/{released.a}/sightings"):
        assert released.stage.page(refused, token("kepala", released.a)).status_code == 403
        foreign = token("auditor", released.foreign, *AUDITS)
        assert released.stage.page(refused, foreign).status_code == 404
