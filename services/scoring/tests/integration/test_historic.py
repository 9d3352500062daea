"""Indices published before Suara on the service's database: the whole file or nothing, kept for
good, corrected with a reason, told to the topic and the trail, and mixed into nothing."""

import io
from typing import Any

import pytest
from chassis import audit
from chassis.consumer import Message
from chassis.imports import Outcome
from chassis.principal import Principal
from chassis.tables import read_table
from chassis.web import create_app
from contracts.codec import Event, decode
from scoring_service.consumers import keep_formulas
from scoring_service.handlers.historic import (
    COLUMNS,
    HISTORIC,
    historic_differ,
    import_by_command,
    import_historic,
    states,
)
from scoring_service.handlers.historic_file import take_file
from scoring_service.handlers.summarising import keep_tenants
from scoring_service.web import imports
from scoring_testing import World
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

HEADING = "tenant_code;index;period;value;scale;respondents;published_as;source;reason"
WHY = "Angka satker lain"


class Ministry:
    """One unit whose formula has IPAK, and a statistician of it; nobody else has either."""

    def __init__(self, databases: Any) -> None:
        self.databases, self.world = databases, World()
        known = (keep_tenants, self.world.tenants()), (keep_formulas, self.world.formula())
        with databases.worker.unbound() as connection:
            for handle, event in known:
                handle(connection, [Message(event, 0, 0)])
        self.code, self.tenant = self.world.tenant[:8], self.world.tenant
        self.by = Principal(
            subject=f"statistisi-{self.code}",
            session="s",
            kind="person",
            name="Statistisi",
            role="statistician",
            tenant_id=self.tenant,
            unit_types=(),
            permissions=frozenset({"historic.write"}),
        )

    def line(self, value: str = "3,57", period: str = "2025-S1", **more: str) -> str:
        cells = {
            "tenant_code": self.code,
            "index": "IPAK",
            "period": period,
            "value": value,
            "scale": "4",
            "respondents": "182",
            "published_as": "Survei SPAK (3AS)",
            "source": "Laporan Semester I 2025, hlm. 12",
            "reason": "",
            **more,
        }
        return ";".join(cells[name] for name in HEADING.split(";"))

    def file(self, *lines: str) -> bytes:
        return "\n".join([HEADING, *lines]).encode("utf-8-sig")

    def give(self, *lines: str, keep: bool = True) -> Outcome:
        table = read_table(self.file(*lines), COLUMNS)
        return import_historic(self.databases.web, self.by, table, keep)

    def rows(self) -> list[tuple[str, int, str | None, str]]:
        """(period, revision, value, who) of every row that is kept."""
        query = text(
            "SELECT state, entered_by FROM historic_results WHERE tenant_id = :id"
            " ORDER BY historic_id, revision"
        )
        with self.databases.worker.unbound() as connection:
            found = connection.execute(query, {"id": self.tenant}).all()
        return [(s["period"], s["revision"], s["value"], who) for s, who in found]

    def sent(self) -> list[Event]:
        with self.databases.worker.unbound() as connection:
            found = connection.execute(text("SELECT topic, value FROM outbox ORDER BY id")).all()
        events = [decode(row.topic, bytes(row.value)) for row in found]
        return [event for event in events if event.tenant_id == self.tenant]


@pytest.fixture
def ministry(databases: Any, clock_file: Any) -> Ministry:
    return Ministry(databases)


def faults(found: Outcome) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.problem) for each in found.faults]


def test_a_dry_check_keeps_nothing_and_a_file_is_kept_whole(ministry: Ministry) -> None:
    lines = ministry.line(), ministry.line("89.21", "2024", scale="100", respondents="")
    assert ministry.give(*lines, keep=False).new == 2
    assert (ministry.rows(), ministry.sent()) == ([], [])
    assert ministry.give(*lines).new == 2
    who = ministry.by.subject
    assert ministry.rows() == [("2024", 1, "89.21", who), ("2025-S1", 1, "3,57", who)]
    assert ministry.give(*lines).unchanged == 2
    assert len(ministry.rows()) == 2


def test_one_faulty_row_keeps_the_others_out(ministry: Ministry) -> None:
    found = ministry.give(
        ministry.line(),
        ministry.line("3,5x", "2024-Q3"),
        ministry.line(period="2023", tenant_code="ADA-TIDAK"),
        ministry.line(),
        ministry.line(period="2022", respondents="9"),
        ministry.line(period="2021", source=""),
        ministry.line(period="2020", index="IKM"),
    )
    assert faults(found) == [
        (3, "value", "not_printed"),
        (4, "tenant_code", "not_in_scope"),
        (5, "scale", "repeated"),
        (6, "respondents", "few_respondents"),
        (7, "source", "empty"),
        (8, "index", "choice"),
    ]
    assert (ministry.rows(), ministry.sent()) == ([], [])


def test_a_period_that_suara_still_counts_waits_for_its_final_result(
    ministry: Ministry, scored: Any, passes: Any
) -> None:
    world, row = ministry.world, ministry.line(period="2026-10")
    closed = world.survey("closed", period="2026-10", closes_at="2026-10-31T17:00:00+00:00")
    scored(world, world.form(), closed)
    assert ministry.give(row, keep=False).new == 1
    scored(world, *(world.recorded(0, n, {"a": 6, "b": 5}) for n in range(40)))
    assert faults(ministry.give(row)) == [(2, "period", "own_not_final")]
    assert passes(world, minutes=2)["stage"] == "final"
    assert ministry.give(row).new == 1


