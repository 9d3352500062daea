"""An office under attack: who answers there, what is decided, and what its people are shown."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any, Final

import httpx
import numpy as np
import psycopg
from chassis import clock
from scoring_service.domain.life import DAY_OF

from suara_local.attack.stack.answers import Answer, as_sent, drawn, moments
from suara_local.attack.stack.doors import Look, looked
from suara_local.attack.stack.pictures import Picture, pictures_of
from suara_local.coverage.visitors import STARS, STATEMENTS
from suara_local.offices import new_office, with_person
from suara_local.practice.answers import post
from suara_local.practice.honest import key_of
from suara_local.running import Running, eventually
from suara_local.settling import is_idle

KANWIL, HELPER = "W11", "pemantau.w11"
BEST: Final = (STARS,) * STATEMENTS
WHY = "Isian percobaan saat pelatihan petugas, lihat berita acara 12."
# The clock is looked at once a minute.
SECONDS = 150
DAY = "SELECT FROM release_days WHERE day = %s"


@dataclass
class Office:
    """`answers` that have come, `out` those that two persons took out, `pictures` all figures that
    were published, `faults` what was got beside them, in words."""

    suara: Running
    unit: str
    head: str
    officer: str
    helper: str
    chance: np.random.Generator
    answers: list[Answer] = field(default_factory=list)
    out: set[Answer] = field(default_factory=set)
    pictures: list[Picture] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @classmethod
    def opened(cls, suara: Running, number: int) -> "Office":
        unit = new_office(suara, KANWIL)
        head, officer = (with_person(suara, unit, role) for role in ("head_of_unit", "operator"))
        return cls(suara, unit, head, officer, HELPER, np.random.default_rng(number))

    @cached_property
    def survey(self) -> dict[str, Any]:
        return self.suara.survey(self.unit)

    @cached_property
    def _template(self) -> dict[str, Any]:
        return self.suara.submission(self.survey)

    @cached_property
    def _moments(self) -> Any:
        return moments(clock.now(), timedelta(seconds=self.chance.uniform(0, 60)))

    def send(self, own: int = 0, visitors: int = 0, *, marked: bool = False) -> list[Answer]:
        """Own ones praise; visitors are as people are."""
        stars = [BEST] * own + [drawn(self.chance) for _ in range(visitors)]
        return [
            self._send(each, own=number < own, marked=marked) for number, each in enumerate(stars)
        ]

    def victim(self, *, marked: bool = False) -> Answer:
        """Somebody who gives few stars."""
        return self._send(drawn(self.chance, low=True), own=False, marked=marked)

    def _send(self, stars: tuple[int, ...], *, own: bool, marked: bool) -> Answer:
        key = key_of(self.suara.stack.secrets)
        one = as_sent(self._template, stars, next(self._moments), key, marked=marked)
        receipt = post(self.suara.public, one).raise_for_status().json()["receipt"]
        self.answers.append(Answer(str(receipt), stars, own, marked))
        return self.answers[-1]

    def decide(self, answers: Iterable[Answer], *, excludes: bool = True) -> None:
        """The head asks, and the kanwil that helps agrees."""
        chosen = list(answers)
        wish = {"reason": "test_entry", "justification": WHY, "excludes": excludes}
        wish["receipts"] = [each.receipt for each in chosen]
        asked = self._asked(self.head, "exclusions", wish).raise_for_status().json()["request_id"]
        path = f"exclusions/{asked}/decide"
        self._asked(self.helper, path, {"confirm": True}).raise_for_status()
        self.out = self.out | set(chosen) if excludes else self.out - set(chosen)

    def ask(self, path: str, body: dict[str, Any] | None = None, by: str = "") -> httpx.Response:
        """The officer, unless it is said by whom."""
        return self._asked(by or self.officer, path, body or {})

    def look(self) -> Look:
        """All that is published, once everything that was sent and decided is worked off."""
        self.settle()
        found = looked(self)
        known = self.pictures[-1].number if self.pictures else 0
        if found.released and found.released["number"] > known:
            self.pictures += pictures_of(found.released, self.answers, self.out, self.pictures)
        self.wrong(*found.beside())
        return found

    def first_look(self) -> Look:
        """Where a picture has come; RuntimeError without one, since then nothing is tried."""
        found = self.look()
        if not self.pictures:
            raise RuntimeError(f"No picture of {self.unit}: {self.state('scoring')}")
        return found

    def look_again(self, before: Look) -> Look:
        """Nothing is due since: whatever moved but the count is a fault."""
        after = self.look()
        self.wrong(*before.moved(after))
        return after

    def wrong(self, *words: str) -> None:
        self.faults += [each for each in words if each not in self.faults]

    def settle(self) -> None:
        def stands() -> tuple[int, int]:
            return self.state("scoring")["count"], self.state("scoring")["excluded"]

        eventually(stands, (len(self.answers), len(self.out)), SECONDS)
        eventually(self._day_began, wanted=True, seconds=SECONDS)
        eventually(lambda: is_idle(self.suara.stack), wanted=True, seconds=SECONDS)

    def state(self, service: str) -> dict[str, Any]:
        """The score as scoring published it, or as reporting has it."""
        query = "SELECT state FROM scores WHERE survey_id = %s"
        row = self._row(service, query, self.survey["survey_id"])
        return dict(row[0]) if row else {"count": 0, "excluded": 0, "stage": None, "released": None}

    def _day_began(self) -> bool:
        return self._row("scoring", DAY, clock.today(DAY_OF)) is not None

    def _row(self, service: str, query: str, value: Any) -> tuple[Any, ...] | None:
        with psycopg.connect(self.suara.stack.superuser_url(service)) as connection:
            return connection.execute(query.encode(), [value]).fetchone()

    def _asked(self, by: str, path: str, body: dict[str, Any]) -> httpx.Response:
        return self.suara.api(by).post(f"/api/v1/{path}", json=body)
