"""Identity as it runs: migrated, seeded, web and background started on databases of its own."""

import re
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import identity_testing as testing
import pytest
from chassis.database import Database
from chassis.kafka import Tail
from chassis.migrate import migrate
from chassis.topics import ensure_topics
from joserfc import jwt
from joserfc.jwk import KeySet
from sqlalchemy import make_url, text
from suara_local import patient, postgres
from suara_local.ports import free_ports
from suara_local.practice import people
from suara_local.processes import Process, wait_until
from suara_local.services import owner_environment
from suara_local.stack import Stack

PASSWORD = "a long enough password"
# A token lives five minutes.
KEEP_TOKEN = 240.0
# Apart from the databases that tests of other services share.
DATABASES = "identity_tests_"


@dataclass(frozen=True)
class Identity:
    """The running service, as people, other systems and each of its database roles reach it."""

    environment: dict[str, str]
    bootstrap: str
    prefix: str
    # How the practice ministry's people and systems sign in.
    facts: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, tuple[float, str]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.environment["IDENTITY_URL"]

    def command(self, word: str, **more: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "identity_service", word],
            env={**self.environment, **more},
            check=True,
        )

    def client(self, client_id: str) -> dict[str, Any]:
        return next(row for row in self.facts["clients"] if row["client_id"] == client_id)

    def tenant(self, username: str) -> str:
        people = self.facts["people"]
        return next(row["tenant"] for row in people if row["username"] == username)

    def events(self, topic: str) -> list[Any]:
        """Every event of a topic from its beginning to its present end."""
        found: list[Any] = []
        tail = Tail(self.bootstrap, self.prefix, [topic], found.append).start()
        assert tail.ready.wait(60)
        tail.stop()
        return found

    def browser(self) -> httpx.Client:
        return patient.client(base_url=self.url)

    def sign_in(
        self, browser: httpx.Client, username: str, password: str = PASSWORD, **more: str
    ) -> httpx.Response:
        found = re.search(r'form_token" value="([^"]+)', browser.get("/sign-in").text)
        assert found
        fields = {"form_token": found[1], "username": username, "password": password, **more}
        return browser.post("/sign-in", data=fields)

    def token(self, username: str, address: str = "192.0.2.1") -> str:
        """Signed in from `address`, which the trusted proxy names."""
        with self.browser() as browser:
            browser.headers["X-Forwarded-For"] = address
            assert self.sign_in(browser, username).status_code == httpx.codes.SEE_OTHER
            return browser.cookies["access"]

    def kept_token(self, username: str) -> str:
        """As `token`, of a session that tests share: each sign-in is a fifth of a second of
        argon2."""
        made, token = self.tokens.get(username, (0.0, ""))
        if not token or time.monotonic() - made > KEEP_TOKEN:
            token = self.token(username)
            self.tokens[username] = (time.monotonic(), token)
        return token

    def api(self, token: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"}
        return patient.client(base_url=f"{self.url}/api/v1", headers=headers)

    def store(self, *made: dict[str, Any]) -> None:
        with self.database("WEB") as web:
            testing.store(web, *made)

    def made(self, home: str, *hats: tuple[str, str], **more: Any) -> dict[str, Any]:
        """A person with these (role, code of the tenant), whom no administrator made."""
        one = testing.account(home, *hats, **more)
        self.store(one)
        return one

    def token_of(self, made: dict[str, Any]) -> str:
        with self.browser() as browser:
            answer = self.sign_in(browser, made["username"], testing.PASSWORD)
            assert answer.status_code == httpx.codes.SEE_OTHER
            return browser.cookies["access"]

    def held(self, made: dict[str, Any]) -> list[Any]:
        """Every grant that this person ever had."""
        with self.database("SIGNIN") as signin, signin.unbound() as connection:
            query = text("SELECT * FROM grants WHERE person_id = :id")
            return list(connection.execute(query, {"id": made["person_id"]}))

    def claims(self, token: str) -> dict[str, Any]:
        keys = KeySet.import_key_set(patient.get(f"{self.url}/.well-known/jwks.json").json())
        return jwt.decode(token, keys, algorithms=["ES256"]).claims

    @contextmanager
    def database(self, role: str) -> Iterator[Database]:
        """As OWNER, WEB, WORKER or SIGNIN sees it."""
        database = Database(self.environment[f"DATABASE_{role}_URL"])
        try:
            yield database
        finally:
            database.close()


@pytest.fixture(scope="session")
def identity(infrastructure: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Identity]:
    folder, prefix = tmp_path_factory.mktemp("identity"), f"t{uuid.uuid4().hex[:8]}."
    ensure_topics(infrastructure.bootstrap, prefix)
    port, secrets = infrastructure.ports["postgres"], infrastructure.secrets
    postgres.prepare_databases(port, secrets, DATABASES, ("identity",))
    environment = _environment(infrastructure, prefix, folder)
    made = Identity(environment, infrastructure.bootstrap, prefix)
    migrate("identity_service", environment["DATABASE_OWNER_URL"])
    made.command("seed")
    made.facts.update(people.begin(environment, PASSWORD))
    processes = [_process(role, environment, folder) for role in ("web", "background")]
    try:
        wait_until(lambda: _ready(made.url), 60, "identity")
        yield made
    finally:
        for process in processes:
            process.stop()


@pytest.fixture
def api(identity: Identity) -> Iterator[Callable[[str], httpx.Client]]:
    """`api("pemantau.w11")`: the API as this person of the seed, in whose session nothing ends."""
    opened: list[httpx.Client] = []

    def get(username: str) -> httpx.Client:
        opened.append(identity.api(identity.kept_token(username)))
        return opened[-1]

    yield get
    for client in opened:
        client.close()


def _environment(stack: Stack, prefix: str, folder: Path) -> dict[str, str]:
    known = owner_environment("identity", stack.environment("identity"), stack.secrets)
    own = {
        name: make_url(url).set(database=f"{DATABASES}identity").render_as_string(False)
        for name, url in known.items()
        if name.startswith("DATABASE_") and name.endswith("_URL")
    }
    port = str(free_ports()["identity"])
    return {
        **known,
        **own,
        "HTTP_PORT": port,
        "IDENTITY_URL": f"http://127.0.0.1:{port}",
        "KAFKA_TOPIC_PREFIX": prefix,
        "TRUSTED_PROXIES": "1",
        "HEALTH_FILE": str(folder / "health"),
        "SCORING_CLIENT_ID": "scoring-rebuild",
        "SCORING_CLIENT_SECRET": "of the rebuild",
    }


def _process(role: str, environment: dict[str, str], folder: Path) -> Process:
    process = Process(
        name=f"identity-{role}",
        command=[sys.executable, "-m", "identity_service", role],
        environment=environment,
        log=folder / f"{role}.log",
    )
    process.start()
    return process


def _ready(url: str) -> bool:
    try:
        return patient.get(f"{url}/readyz", timeout=2).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