def test_a_correction_is_one_more_row_with_its_reason(ministry: Ministry) -> None:
    ministry.give(ministry.line())
    assert faults(ministry.give(ministry.line("3,58"))) == [(2, "reason", "correction")]
    assert ministry.give(ministry.line("3,58", reason=WHY)).changed == 1
    assert ministry.give(ministry.line("-", reason=WHY)).changed == 1
    who = ministry.by.subject
    values = ["3,57", "3,58", None]
    assert ministry.rows() == [("2025-S1", n, value, who) for n, value in enumerate(values, 1)]
    with ministry.databases.worker.unbound() as connection:
        told = [each.payload for each in states(connection) if each.tenant_id == ministry.tenant]
    assert [(each["revision"], each["value"]) for each in told] == [(3, None)]
    assert historic_differ(ministry.databases.worker) == []


def test_it_goes_to_its_topic_and_the_trail_and_into_nothing_else(ministry: Ministry) -> None:
    ministry.give(ministry.line(), ministry.line("3,60", "2024"))
    ministry.give(ministry.line("3,61", "2024", reason=WHY))
    events = ministry.sent()
    assert {event.type for event in events} == {HISTORIC, audit.TOPIC}
    told = [event.payload for event in events if event.type == HISTORIC]
    assert [(each["period"], each["exact"], each["revision"]) for each in told] == [
        ("2025-S1", "3.57", 1),
        ("2024", "3.60", 1),
        ("2024", "3.61", 2),
    ]
    entries = [event.payload for event in events if event.type == audit.TOPIC]
    assert [(each["actor"], each["action"]) for each in entries] == [
        (ministry.by.subject, "scoring.historic.import")
    ] * 2
    assert entries[0]["detail"] == {"new": 2, "corrected": []}
    assert entries[1]["detail"]["corrected"] == [f"{ministry.tenant}/IPAK/2024/4"]
    with ministry.databases.worker.unbound() as connection:
        for table in ("scores", "final_results", "standings", "summaries", "pending_summaries"):
            counted = text(f"SELECT count(*) FROM {table}")  # noqa: S608
            assert connection.scalar(counted) == 0


@pytest.mark.parametrize("change", ["UPDATE", "DELETE", "TRUNCATE"])
def test_no_row_is_ever_changed(ministry: Ministry, change: str) -> None:
    ministry.give(ministry.line())
    said = {
        "UPDATE": "UPDATE historic_results SET revision = 9",
        "DELETE": "DELETE FROM historic_results",
        "TRUNCATE": "TRUNCATE historic_results",
    }
    for role in (ministry.databases.owner, ministry.databases.worker, ministry.databases.web):
        with pytest.raises(DBAPIError), role.scope(ministry.by.scope) as connection:
            connection.execute(text(said[change]))
    assert len(ministry.rows()) == 1


def test_a_unit_out_of_scope_is_refused_and_not_seen(ministry: Ministry) -> None:
    other = Ministry(ministry.databases)
    found = ministry.give(ministry.line(tenant_code=other.code))
    assert faults(found) == [(2, "tenant_code", "not_in_scope")]
    other.give(other.line())
    with ministry.databases.web.scope(ministry.by.scope) as connection:
        assert connection.scalar(text("SELECT count(*) FROM historic_results")) == 0


def test_the_command_shares_the_code_and_speaks_both_languages(
    ministry: Ministry, stage: Any
) -> None:
    told, sound = take_file(stage.settings, ministry.file(ministry.line("4,2")), keep=True)
    assert sound is False
    assert told == [
        "[id] 2: value: 4,2 tidak mungkin pada skala 4: di atas 0 sampai 4. Periksa nilai dan kolom"
        " scale: 4 untuk nilai 1–4, 100 untuk nilai 25–100.",
        "[en] 2: value: 4,2 cannot be on the scale of 4: above 0, up to 4. Look at the value and"
        " the column scale: 4 for values from 1 to 4, 100 for those from 25 to 100.",
    ]
    assert take_file(stage.settings, b"tenant_code\n", keep=True)[1] is False
    file = ministry.file(ministry.line())
    assert take_file(stage.settings, file, keep=False)[1] is True
    assert ministry.rows() == []
    assert take_file(stage.settings, file, keep=True) == (
        ["1 new, 0 corrected, 0 unchanged: stored"],
        True,
    )
    assert ministry.rows() == [("2025-S1", 1, "3,57", "scoring")]
    assert import_by_command(ministry.databases.worker, read_table(file, COLUMNS), True).new == 0


def test_the_api_wants_its_permission(ministry: Ministry, stage: Any) -> None:
    app = create_app(
        "scoring", stage.settings, [imports(ministry.databases.web)], pages="scoring_service"
    )
    sent = {"file": (io.BytesIO(ministry.file(ministry.line())), "a.csv"), "dry_run": "true"}
    assert app.test_client().post("/api/v1/historic/import", data=sent).status_code in (401, 503)
    assert app.view_functions["imports.historic_api"].policy == ("historic.write",)
