"""A new ministry: the seed brings no people, the command makes the first administrator."""

import io
import subprocess
import sys
import uuid
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple

import pytest
from chassis.config import read_settings
from chassis.database import Database, Scope
from chassis.migrate import migrate
from chassis.topics import ensure_topics
from identity_service.__main__ import others
from identity_service.config import IdentitySettings
from identity_service.handlers.sign_in import sign_in
from identity_service.handlers.tokens import Issuer
from sqlalchemy import make_url, text
from suara_local import postgres
from suara_local.services import owner_environment
from suara_local.stack import Stack

PASSWORD = "a first password of 31 letters"
PREFIX = "fresh_"


class Said(NamedTuple):
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


class Fresh:
    """Identity of a ministry that nobody has ever signed in to."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def command(self, *words: str, typed: str = "") -> Said:
        """As it is typed at the server: a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "identity_service", *words],
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def run(self, *words: str, typed: str = "") -> Said:
        """The same without the second that a process takes to begin."""
        out, err, code = io.StringIO(), io.StringIO(), None
        settings = read_settings(IdentitySettings, self.environment)
        with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as terminal:
            terminal.setattr(sys, "stdin", io.StringIO(typed))
            try:
                assert others(settings, words[0], [*words[1:]])
            except SystemExit as ended:
                code = ended.code
        # As Python ends: a text is told and is a 1.
        if isinstance(code, str):
            return Said(1, out.getvalue(), f"{code}\n")
        return Said(code or 0, out.getvalue(), err.getvalue())

    def administrator(self, username: str, *more: str, typed: str = f"{PASSWORD}\n") -> Said:
        return self.run("administrator", username, "Sri Mulyani", *more, typed=typed)

    def ask(self, query: str, role: str = "SIGNIN") -> list[object]:
        database = Database(self.environment[f"DATABASE_{role}_URL"])
        with database.unbound() as connection:
            found = list(connection.execute(text(query)).scalars())
        database.close()
        return found

    def may_sign_in(self, username: str, password: str) -> bool:
        database = Database(self.environment["DATABASE_SIGNIN_URL"])
        issuer = Issuer(self.environment["IDENTITY_SIGNING_KEY"], "http://localhost")
        signed = sign_in(database, issuer, username, password)
        database.close()
        return signed is not None


@pytest.fixture
def fresh(infrastructure: Stack) -> Fresh:
    topics, prefix = f"t{uuid.uuid4().hex[:8]}.", f"{PREFIX}{uuid.uuid4().hex[:8]}_"
    ensure_topics(infrastructure.bootstrap, topics)
    port, secrets = infrastructure.ports["postgres"], infrastructure.secrets
    postgres.prepare_databases(port, secrets, prefix, ("identity",))
    known = owner_environment("identity", infrastructure.environment("identity"), secrets)
    own = {
        name: make_url(url).set(database=f"{prefix}identity").render_as_string(False)
        for name, url in known.items()
        if name.startswith("DATABASE_") and name.endswith("_URL")
    }
    client = {"SCORING_CLIENT_ID": "scoring-rebuild", "SCORING_CLIENT_SECRET": "of the rebuild"}
    made = Fresh({**known, **own, **client, "KAFKA_TOPIC_PREFIX": topics})
    migrate("identity_service", made.environment["DATABASE_OWNER_URL"])
    return made


def test_the_first_administrator_of_a_new_ministry(fresh: Fresh) -> None:
    asked = ("administrator", "Kepala", "Sri Mulyani")
    early = fresh.command(*asked, typed=f"{PASSWORD}\n")
    assert (early.returncode, "run `seed` first" in early.stderr) == (1, True)
    assert fresh.command("seed").returncode == 0
    assert fresh.ask("SELECT username FROM people") == []
    assert fresh.ask("SELECT client_id FROM clients") == ["scoring-rebuild"]
    for username, typed, told in (
        ("k", f"{PASSWORD}\n", "username"),
        ("kepala", "short\n", "12 to 200"),
        ("kepala", "", "12 to 200"),
    ):
        refused = fresh.administrator(username, typed=typed)
        assert (refused.returncode, told in refused.stderr) == (1, True)
    done = fresh.command(*asked, typed=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    assert "/sign-in" in done.stdout
    assert PASSWORD not in done.stdout + done.stderr
    assert fresh.may_sign_in("kepala", PASSWORD)
    assert not fresh.may_sign_in("kepala", "Suara-practice")

    second = fresh.administrator("lain")
    assert (second.returncode, "--beside-others" in second.stderr) == (1, True)
    assert fresh.ask("SELECT username FROM people") == ["kepala"]
    assert fresh.administrator("kepala", "--beside-others").returncode == 1
    assert fresh.administrator("lain", "--beside-others").returncode == 0
    assert fresh.may_sign_in("lain", PASSWORD)
    refused = fresh.administrator("lain", "--password=x")
    assert (refused.returncode, "--password=x" in refused.stderr) == (2, True)


def test_the_first_statistician_whom_nobody_else_can_appoint(fresh: Fresh) -> None:
    assert fresh.run("seed").returncode == 0
    assert fresh.administrator("kepala").returncode == 0
    done = fresh.administrator("statistik", "--role", "statistician")
    assert done.returncode == 0, done.stderr
    assert fresh.may_sign_in("statistik", PASSWORD)
    held = "SELECT p.username || ' ' || role FROM grants JOIN people p USING (person_id) ORDER BY 1"
    assert fresh.ask(held) == ["kepala national_administrator", "statistik statistician"]
    # What the trail will say, once the background has sent it.
    told = (
        "SELECT count(*) FROM outbox WHERE position('statistician'::bytea IN value) > 0"
        " AND position('identity.administrator.make'::bytea IN value) > 0"
    )
    assert fresh.ask(told, "WORKER") == [1]

    second = fresh.administrator("lain", "--role", "statistician")
    assert (second.returncode, "there is a statistician already" in second.stderr) == (1, True)
    more = ("--role", "statistician", "--beside-others")
    assert fresh.administrator("lain", *more).returncode == 0
    # A role that others give is given on the pages.
    refused = fresh.administrator("ketiga", "--role", "kanwil_monitor")
    assert (refused.returncode, "statistician" in refused.stderr) == (2, True)


def test_where_nobody_holds_the_role_any_more_there_is_a_first_one_again(fresh: Fresh) -> None:
    assert fresh.run("seed").returncode == 0
    assert fresh.administrator("kepala").returncode == 0
    (home,) = fresh.ask("SELECT tenant_id::text FROM grants")
    database = Database(fresh.environment["DATABASE_WEB_URL"])
    with database.scope(Scope(str(home))) as connection:
        connection.execute(text("UPDATE grants SET ended_at = clock_now()"))
    database.close()
    assert fresh.administrator("lain").returncode == 0


def test_a_later_seed_takes_back_no_change_of_the_organisation(fresh: Fresh) -> None:
    assert fresh.run("seed").returncode == 0
    renamed = text(
        "UPDATE tenants SET state = jsonb_set(state, '{names,0,short_name}', '\"Nama baru\"')"
        " WHERE code = 'W11-01'"
    )
    database = Database(fresh.environment["DATABASE_WORKER_URL"])
    with database.unbound() as connection:
        connection.execute(renamed)
    database.close()
    assert fresh.run("seed").returncode == 0
    name = "SELECT state #>> '{names,0,short_name}' FROM tenants WHERE code = 'W11-01'"
    assert fresh.ask(name, "WORKER") == ["Nama baru"]
