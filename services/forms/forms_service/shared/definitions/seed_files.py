"""Loads the instruments that ship with the service from `data/instruments`, for the seeding
command. Files are checked against `data/instrument.schema.json` and by `definition`."""

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, cast

import yaml
from contracts.form_shapes import FormDefinition
from jsonschema import Draft202012Validator

from forms_service.shared.definitions.definition import Fault, check_definition, content_hash
from forms_service.shared.definitions.reading import join
from forms_service.shared.definitions.unchecked import Definition

INSTRUMENTS = ("spkp-spak", "ikm", "integritas")


class BadSeedFile(Exception):
    """A data file of the service itself is faulty; the message lists every fault with its path."""


@dataclass(frozen=True, slots=True)
class SeedInstrument:
    """A definition that may be published, with its content hash."""

    definition: FormDefinition
    hash: str


def load_instruments() -> list[SeedInstrument]:
    """The instruments of the ministry, in the order in which they are shown; raises BadSeedFile."""
    return [load_instrument(name) for name in INSTRUMENTS]


def load_instrument(name: str) -> SeedInstrument:
    """One instrument by the name of its file, with its common parts filled in and checked."""
    return checked(read_definition(name), f"data/instruments/{name}.yaml")


def checked(definition: Definition, source: str) -> SeedInstrument:
    """The definition with its hash; raises BadSeedFile with its source and every fault."""
    faults = schema_faults(definition) or check_definition(definition)
    if faults:
        lines = "\n".join(f"  {fault.path}: {fault.problem}" for fault in faults)
        raise BadSeedFile(f"{source} is faulty:\n{lines}")
    return SeedInstrument(cast(FormDefinition, definition), content_hash(definition))


def read_definition(name: str) -> Definition:
    """The file with what it includes from `data/common`, unchecked. What it sets itself wins."""
    own = _read_yaml(_data() / "instruments" / f"{name}.yaml")
    definition: Definition = {}
    for part in own.pop("include", []):
        definition = _merged(definition, _read_yaml(_data() / "common" / f"{part}.yaml"))
    return _merged(definition, own)


def schema_faults(definition: Mapping[str, object]) -> list[Fault]:
    """What the JSON Schema finds, by path; empty when the shape is right."""
    errors = _validator().iter_errors(definition)
    faults = [Fault(_path(list(error.absolute_path)), error.message) for error in errors]
    return sorted(faults, key=lambda fault: fault.path)


def schema_text() -> str:
    """The published JSON Schema of a definition."""
    return (_data() / "instrument.schema.json").read_text(encoding="utf-8")


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(schema_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def _data() -> Traversable:
    return files("forms_service") / "data"


def _path(steps: list[str | int]) -> str:
    path = ""
    for step in steps:
        path = f"{path}[{step}]" if isinstance(step, int) else join(path, step)
    return path


def _merged(base: Definition, over: Definition) -> Definition:
    """Mappings merge key by key, anything else is replaced."""
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merged(merged[key], value) if both else value
    return merged


class _StrictLoader(yaml.CSafeLoader):
    """Refuses a key given twice, which YAML libraries let pass in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for place, key in enumerate(keys):
            if key in keys[:place]:
                line = node.value[place][0].start_mark.line + 1
                raise BadSeedFile(f"line {line}: {key!r} is given twice")
        return super().construct_mapping(node, deep)


def _read_yaml(file: Traversable) -> Definition:
    return parse_yaml(file.read_text(encoding="utf-8"), file.name)


def parse_yaml(text: str, source: str) -> Definition:
    """A mapping from YAML; raises BadSeedFile if it is none, or holds a key twice."""
    loaded = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a safe loader
    if not isinstance(loaded, dict):
        raise BadSeedFile(f"{source}: must be a mapping")
    return loaded
