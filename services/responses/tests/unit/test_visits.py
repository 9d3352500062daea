"""Counting visits: sums per point and hour, an answer once, kept while the broker is away."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from chassis.metrics import VISITS_DROPPED
from contracts.codec import Event, decode, encode
from responses_service.visits.handlers.counting import BATCH, VISITS, Kind, Visits
from responses_service.visits.rules import PAGED, Entry, read_entry

TENANT = "a7f4d57e-d31b-5725-a933-3af2cdd76fa1"
NINE = datetime(2026, 11, 24, 2, 31, 12, tzinfo=UTC)
SCANNED, TYPED = Entry("scanned", signed=True), Entry("typed")


def point(number: int = 1) -> dict[str, str]:
    return {"point_id": f"8d32a5da-5f76-52a9-9c3e-{number:012d}", "tenant_id": TENANT}


class Broker:
    """Takes what it is offered while it is `there`, as bytes that the consumer would read."""

    def __init__(self) -> None:
        self.there = True
        self.taken: list[Event] = []

    def offer(self, events: list[Event], _: float) -> bool:
        if self.there:
            self.taken += [decode(VISITS, encode(event)) for event in events]
        return self.there

    def sums(self) -> Counter[tuple[str, str, str]]:
        """Per hour, kind and way."""
        found: Counter[tuple[str, str, str]] = Counter()
        for event in self.taken:
            for each in event.payload["counts"]:
                found[event.payload["hour"], each["kind"], each["how"]] += each["count"]
        return found


@pytest.fixture
def broker() -> Broker:
    return Broker()


def test_many_scans_are_one_event_per_point_and_hour(broker: Broker) -> None:
    clock = [NINE]
    visits = Visits(broker.offer, now=lambda: clock[0])
    for _ in range(200):
        visits.count("scan", point(), SCANNED)
    visits.count("scan", point(), TYPED)
    visits.count("scan", point(2), SCANNED)
    clock[0] += timedelta(minutes=29)
    visits.count("scan", point(), SCANNED)
    assert visits.tell()
    assert len(broker.taken) == 3
    nine, ten = "2026-11-24T02:00:00+00:00", "2026-11-24T03:00:00+00:00"
    assert broker.sums() == {
        (nine, "scan", "scanned"): 201,
        (nine, "scan", "typed"): 1,
        (ten, "scan", "scanned"): 1,
    }
    assert visits.tell()
    assert len(broker.taken) == 3


def test_numbers_grow_and_the_source_stays(broker: Broker) -> None:
    visits = Visits(broker.offer)
    for _ in range(3):
        visits.count("scan", point(), SCANNED)
        visits.tell()
    assert [event.payload["sequence"] for event in broker.taken] == [1, 2, 3]
    assert len({event.payload["source"] for event in broker.taken}) == 1
    assert Visits(broker.offer)._source != visits._source


def test_an_answer_sent_again_is_finished_once(broker: Broker) -> None:
    visits = Visits(broker.offer, now=lambda: NINE)
    for _ in range(3):
        visits.finish("one", point(), SCANNED, started=True)
    visits.finish("two", point(), SCANNED, started=False)
    visits.finish("two", point(), SCANNED, started=False)
    visits.tell()
    hour = "2026-11-24T02:00:00+00:00"
    assert broker.sums() == {(hour, "finish", "scanned"): 2, (hour, "start", "scanned"): 1}


def test_what_the_broker_did_not_take_is_told_later_under_the_same_number(broker: Broker) -> None:
    visits = Visits(broker.offer)
    broker.there = False
    visits.count("scan", point(), SCANNED)
    assert not visits.tell()
    visits.count("scan", point(), SCANNED)
    assert not visits.tell()
    assert broker.taken == []
    broker.there = True
    assert visits.tell()
    assert visits.tell()
    assert sum(broker.sums().values()) == 2
    assert [event.payload["sequence"] for event in broker.taken] == [1, 2]


def test_many_events_go_in_portions(broker: Broker) -> None:
    visits = Visits(broker.offer)
    for number in range(BATCH + 1):
        visits.count("scan", point(number), SCANNED)
    assert visits.tell()
    assert len(broker.taken) == BATCH + 1


def test_beyond_the_bound_the_oldest_is_dropped_and_that_is_measured(broker: Broker) -> None:
    clock = [NINE]
    visits = Visits(broker.offer, now=lambda: clock[0], most=3)
    before = VISITS_DROPPED._value.get()
    for hour in range(5):
        clock[0] = NINE + timedelta(hours=hour)
        visits.count("scan", point(), SCANNED)
        visits.count("scan", point(), SCANNED)
    visits.tell()
    assert [event.payload["hour"][11:13] for event in broker.taken] == ["04", "05", "06"]
    assert VISITS_DROPPED._value.get() - before == 4


@pytest.mark.parametrize(
    ("entry", "started", "field"),
    [
        (SCANNED, False, "scanned.signed"),
        (TYPED, True, "typed.plain.started"),
        (Entry(), False, "link.plain"),
        (Entry("legacy", layout=PAGED), True, "legacy.plain.paged.started"),
    ],
)
def test_what_a_page_carries_is_read_by_the_next_version_too(
    entry: Entry, started: bool, field: str
) -> None:
    """A page stays open for hours while the service is replaced."""
    assert entry.written(started=started) == field
    assert read_entry(field) == (entry, started)


def test_nothing_is_told_of_a_start_that_was_not() -> None:
    assert Entry().written() == Entry().written(started=False)


@pytest.mark.parametrize("entry", [SCANNED, TYPED, Entry(layout=PAGED), Entry("legacy")])
@pytest.mark.parametrize("started", [True, False])
def test_what_a_page_carries_comes_back(entry: Entry, started: bool) -> None:
    assert read_entry(entry.written(started=started)) == (entry, started)


@pytest.mark.parametrize("forged", ["", "mail.signed", "scanned'--", "x" * 900, "link"])
def test_a_forged_field_is_a_plain_link(forged: str) -> None:
    assert read_entry(forged) == (Entry(), False)


def test_the_former_host_is_not_carried_by_the_page() -> None:
    assert "lama" not in Entry("scanned", host="lama.example.id").written()


@pytest.mark.parametrize("kind", ["scan", "start", "finish", "screened", "abandoned"])
def test_every_kind_of_visit_can_be_told(broker: Broker, kind: Kind) -> None:
    """One that the topic does not take would end the telling of all others."""
    visits = Visits(broker.offer, now=lambda: NINE)
    visits.count(kind, point(), TYPED)
    assert visits.tell()
    assert broker.sums() == {("2026-11-24T02:00:00+00:00", kind, "typed"): 1}
