"""Opening a month for the whole ministry: one command or one click, idempotent, with progress."""

import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from chassis import clock
from forms_service.schedule import store as schedules
from forms_service.schedule.opening.handlers.opening import open_due, open_period, work_off
from forms_service.shared.period import bounds
from forms_service.shared.tables import surveys, versions
from forms_service.shared.tables.versions import add_form_version
from sqlalchemy import text
from suara_local.page_text import text_of

ADMIN, OPERATOR, PAGE = "admin", "operator.w11-01", "/kelola/jadwal"
# Months of years to come, one for each test: what another test has opened does not count.
COMMAND, CLICK, AGAIN, CLOCK = "2030-01", "2030-07", "2031-07", "2032-03"
UNFIT, BEFORE, MIDNIGHT = "2033-02", "2034-S1", "2035-01"


def opened(seeded: Any, *periods: str) -> Counter[tuple[str, str]]:
    """How many surveys there are by (instrument, period)."""
    with seeded.worker.unbound() as connection:
        rows = connection.execute(
            text(
                "SELECT instrument, period, count(*) FROM surveys WHERE period = ANY(:periods)"
                " GROUP BY 1, 2"
            ),
            {"periods": list(periods)},
        )
        return Counter({(instrument, period): count for instrument, period, count in rows})


def units(seeded: Any) -> dict[str, list[dict[str, Any]]]:
    """The tenants of the seed by kind, as the topic has them."""
    newest = {each.tenant_id: each.payload for each in seeded.events("identity.tenants.v1")}
    found: dict[str, list[dict[str, Any]]] = {}
    for state in newest.values():
        found.setdefault(state["kind"], []).append(state)
    return found


def run(seeded: Any, period: str) -> tuple[list[str], float]:
    command = [sys.executable, "-m", "forms_service", "open-month", "--period", period]
    began = time.monotonic()
    done = subprocess.run(
        command,
        env=seeded.environments["forms"],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith((period, "  "))]
    return lines, time.monotonic() - began


