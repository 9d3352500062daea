"""A running Suara as scripts and tests reach it: through the gateway, with the demo's facts."""

import re
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx
import psycopg
from chassis import clock
from chassis.database import Database
from forms_service.surveys.handlers import close_due

from suara_local import patient
from suara_local.processes import pause
from suara_local.stack import Stack

# How old the tokens may be that a test is given: of programs, and of browsers, which keep them.
KEEP_TOKEN, KEEP_COOKIES = 240.0, 120.0


def eventually(check: Callable[[], Any], wanted: Any, seconds: float = 60) -> None:
    """Wait by condition, with a deadline."""
    begun = time.monotonic()
    while (found := check()) != wanted:
        if time.monotonic() > begun + seconds:
            raise AssertionError(f"{found!r} instead of {wanted!r} after {seconds} s")
        pause(time.monotonic() - begun)


def post_answer(
    client: httpx.Client, body: dict[str, Any], headers: dict[str, str] | None = None
) -> httpx.Response:
    """As a phone does: what a busy machine puts off is sent again; the intake knows copies."""
    return patient.until_taken(lambda: client.post("/api/v1/responses", json=body, headers=headers))


def renewed(browser: httpx.Client) -> bool:
    """Whether its session goes on, with new tokens."""
    answer = browser.get("/session/refresh")
    return bool(answer.headers.get("location") == "/")


