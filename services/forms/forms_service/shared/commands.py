"""What the commands of this service have in common: how they fail, and the events they send."""

from chassis.database import Database
from chassis.outbox import Relay

from forms_service.config import FormsSettings

MINISTRY = "KEMENKUMHAM"


class CommandError(Exception):
    """A command cannot do its work as things stand; the message says why."""


def drain(settings: FormsSettings, worker: Database) -> int:
    return Relay("forms", worker, settings.kafka_bootstrap, settings.kafka_topic_prefix).drain()


def ministry_id(states: dict[str, dict[str, object]]) -> str:
    """The tenant that owns what is official; raise CommandError before identity has seeded."""
    for key, state in states.items():
        if state["code"] == MINISTRY:
            return key
    raise CommandError(f"no tenant {MINISTRY} yet: seed identity first")