def test_one_command_opens_a_month_for_every_tenant_and_repeats_harmlessly(seeded, capsys) -> None:
    public = len(units(seeded)["kanwil"]) + len(units(seeded)["upt"])
    tenants = sum(len(each) for each in units(seeded).values())
    lines, seconds = run(seeded, COMMAND)
    first = opened(seeded, COMMAND, "2030-S1")
    assert tenants >= 870
    assert first == {("SPKP-SPAK", COMMAND): public, ("IKM", "2030-S1"): public}
    steps = [line for line in lines if " units, " in line]
    assert len(steps) == -(-tenants // 100)
    assert f"{tenants} of {tenants} units, {2 * public} surveys opened, 0 there" in steps[-1]
    again, more = run(seeded, COMMAND)
    assert opened(seeded, COMMAND, "2030-S1") == first
    assert (
        f"0 surveys opened, {2 * public} there already" in [x for x in again if " units" in x][-1]
    )
    assert "SETJEN SPKP-SPAK: not opened, no_public_service" in "\n".join(again)
    with capsys.disabled():
        print(f"\n{2 * public} surveys of {tenants} tenants opened in {seconds:.1f} s,", end=" ")  # noqa: T201
        print(f"repeated in {more:.1f} s, command and events included")  # noqa: T201


def test_surveys_open_and_close_at_the_units_own_midnight(seeded) -> None:
    open_period(seeded.worker, MIDNIGHT, clock.now(), lambda _, __: None)
    zones = {
        each["tenant_id"]: each["time_zone"] for kind in units(seeded).values() for each in kind
    }
    with seeded.worker.unbound() as connection:
        rows = connection.execute(
            text("SELECT tenant_id, opens_at, closes_at FROM surveys WHERE period = :period"),
            {"period": MIDNIGHT},
        ).all()
    assert len({row.opens_at for row in rows}) == 3
    for row in rows:
        assert (row.opens_at, row.closes_at) == bounds(MIDNIGHT, zones[str(row.tenant_id)])


def test_one_click_shows_the_effect_then_the_progress_then_the_result(seeded) -> None:
    public = len(units(seeded)["kanwil"]) + len(units(seeded)["upt"])
    with seeded.browse(ADMIN) as admin:
        schedule = text_of(admin.get(PAGE).text)
        before = text_of(admin.get(f"{PAGE}/buka", params={"period": CLICK}).text)
        asked = admin.post(f"{PAGE}/buka", data={"period": CLICK})
        twice = admin.post(f"{PAGE}/buka", data={"period": CLICK})
        waiting = admin.get(asked.headers["Location"])
        work_off(seeded.worker, clock.now())
        done = admin.get(asked.headers["Location"])
    assert "Kalender" in schedule
    assert f"{2 * public:,}".replace(",", ".") + " akan dibuka" in before
    assert asked.status_code == 303
    assert twice.headers["Location"] == asked.headers["Location"]
    assert 'http-equiv="refresh"' in waiting.text
    assert 'http-equiv="refresh"' not in done.text
    assert "tidak melayani publik" in text_of(done.text)
    assert opened(seeded, CLICK, "2030-S2") == {
        ("SPKP-SPAK", CLICK): public,
        ("IKM", "2030-S2"): public,
    }


def test_a_run_whose_process_died_is_taken_up_again(seeded) -> None:
    class Killed(Exception):  # noqa: N818
        pass

    def dies_after_two_batches(_: Any, progress: Any) -> None:
        if progress.done > 250:
            raise Killed

    with seeded.api(ADMIN) as api:
        asked = api.post("/surveys/openings", json={"period": AGAIN})
        with pytest.raises(Killed):
            open_period(seeded.worker, AGAIN, clock.now(), dies_after_two_batches)
        some = opened(seeded, AGAIN)["SPKP-SPAK", AGAIN]
        work_off(seeded.worker, clock.now())
        state = api.get(f"/surveys/openings/{asked.json()['opening_id']}").json()
    whole = opened(seeded, AGAIN)["SPKP-SPAK", AGAIN]
    assert 0 < some < whole
    assert (state["state"], state["done"]) == ("done", state["total"])
    assert state["opened"] + state["existing"] == 2 * whole
    assert state["existing"] >= some


def test_a_survey_that_cannot_be_made_is_named_and_the_others_open(seeded, infrastructure) -> None:
    """The form of one unit, published by an earlier release, does not fit the formula in force."""
    unit, public = units(seeded)["upt"][0], len(units(seeded)["kanwil"]) + len(units(seeded)["upt"])
    with unfit_form(seeded, unit, infrastructure.superuser_url("forms_tests_forms")):
        lines, _ = run(seeded, UNFIT)
        with seeded.api(ADMIN) as api:
            asked = api.post("/surveys/openings", json={"period": UNFIT}).json()
            work_off(seeded.worker, clock.now())
            state = api.get(f"/surveys/openings/{asked['opening_id']}").json()
        with seeded.browse(ADMIN) as admin:
            page = text_of(admin.get(f"{PAGE}/buka/{asked['opening_id']}").text)
        open_due(seeded.worker, bounds(UNFIT, "Asia/Jakarta")[0] + timedelta(days=3))
    said = f"  {unit['code']} SPKP-SPAK: not opened, no_fit: 'antrean' must have the answers 1 to 6"
    assert [line for line in lines if "no_fit" in line] == [
        f"{said} of the formula spkp-spak-minmax"
    ]
    assert opened(seeded, UNFIT)["SPKP-SPAK", UNFIT] == public - 1
    assert opened(seeded, "2033-S1")["IKM", "2033-S1"] == public
    (skipped,) = [each for each in state["skipped"] if each["why"] == "no_fit"]
    assert (skipped["code"], state["state"]) == (unit["code"], "done")
    assert "kuesionernya tidak cocok dengan rumus (spkp-spak-minmax): antrean ikut dihitung" in page


@contextmanager
def unfit_form(seeded: Any, unit: dict[str, Any], dsn: str) -> Iterator[None]:
    """While it lasts, the unit has an own version with a counting question of five answers."""
    with seeded.worker.unbound() as connection:
        official = connection.scalar(
            text(
                "SELECT state FROM form_versions WHERE instrument = 'SPKP-SPAK'"
                " AND own_of IS NULL ORDER BY version DESC LIMIT 1"
            )
        )
        form, base = str(uuid.uuid4()), official["form_version_id"]
        words = {"id": "Antrean?"}
        item = {
            **official["definition"]["items"][0],
            "key": "antrean",
            "type": "scale",
            "own": True,
            "weight": "1",
            "text": words,
            "options": [{"value": n, "label": {"id": f"{n}"}} for n in range(1, 6)],
        }
        del item["points"]
        definition = {**official["definition"], "based_on": base}
        definition["items"] = [*definition["items"], item]
        own = {
            "form_version_id": form,
            "own_of": unit["tenant_id"],
            "definition": definition,
            "owner_tenant_id": unit["tenant_id"],
        }
        add_form_version(connection, {**official, **own})
    yield
    # No role may delete a version: this is as if it had never been.
    with psycopg.connect(dsn, autocommit=True) as above:
        above.execute("SET session_replication_role = replica")
        above.execute("DELETE FROM form_versions WHERE form_version_id = %s", [form])


def test_what_an_earlier_release_opened_for_employees_is_closed_and_kept(seeded) -> None:
    now, unit = clock.now(), units(seeded)["upt"][0]["tenant_id"]
    begun, ahead = (str(uuid.uuid4()) for _ in range(2))
    bounds_of = {begun: (now - timedelta(days=9), now + timedelta(days=9))}
    bounds_of[ahead] = (now + timedelta(days=9), now + timedelta(days=99))
    with seeded.worker.unbound() as connection:
        forms = versions.form_versions(connection, "INTEGRITAS")
        formulas = versions.formula_versions(connection, "INTEGRITAS")
        rows = [
            {
                "survey_id": key,
                "tenant_id": unit,
                "instrument": "INTEGRITAS",
                "period": f"204{place}-S1",
                "opens_at": opens,
                "closes_at": closes,
                "form_version_id": forms[0]["form_version_id"],
                "formula_version_id": formulas[0]["formula_version_id"],
                "late_days": 7,
                "release_step": 5,
                "status": "open",
            }
            for place, (key, (opens, closes)) in enumerate(bounds_of.items())
        ]
        surveys.add_missing(connection, rows)
        national = schedules.schedules(connection)[0]
        paused = {**national, "schedule_id": str(uuid.uuid4()), "instrument": "INTEGRITAS"}
        active = {**paused, "period_kind": "semester", "from_period": "2024-S1", "unit_types": []}
        schedules.add_schedules(connection, [plain(active)])
        opened_before = opened(seeded, BEFORE)
    open_period(seeded.worker, BEFORE, now, lambda _, __: None)
    after = opened(seeded, BEFORE)
    with seeded.api(ADMIN) as api:
        closed = {key: api.get(f"/surveys/{key}").json() for key in bounds_of}
        shown = {each["instrument"] for each in api.get("/schedules").json()["items"]}
    assert ("INTEGRITAS", BEFORE) not in {*opened_before, *after}
    assert {each["status"] for each in closed.values()} == {"closed"}
    assert datetime.fromisoformat(closed[begun]["closes_at"]) == now
    assert closed[ahead]["closes_at"] > closed[ahead]["opens_at"]
    assert shown == {"SPKP-SPAK", "IKM"}
    assert closed[begun] in seeded.sent("forms.surveys.v1")
    told = seeded.sent("audit.entries.v1")
    assert {begun, ahead} <= {each["subject"] for each in told if "not_offered" in str(each)}


def plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if "_id" in name else value for name, value in row.items()}


def test_the_clock_opens_the_east_two_hours_before_the_west(seeded) -> None:
    midnight = bounds(CLOCK, "Asia/Jayapura")[0]
    counts = []
    for hours in (-1, 0, 1, 2, 3):
        open_due(seeded.worker, midnight + timedelta(hours=hours))
        counts.append(opened(seeded, CLOCK)["SPKP-SPAK", CLOCK])
    zones = Counter(each["time_zone"] for kind in ("kanwil", "upt") for each in units(seeded)[kind])
    east, middle = zones["Asia/Jayapura"], zones["Asia/Makassar"]
    assert counts == [0, east, east + middle, *[sum(zones.values())] * 2]
