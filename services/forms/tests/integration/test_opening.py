"""Opening a month for the whole ministry: one command or one click, idempotent, with progress."""

import re
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest
from chassis.outbox import Relay
from chassis.pages import read_texts
from forms_service.schedule import store as schedules
from forms_service.schedule.opening.handlers.opening import open_due, open_period, work_off
from forms_service.shared.period import bounds
from forms_service.shared.store import surveys, versions
from forms_service.shared.store.versions import add_form_version
from forms_service.shared.unit_types import unit_types
from sqlalchemy import text

ADMIN, OPERATOR, PAGE = "admin", "operator.w11-01", "/kelola/jadwal"
# Months of years to come, one for each test: what another test has opened does not count.
COMMAND, CLICK, AGAIN, CLOCK = "2030-01", "2030-07", "2031-07", "2032-03"
UNFIT, BEFORE = "2033-02", "2033-S1"


def browse(seeded: Any, username: str) -> httpx.Client:
    client = seeded.api(username)
    client.base_url = str(client.base_url).removesuffix("/api/v1/").removesuffix("/api/v1")
    client.headers["Accept"] = "text/html"
    return client


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


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


def test_one_command_opens_a_month_for_every_tenant_and_repeats_harmlessly(seeded, capsys) -> None:  # type: ignore[no-untyped-def]
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


def test_surveys_open_and_close_at_the_units_own_midnight(seeded) -> None:  # type: ignore[no-untyped-def]
    open_period(seeded.worker, COMMAND, datetime.now(UTC), lambda _, __: None)
    zones = {
        each["tenant_id"]: each["time_zone"] for kind in units(seeded).values() for each in kind
    }
    with seeded.worker.unbound() as connection:
        rows = connection.execute(
            text("SELECT tenant_id, opens_at, closes_at FROM surveys WHERE period = :period"),
            {"period": COMMAND},
        ).all()
    assert len({row.opens_at for row in rows}) == 3
    for row in rows:
        assert (row.opens_at, row.closes_at) == bounds(COMMAND, zones[str(row.tenant_id)])


def test_one_click_shows_the_effect_then_the_progress_then_the_result(seeded) -> None:  # type: ignore[no-untyped-def]
    public = len(units(seeded)["kanwil"]) + len(units(seeded)["upt"])
    with browse(seeded, ADMIN) as admin:
        schedule = text_of(admin.get(PAGE).text)
        before = text_of(admin.get(f"{PAGE}/buka", params={"period": CLICK}).text)
        asked = admin.post(f"{PAGE}/buka", data={"period": CLICK})
        twice = admin.post(f"{PAGE}/buka", data={"period": CLICK})
        waiting = admin.get(asked.headers["Location"])
        work_off(seeded.worker, datetime.now(UTC))
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


def test_a_run_whose_process_died_is_taken_up_again(seeded) -> None:  # type: ignore[no-untyped-def]
    class Killed(Exception):  # noqa: N818
        pass

    def dies_after_two_batches(_: Any, progress: Any) -> None:
        if progress.done > 250:
            raise Killed

    with seeded.api(ADMIN) as api:
        asked = api.post("/surveys/openings", json={"period": AGAIN})
        with pytest.raises(Killed):
            open_period(seeded.worker, AGAIN, datetime.now(UTC), dies_after_two_batches)
        some = opened(seeded, AGAIN)["SPKP-SPAK", AGAIN]
        work_off(seeded.worker, datetime.now(UTC))
        state = api.get(f"/surveys/openings/{asked.json()['opening_id']}").json()
    whole = opened(seeded, AGAIN)["SPKP-SPAK", AGAIN]
    assert 0 < some < whole
    assert (state["state"], state["done"]) == ("done", state["total"])
    assert state["opened"] + state["existing"] == 2 * whole
    assert state["existing"] >= some


def test_a_survey_that_cannot_be_made_is_named_and_the_others_open(seeded, infrastructure) -> None:  # type: ignore[no-untyped-def]
    """The form of one unit, published by an earlier release, does not fit the formula in force."""
    unit, public = units(seeded)["upt"][0], len(units(seeded)["kanwil"]) + len(units(seeded)["upt"])
    with unfit_form(seeded, unit, infrastructure.superuser_url("forms_tests_forms")):
        lines, _ = run(seeded, UNFIT)
        with seeded.api(ADMIN) as api:
            asked = api.post("/surveys/openings", json={"period": UNFIT}).json()
            work_off(seeded.worker, datetime.now(UTC))
            state = api.get(f"/surveys/openings/{asked['opening_id']}").json()
        with browse(seeded, ADMIN) as admin:
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
            **{"key": "antrean", "type": "scale", "own": True, "weight": "1", "text": words},
            "options": [{"value": n, "label": {"id": f"{n}"}} for n in range(1, 6)],
        }
        del item["points"]
        definition = {**official["definition"], "based_on": base}
        definition["items"] = [*definition["items"], item]
        own = {
            **{"form_version_id": form, "own_of": unit["tenant_id"], "definition": definition},
            "owner_tenant_id": unit["tenant_id"],
        }
        add_form_version(connection, {**official, **own})
    yield
    # No role may delete a version: this is as if it had never been.
    with psycopg.connect(dsn, autocommit=True) as above:
        above.execute("SET session_replication_role = replica")
        above.execute("DELETE FROM form_versions WHERE form_version_id = %s", [form])


