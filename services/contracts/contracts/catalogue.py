"""The catalogue of topics, read once from `topics/*.yaml`; owners, consumers and tests ask here."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from contracts.modes import MODES


@dataclass(frozen=True)
class Topic:
    """One topic: who writes and reads it, how it is kept, the JSON Schema of its payload."""

    name: str
    owner: str
    consumers: tuple[str, ...]
    key: str
    partitions: int
    config: dict[str, str]
    dead_letters: bool
    payload: dict[str, Any] = field(repr=False)

    @property
    def dead_letter_name(self) -> str:
        return f"{self.name}.dlq"


class _Loader(yaml.CSafeLoader):
    """YAML in which `!modes` stands for one of the ways in which an answer came."""


_Loader.add_constructor("!modes", lambda loader, node: {"enum": [*MODES]})


@cache
def topics() -> dict[str, Topic]:
    folder = files("contracts") / "topics"
    found = (_topic_of(path.read_text("utf-8")) for path in folder.iterdir() if path.name[0] != ".")
    return {topic.name: topic for topic in sorted(found, key=lambda topic: topic.name)}


def _topic_of(text: str) -> Topic:
    raw = yaml.load(text, _Loader)  # noqa: S506 (a safe loader)
    return Topic(
        name=raw["name"],
        owner=raw["owner"],
        consumers=tuple(raw["consumers"]),
        key=raw["key"],
        partitions=raw.get("partitions", 1),
        config={key: str(value) for key, value in raw.get("config", {}).items()},
        dead_letters=raw.get("dead_letters", False),
        payload=raw["payload"],
    )