@dataclass(frozen=True)
class Running:
    """The stack and what `var/demo.json` says about it. `connect` makes its clients."""

    stack: Stack
    facts: dict[str, Any]
    connect: Callable[..., httpx.Client] = patient.client
    sessions: dict[tuple[str, float], tuple[float, httpx.Client]] = field(default_factory=dict)
    clients: dict[str, httpx.Client] = field(default_factory=dict)

    @property
    def base_url(self) -> str:
        return self.stack.base_url

    @cached_property
    def public(self) -> httpx.Client:
        """For what anybody asks: each request is a stranger's."""
        return self.client(cookies=_no_cookies())

    def client(self, **options: Any) -> httpx.Client:
        return self.connect(base_url=self.base_url, **options)

    def survey(self, tenant_code: str, instrument: str = "SPKP-SPAK") -> dict[str, Any]:
        """The newest survey of a demo unit."""
        return next(
            survey
            for survey in self.facts["surveys"]
            if (survey["tenant_code"], survey["instrument"]) == (tenant_code, instrument)
        )

    def month_over(self, tenant_code: str) -> dict[str, Any]:
        """SPKP-SPAK of the last whole month, which a stack without practice answers still takes:
        people can have come on any of its days, whatever day it is today."""
        this_month = f"{clock.now():%Y-%m}"
        return max(
            (
                each
                for each in self.facts["surveys"]
                if each["tenant_code"] == tenant_code
                and each["instrument"] == "SPKP-SPAK"
                and each["period"] < this_month
            ),
            key=lambda each: str(each["period"]),
        )

    def end(self, survey: dict[str, Any]) -> None:
        """Its time is over now, as by its schedule; what the background process does every twenty
        seconds is done at once."""
        with psycopg.connect(self.stack.superuser_url("forms"), autocommit=True) as forms:
            over = "UPDATE surveys SET closes_at = %s WHERE survey_id = %s"
            forms.execute(over, [clock.now(), survey["survey_id"]])
        with closing(Database(self.stack.environment("forms")["DATABASE_WORKER_URL"])) as worker:
            close_due(worker)
        path = f"/api/v1/surveys/{survey['survey_id']}"
        eventually(lambda: self.api("admin").get(path).json()["status"], "closed")

    def person(self, username: str) -> dict[str, Any]:
        return next(each for each in self.facts["people"] if each["username"] == username)

    def sign_in(self, username: str, password: str = "") -> httpx.Client:
        """A client with the cookies of a signed-in browser; `password` of whom the demo does not
        know."""
        client = self.client(headers={"Accept": "text/html"})
        page = client.get("/sign-in").text
        found = re.search(r'name="form_token" value="([^"]+)"', page)
        form = {
            "form_token": found[1] if found else "",
            "username": username,
            "password": password or self.person(username)["password"],
            "next": "/",
        }
        answer = client.post("/sign-in", data=form)
        if answer.status_code != httpx.codes.SEE_OTHER:
            raise RuntimeError(f"{username} could not sign in: {answer.status_code}")
        return client

    def cookies(self, username: str) -> dict[str, str]:
        """Of a signed-in browser; several browsers share a session."""
        return dict(self._session(username, KEEP_COOKIES).cookies)

    def browser(self, username: str) -> httpx.Client:
        """As `sign_in`, of the session that several browsers share."""
        return self.client(headers={"Accept": "text/html"}, cookies=self.cookies(username))

    def api(self, username: str) -> httpx.Client:
        """A client that sends the person's access token as a bearer token. Many tests share it, so
        it keeps no cookie: the language that one asked for would be the next one's."""
        token = self._session(username, KEEP_TOKEN).cookies["access"]
        if username not in self.clients:
            self.clients[username] = self.client(cookies=_no_cookies())
        self.clients[username].headers["Authorization"] = f"Bearer {token}"
        return self.clients[username]

    def _session(self, username: str, keep: float) -> httpx.Client:
        """A signed-in browser whose tokens are no older than `keep` seconds. It renews them as
        browsers do: each sign-in costs the platform a fifth of a second for the password's hash."""
        made, browser = self.sessions.get((username, keep), (0.0, None))
        if browser is None or not 0 <= clock.seconds() - made <= keep:
            if browser is None or not renewed(browser):
                browser = self.sign_in(username)
            self.sessions[username, keep] = (clock.seconds(), browser)
        return browser

    def submission(self, survey: dict[str, Any], stars: int = 5) -> dict[str, Any]:
        """A complete submission under a new id; every item gets `stars` or its scale's top."""
        form = self.public.get(f"/api/v1/forms/{survey['code']}")
        answer = form.raise_for_status().json()
        found = _asked(answer["surveys"], survey)
        return {
            "response_id": str(uuid.uuid4()),
            "code": survey["code"],
            "survey": found["survey"],
            "form_version": found["form_version"],
            "answers": {
                item["key"]: min(stars, int(item.get("points") or 4))
                for item in found["definition"]["items"]
            },
            "issued": answer["issued"],
            "language": "id",
        }

    def send(self, body: dict[str, Any], headers: dict[str, str] | None = None) -> httpx.Response:
        """What the intake says to a submission, sent again while it is busy."""
        return post_answer(self.public, body, headers)

    def receipt_of(self, body: dict[str, Any], headers: dict[str, str] | None = None) -> str:
        """The receipt of a submission once it is counted."""
        receipt = str(self.send(body, headers).raise_for_status().json()["receipt"])
        eventually(lambda: self.fate(receipt), "counted")
        return receipt

    def fate(self, receipt: str) -> str:
        """What became of the submission with this receipt."""
        answer = self.public.post("/api/v1/receipts", json={"receipt": receipt})
        return str(answer.raise_for_status().json()["state"])

    def all_counted(self, receipts: Mapping[str, str]) -> None:
        """Wait once for what was sent together; `receipts` by the name under which a missing one
        is told."""
        left = dict(receipts)

        def missing() -> dict[str, str]:
            for name, receipt in list(left.items()):
                if self.fate(receipt) == "counted":
                    del left[name]
            return left

        eventually(missing, {})


def _asked(offered: Sequence[dict[str, Any]], survey: Mapping[str, Any]) -> dict[str, Any]:
    """The survey as its point offers it; the one that has followed it, where a month has begun at
    the office since the stack was made."""
    for each in offered:
        if each["survey"] == survey["survey_id"]:
            return each
    return next(
        each
        for each in offered
        if each["instrument"] == survey["instrument"] and each["period"] > survey["period"]
    )


def _no_cookies() -> CookieJar:
    """A jar that takes none."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))
