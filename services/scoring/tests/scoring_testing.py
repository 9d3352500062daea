"""For tests of scoring: events as the owners of the topics send them, and the loops in threads."""

import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from chassis.events import new_event
from chassis.process import Loop
from contracts.codec import Event
from contracts.shapes import Reach
from scoring_service.domain.basis import Basis
from scoring_service.domain.recipients import OWN, Recipients

STARS = ("a", "b")
FORMULA = {
    "format": 1,
    "scale": {"min": 1, "max": 6},
    "conversion": "minmax",
    "rounding": "half_up",
    "indices": [{"code": "IPAK", "name": {}, "items": {"a": "1/2", "b": "1/2"}}],
    "bands": [
        {"code": "A", "from": "88.31", "label": {"id": "Sangat baik", "en": "Very good"}},
        {"code": "D", "from": "25.00", "label": {"id": "Tidak baik", "en": "Poor"}},
    ],
    "thresholds": {"wbk": {"IPAK": "3.60"}},
}


def confirmed(recipients: int, reach: Reach = "open") -> Basis:
    """That so many could have answered."""
    return Basis(Recipients(recipients, OWN), reach)


UNKNOWN = Basis(None, "open")


KEY = bytes(32)


class World:
    """One tenant with one survey; every call makes an event of it. A tenant that only practises
    sees exact figures at once."""

    def __init__(self, release_step: int = 5, *, practice: bool = False) -> None:
        self.practice = practice
        self.tenant, self.survey_id, self.form_id, self.formula_id = (
            str(uuid.uuid4()) for _ in range(4)
        )
        self.release_step = release_step

    def known(self) -> list[Event]:
        return [self.tenants(), self.form(), self.formula(), self.survey()]

    def tenants(self) -> Event:
        name = {"name": "Unit", "short_name": "Unit", "valid_from": "2020-01-01", "valid_to": None}
        parent = {"parent_id": None, "valid_from": "2020-01-01", "valid_to": None}
        state = {
            "tenant_id": self.tenant,
            "code": self.tenant[:8],
            "kind": "upt",
            "unit_type": "x",
            "unit_class": None,
            "line": None,
            "time_zone": "Asia/Jakarta",
            "status": "active",
            "demo": True,
            "practice": self.practice,
            "province_codes": [],
            "names": [name],
            "parents": [parent],
        }
        return new_event("identity.tenants.v1", self.tenant, state)

    def form(self, audience: str = "public") -> Event:
        items = [{"key": key, "type": "stars", "points": 6} for key in STARS]
        state = {
            "form_version_id": self.form_id,
            "instrument": "SPKP-SPAK",
            "version": 1,
            "owner_tenant_id": self.tenant,
            "official": True,
            "languages": ["id"],
            "status": "published",
            "published_at": "2026-11-01T00:00:00+00:00",
            "hash": "0" * 64,
            "definition": {"audience": audience, "items": items},
        }
        return new_event("forms.form-versions.v1", self.tenant, state)

    def formula(self, definition: dict[str, Any] | None = None) -> Event:
        state = {
            "formula_version_id": self.formula_id,
            "code": "spkp-spak-minmax",
            "instrument": "SPKP-SPAK",
            "in_force_from": "2023-02-15",
            "in_force_to": None,
            "status": "in_force",
            "definition": FORMULA if definition is None else definition,
        }
        return new_event("forms.formula-versions.v1", self.tenant, state)

    def survey(self, status: str = "open", **more: Any) -> Event:
        state = {
            "survey_id": self.survey_id,
            "tenant_id": self.tenant,
            "instrument": "SPKP-SPAK",
            "form_version_id": self.form_id,
            "formula_version_id": self.formula_id,
            "period": "2026-11",
            "opens_at": "2026-10-31T17:00:00+00:00",
            "closes_at": "2026-11-30T17:00:00+00:00",
            "release_step": self.release_step,
            "status": status,
            **more,
        }
        return new_event("forms.surveys.v1", self.tenant, state)

    def population(
        self, recipients: int, service: str = "semua", stage: str = "provisional", **more: Any
    ) -> Event:
        state = {
            "population_id": str(uuid.uuid4()),
            "tenant_id": self.tenant,
            "period": "2026-11",
            "service": service,
            "recipients": recipients,
            "stage": stage,
            "status": "active",
            **more,
        }
        return new_event("forms.populations.v1", self.tenant, state)

    def recorded(
        self,
        partition: int,
        offset: int,
        answers: dict[str, int],
        state: str = "counted",
        **more: Any,
    ) -> Event:
        payload = {
            "response_id": str(uuid.uuid4()),
            "survey_id": self.survey_id,
            "instrument": "SPKP-SPAK",
            "period": "2026-11",
            "form_version_id": self.form_id,
            "state": state,
            "answers": answers,
            "service": None,
            "mode": "self",
            "flagged": False,
            "source": {"partition": partition, "offset": offset},
            **more,
        }
        return new_event("responses.recorded.v1", self.tenant, payload)

    def excluded(self, recorded: Event, sequence: int = 1, *, back: bool = False) -> Event:
        """Two persons took a recorded response out of the index, or put it back."""
        kept = ("response_id", "survey_id", "form_version_id", "answers", "service", "mode")
        payload = {
            **{name: recorded.payload[name] for name in (*kept, "flagged", "source")},
            **{name: told for name, told in recorded.payload.items() if name == "respondent"},
            "token": recorded.payload.get("token", "none"),
            "excluded": not back,
            "reason": "test_entry",
            "sequence": sequence,
        }
        return new_event("responses.exclusions.v1", self.tenant, payload)


@contextmanager
def running(loops: Sequence[Loop]) -> Iterator[None]:
    """The loops of the background process, as threads of the test."""
    stop = threading.Event()
    threads = [threading.Thread(target=loop.run, args=(stop, lambda: None)) for loop in loops]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=20)


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Until `condition` holds; raise AssertionError after `seconds`."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.05)):
        if condition():
            return
        pause.wait(0.05)
    raise AssertionError("the condition did not come true in time")
