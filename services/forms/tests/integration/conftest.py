"""Identity and forms as they run: seeded through their commands, asked over HTTP."""

import re
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from chassis import clock
from chassis.database import Database
from chassis.kafka import Tail
from chassis.migrate import migrate
from chassis.outbox import Relay, add_events
from chassis.topics import ensure_topics
from forms_service.shared.events import SURVEYS, row_event
from forms_service.shared.tables import surveys, versions
from identity_service.handlers.seed import organisation
from sqlalchemy import make_url
from suara_local import patient, postgres
from suara_local.practice import ministry, people
from suara_local.practice.months import DEMO_UNITS
from suara_local.processes import Process, wait_until
from suara_local.services import owner_environment
from suara_local.stack import Stack
from suara_local.topic_ends import topic_ends

PASSWORD = "a long enough password"
SERVICES = ("identity", "forms")
TENANTS = "identity.tenants.v1"
VERSIONS = ("form_version_id", "formula_version_id")
# Apart from the databases that tests of other services share.
DATABASES = "forms_tests_"
# A token lives five minutes; a whole run takes longer.
KEEP_TOKEN = 240.0


@dataclass
class Platform:
    """Both services of one test run, on topics of their own."""

    bootstrap: str
    prefix: str
    environments: dict[str, dict[str, str]]
    web: Database
    worker: Database
    owner: Database
    tokens: dict[str, tuple[float, str]] = field(default_factory=dict)
    # Of the practice ministry.
    surveys: list[dict[str, Any]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=count)
    tenants: dict[str, str] = field(default_factory=dict)

    def command(self, service: str, *words: str) -> None:
        """Run `python -m <service>_service words` to its end."""
        subprocess.run(
            [sys.executable, "-m", f"{service}_service", *words],
            env=self.environments[service],
            check=True,
        )

    def sent(self, topic: str) -> list[dict[str, Any]]:
        """The payloads of the topic, with all that waits in the outbox."""
        Relay("forms", self.worker, self.bootstrap, self.prefix).drain()
        return [event.payload for event in self.events(topic)]

    def events(self, *topics: str) -> list[Any]:
        """Every event of the topics from their beginning to their present end."""
        found: list[Any] = []
        tail = Tail(self.bootstrap, self.prefix, list(topics), found.append).start()
        assert tail.ready.wait(60)
        tail.stop()
        return found

    def written(self, *topics: str) -> int:
        """How many events the topics were ever given."""
        names = {f"{self.prefix}{topic}" for topic in topics}
        return sum(end for (name, _), end in topic_ends(self.bootstrap).items() if name in names)

    def api(self, username: str) -> httpx.Client:
        """The API as this person of the seed; the cookie's token serves as a bearer token."""
        made, token = self.tokens.get(username, (0.0, ""))
        if not token or time.monotonic() - made > KEEP_TOKEN:
            token = self._sign_in(username)
            self.tokens[username] = (time.monotonic(), token)
        port = self.environments["forms"]["HTTP_PORT"]
        headers = {"Authorization": f"Bearer {token}"}
        base_url = f"http://127.0.0.1:{port}/api/v1"
        return patient.client(base_url=base_url, headers=headers)

    def browse(self, username: str = "admin") -> httpx.Client:
        """The pages as this person sees them."""
        client = self.api(username)
        client.base_url = str(client.base_url).removesuffix("/api/v1/")
        client.headers["Accept"] = "text/html"
        return client

    def own_unit(self, kanwil: str = "", unit_type: str = "lapas") -> str:
        """The code of an office, below the kanwil if one is named, which no other test gets and
        where nobody of the seed works; it has this month's survey and one point."""
        for state in sorted(organisation(), key=lambda state: str(state["code"])):
            code = str(state["code"])
            above = code.rpartition("-")[0]
            # Who counts below a kanwil of the seed's people names it.
            fits = above == kanwil if kanwil else above not in ("W11", "W20")
            if fits and state["unit_type"] == unit_type and code not in {*DEMO_UNITS, *self.taken}:
                self.taken.add(code)
                return code
        raise AssertionError(f"No {unit_type} is left below {kanwil or 'any kanwil'}")

    def survey_of_the_month(self, unit: str) -> dict[str, Any]:
        """The monthly survey that the seed has opened for the unit."""
        known = {"tenant": self.tenant_of(unit)}
        with self.api("admin") as api:
            found = api.get("/surveys", params=known).json()["items"]
        # Later months may have been opened since, for the whole ministry.
        monthly = [dict(row) for row in found if row["instrument"] == "SPKP-SPAK"]
        return min(monthly, key=lambda row: str(row["period"]))

    def own_survey(self, unit: str) -> dict[str, Any]:
        """A survey of the unit that runs now and which no other test gets, under the name of a
        month far away."""
        number, now = next(self.numbers), clock.now()
        row = {
            "survey_id": str(uuid.uuid4()),
            "tenant_id": self.tenant_of(unit),
            "instrument": "SPKP-SPAK",
            "period": f"{2060 + number // 12}-{number % 12 + 1:02}",
            "late_days": 7,
            "release_step": 5,
            "status": "open",
            "opens_at": (now - timedelta(days=9)).isoformat(),
            "closes_at": (now + timedelta(days=9)).isoformat(),
        }
        return self.store_survey(row)

    def store_survey(self, row: dict[str, Any]) -> dict[str, Any]:
        """As the schedule opens it, of the newest official version, though it would not now."""
        with self.worker.unbound() as connection:
            form = versions.official_versions(connection, row["instrument"])[0]
            formula = versions.formula_versions(connection, row["instrument"])[0]
            known = {name: each[name] for name, each in zip(VERSIONS, (form, formula), strict=True)}
            (made,) = surveys.add_missing(connection, [{**row, **known}])
            add_events(connection, [row_event(SURVEYS, made)])
        return self.survey_now(row)

    def survey_now(self, survey: dict[str, Any]) -> dict[str, Any]:
        with self.api("admin") as api:
            return dict(api.get(f"/surveys/{survey['survey_id']}").json())

    def tenant_of(self, code: str) -> str:
        """Its id, which never changes: the topic is read for a code that was not there before."""
        if code not in self.tenants:
            found = self.events(TENANTS)
            self.tenants |= {each.payload["code"]: str(each.tenant_id) for each in found}
        return self.tenants[code]

    @staticmethod
    def newest(api: httpx.Client, instrument: str = "INTEGRITAS") -> dict[str, Any]:
        """The official version of the highest number."""
        found = api.get(f"/instruments/{instrument}/versions").json()["items"]
        return next(dict(each) for each in found if not each.get("own_of"))

    def begin(self, who: str, code: str, instrument: str = "INTEGRITAS") -> dict[str, Any]:
        """A draft of the unit on the newest official version."""
        with self.api(who) as api:
            base = self.newest(api, instrument)["form_version_id"]
            made = api.post("/drafts", json={"tenant": self.tenant_of(code), "based_on": base})
        assert made.status_code == 201, made.text
        return dict(made.json())

    def step(self, who: str, draft: dict[str, Any], verb: str, **body: Any) -> httpx.Response:
        headers = {"If-Match": f'"{draft["revision"]}"'}
        with self.api(who) as api:
            return api.post(f"/drafts/{draft['draft_id']}/{verb}", json=body, headers=headers)

    def save(self, who: str, draft: dict[str, Any], **head: Any) -> httpx.Response:
        headers = {"If-Match": f'"{draft["revision"]}"'}
        with self.api(who) as api:
            body = {**draft["definition"], **head}
            return api.put(f"/drafts/{draft['draft_id']}", json=body, headers=headers)

    def drop(self, who: str, draft: dict[str, Any]) -> httpx.Response:
        with self.api(who) as api:
            known = api.get(f"/drafts/{draft['draft_id']}").headers["ETag"]
            return api.delete(f"/drafts/{draft['draft_id']}", headers={"If-Match": known})

    def _sign_in(self, username: str) -> str:
        identity = self.environments["forms"]["IDENTITY_URL"]
        with patient.client(base_url=identity) as browser:
            token = re.search(r'form_token" value="([^"]+)', browser.get("/sign-in").text)
            assert token
            fields = {"form_token": token[1], "username": username, "password": PASSWORD}
            signed = browser.post("/sign-in", data=fields)
            assert signed.status_code == httpx.codes.SEE_OTHER
            return browser.cookies["access"]