def test_what_an_earlier_release_opened_for_employees_is_closed_and_kept(seeded) -> None:  # type: ignore[no-untyped-def]
    now, unit = datetime.now(UTC), units(seeded)["upt"][0]["tenant_id"]
    begun, ahead = (str(uuid.uuid4()) for _ in range(2))
    bounds_of = {begun: (now - timedelta(days=9), now + timedelta(days=9))}
    bounds_of[ahead] = (now + timedelta(days=9), now + timedelta(days=99))
    with seeded.worker.unbound() as connection:
        forms = versions.form_versions(connection, "INTEGRITAS")
        formulas = versions.formula_versions(connection, "INTEGRITAS")
        rows = [
            {
                **{"survey_id": key, "tenant_id": unit, "instrument": "INTEGRITAS"},
                **{"period": f"204{place}-S1", "opens_at": opens, "closes_at": closes},
                "form_version_id": forms[0]["form_version_id"],
                "formula_version_id": formulas[0]["formula_version_id"],
                **{"late_days": 7, "release_step": 5, "status": "open"},
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
    Relay("forms", seeded.worker, seeded.bootstrap, seeded.prefix).drain()
    assert closed[begun] in [event.payload for event in seeded.events("forms.surveys.v1")]
    told = [event.payload for event in seeded.events("audit.entries.v1")]
    assert {begun, ahead} <= {each["subject"] for each in told if "not_offered" in str(each)}


def plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if "_id" in name else value for name, value in row.items()}


def test_the_clock_opens_the_east_two_hours_before_the_west(seeded) -> None:  # type: ignore[no-untyped-def]
    midnight = bounds(CLOCK, "Asia/Jayapura")[0]
    counts = []
    for hours in (-1, 0, 1, 2, 3):
        open_due(seeded.worker, midnight + timedelta(hours=hours))
        counts.append(opened(seeded, CLOCK)["SPKP-SPAK", CLOCK])
    zones = Counter(each["time_zone"] for kind in ("kanwil", "upt") for each in units(seeded)[kind])
    east, middle = zones["Asia/Jayapura"], zones["Asia/Makassar"]
    assert counts == [0, east, east + middle, *[sum(zones.values())] * 2]


def test_only_a_national_administrator_opens_for_all(seeded) -> None:  # type: ignore[no-untyped-def]
    with seeded.api(OPERATOR) as api:
        assert api.post("/surveys/openings", json={"period": CLICK}).status_code == 403
        assert api.get("/schedules").json()["items"]
    with seeded.api(ADMIN) as api:
        for wrong in ("2026-13", "2019-01", ""):
            answer = api.post("/surveys/openings", json={"period": wrong})
            assert [each["field"] for each in answer.json()["errors"]] == ["period"]


@pytest.mark.parametrize("reader", [OPERATOR, "pemantau.w11"])
def test_units_and_their_kanwil_read_the_schedule_without_its_buttons(seeded, reader) -> None:  # type: ignore[no-untyped-def]
    with browse(seeded, reader) as client, browse(seeded, ADMIN) as keeper:
        page = client.get(PAGE).text
        assert "SPKP-SPAK" in page
        assert "Jadwal diatur oleh kementerian." in page
        assert f'href="{PAGE}/' not in page
        assert f'href="{PAGE}/' in keeper.get(PAGE).text
        schedule = client.get("/api/v1/schedules").json()["items"][0]["schedule_id"]
        for path in (schedule, "buka"):
            assert client.get(f"{PAGE}/{path}").status_code == 403


def test_the_schedule_is_changed_with_every_fault_named(seeded) -> None:  # type: ignore[no-untyped-def]
    with seeded.api(ADMIN) as api:
        found = api.get("/schedules").json()["items"]
        (known,) = [each for each in found if each["instrument"] == "IKM"]
        path = f"/schedules/{known['schedule_id']}"
        names = ("opens_day", "opens_time", "late_days", "release_step", "to_period", "status")
        body = {name: known[name] for name in names} | {"unit_types": []}
        body |= {f"place_{code}": words for code, words in known["place"].items()}
        wrong = api.put(
            path, json={**body, "opens_day": 31, "opens_time": "25:00", "late_days": -1}
        )
        late = api.put(path, json={**body, "to_period": "2023-S1"})
        done = api.put(path, json={**body, "opens_day": 5, "late_days": 10})
        back = api.put(path, json=body)
    assert {each["field"] for each in wrong.json()["errors"]} == {
        *("opens_day", "opens_time", "late_days"),
    }
    assert [each["field"] for each in late.json()["errors"]] == ["to_period"]
    assert (done.json()["opens_day"], done.json()["late_days"]) == (5, 10)
    assert back.json() == known
    with browse(seeded, ADMIN) as admin:
        address = f"{PAGE}/{known['schedule_id']}"
        assert admin.get(address).status_code == 200
        form = {**body, "unit_types": [], "to_period": "2023-S1", "opens_day": "x"}
        answer = admin.post(address, data={**form, "opens_time": "25.00"})
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)">([^<]+)</a>', answer.text) == [
        ("opens_day", "Hari dibuka: Tulis angka bulat dari 1 sampai 28."),
        ("opens_time", "Jam dibuka: Tulis jam dan menit, misalnya 00.00 atau 08.30."),
    ]
    assert 'id="opens_day-fault"' in answer.text


