"""All metric names in one list; `/metrics` renders the default registry."""

from prometheus_client import Counter, Gauge, Histogram

HTTP_SECONDS = Histogram("http_request_seconds", "Time per request", ["route", "method", "status"])
EVENTS_HANDLED = Counter("events_handled_total", "Events handled", ["consumer", "topic"])
DEAD_LETTERS = Counter("dead_letters_total", "Undecodable messages set aside", ["topic"])
CONSUMER_LAG = Gauge("consumer_lag", "Messages not yet read", ["consumer", "topic", "partition"])
OUTBOX_PENDING = Gauge("outbox_pending", "Events waiting in the outbox", ["service"])
VISITS_DROPPED = Counter("visits_dropped_total", "Visits counted and never told", [])
SIGHTINGS_UNWRITTEN = Counter(
    "sightings_unwritten_total", "Sightings of results that the database did not take", []
)
HELD_UP = Gauge("loop_held_up_tries", "Tries of what does not get past", ["loop", "place"])