@pytest.fixture(scope="package")
def platform(infrastructure: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Fresh databases and topics, identity seeded, the web processes of both services ready."""
    folder, prefix = tmp_path_factory.mktemp("forms"), f"t{uuid.uuid4().hex[:8]}."
    ensure_topics(infrastructure.bootstrap, prefix)
    ports, secrets = infrastructure.ports, infrastructure.secrets
    postgres.prepare_databases(ports["postgres"], secrets, DATABASES, SERVICES)
    environments = {service: _environment(infrastructure, service, prefix) for service in SERVICES}
    urls = [environments["forms"][f"DATABASE_{role}_URL"] for role in ("WEB", "WORKER", "OWNER")]
    databases = [Database(url) for url in urls]
    made = Platform(infrastructure.bootstrap, prefix, environments, *databases)
    for service in SERVICES:
        migrate(f"{service}_service", environments[service]["DATABASE_OWNER_URL"])
    made.command("identity", "seed")
    people.begin(environments["identity"], PASSWORD)
    processes = [_web(service, environments[service], folder) for service in environments]
    try:
        for process, service in zip(processes, environments, strict=True):
            wait_until(lambda service=service: _ready(environments[service]), 60, process.name)
        yield made
    finally:
        for process in processes:
            process.stop()
        for each in databases:
            each.close()


@pytest.fixture(scope="package")
def seeded(platform: Platform) -> Platform:
    """With the seed of forms, and the practice ministry's points, months and numbers."""
    platform.command("forms", "seed")
    platform.surveys = ministry.begin(platform.environments["forms"])
    return platform


def _environment(stack: Stack, service: str, prefix: str) -> dict[str, str]:
    known = owner_environment(service, stack.environment(service), stack.secrets)
    own = {
        name: make_url(url).set(database=DATABASES + service).render_as_string(hide_password=False)
        for name, url in known.items()
        if name.startswith("DATABASE_") and name.endswith("_URL")
    }
    return {**known, **own, "KAFKA_TOPIC_PREFIX": prefix}


def _web(service: str, environ: dict[str, str], folder: Path) -> Process:
    process = Process(
        name=f"{service}-web",
        command=[sys.executable, "-m", f"{service}_service", "web"],
        environment=environ,
        log=folder / f"{service}.log",
    )
    process.start()
    return process


def _ready(environ: dict[str, str]) -> bool:
    try:
        answer = patient.get(f"http://127.0.0.1:{environ['HTTP_PORT']}/readyz", timeout=2)
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.OK