def schedule(seeded: Any, instrument: str) -> dict[str, Any]:
    with seeded.api(ADMIN) as api:
        found = api.get("/schedules").json()["items"]
    return next(each for each in found if each["instrument"] == instrument)


def fields(known: dict[str, Any]) -> dict[str, Any]:
    """What its form sends."""
    names = ("opens_day", "opens_time", "late_days", "release_step", "status", "unit_types")
    places = {f"place_{code}": words for code, words in known["place"].items()}
    return {name: known[name] for name in names} | places


def test_types_of_units_are_ticked_in_a_list_and_an_unknown_one_is_refused(seeded) -> None:  # type: ignore[no-untyped-def]
    known = schedule(seeded, "IKM")
    path, address = f"/schedules/{known['schedule_id']}", f"{PAGE}/{known['schedule_id']}"
    with seeded.api(ADMIN) as api:
        for wrong in (["lapas", "warung"], "lapas", [1], [["lapas"]]):
            answer = api.put(path, json={**fields(known), "unit_types": wrong})
            assert [each["field"] for each in answer.json()["errors"]] == ["unit_types"]
    with browse(seeded, ADMIN) as admin:
        offered = re.findall(
            r'name="unit_types" id="type-\w+" value="(\w+)"', admin.get(address).text
        )
        assert {"kanwil", "lapas", "kanim"} <= {*offered}
        refused = admin.post(address, data={**fields(known), "unit_types": ["warung"]})
        done = admin.post(address, data={**fields(known), "unit_types": ["kanim", "lapas"]})
        page = text_of(admin.get(PAGE).text)
        kept = schedule(seeded, "IKM")["unit_types"]
        admin.post(address, data=fields(known) | {"opens_time": "0.00"})
    assert (refused.status_code, done.status_code) == (422, 303)
    assert "Jenis unit: Pilih jenis unit dari daftar." in text_of(refused.text)
    assert kept == ["lapas", "kanim"]
    assert "Jenis unit: Lapas, Kantor imigrasi." in page
    assert schedule(seeded, "IKM") == known


def test_every_known_type_of_unit_has_a_name() -> None:
    known = {f"schedule.type.{code}" for code in unit_types()}
    assert len(known) >= 13
    assert known <= {*read_texts("forms_service")}


def test_what_cannot_be_opened_is_explained_beside_the_choice_of_a_period(seeded) -> None:  # type: ignore[no-untyped-def]
    with browse(seeded, ADMIN) as admin:
        typo = admin.get(f"{PAGE}/buka", params={"period": "2026-13"})
        past = admin.post(f"{PAGE}/buka", data={"period": "2019-01"})
        english = admin.get(f"{PAGE}/buka", params={"period": "2026-13", "lang": "en"})
    assert (typo.status_code, past.status_code) == (422, 422)
    assert "Periode harus berupa bulan seperti 2026-11" in typo.text
    assert "Tidak ada survei yang terjadwal untuk periode ini." in past.text
    assert "A period is a month like 2026-11" in english.text
    for page in (typo.text, past.text):
        assert 'href="#period"' in page
        assert '<select class="govuk-select" id="period"' in page
        assert "must be" not in page


def test_times_are_written_as_the_reader_does(seeded) -> None:  # type: ignore[no-untyped-def]
    with browse(seeded, ADMIN) as admin:
        indonesian = text_of(admin.get(PAGE).text)
        english = text_of(admin.get(PAGE, params={"lang": "en"}).text)
    assert "hari ke-1, pukul 00.00 waktu setempat" in indonesian
    assert "day 1, 00:00 local time" in english
    assert not re.search(r"\d\d:\d\d", indonesian)
    assert not re.search(r"\d\d\.\d\d (WIB|local)", english)
